// What surrounds every page: its keys, and what runs it again after a change that Streamlit does not pass on
// to the page's script: another server, another theme.
//
// When a tab has lost its server, Streamlit connects it to whichever server answers next, but runs nothing
// there until the reader acts, and another page would then open without their link. So the script runs at
// once: the address contains all that the new server must know.

import { FOR_CLASS, hasModifier } from "./common/dom.js";
import { isListOpen, isTyping, offerKeys, showKeysIn, toggleKeys } from "./common/keys.js";
import { isLecture, resumeLecture, setLecture } from "./common/lecture.js";
import { loadStyles } from "./common/load.js";
import { sendAlone, watchApp } from "./common/streamlit_compat.js";
import { closeMenuWhenChosen } from "./common/streamlit_compat_menu.js";
import { keepNames } from "./common/streamlit_compat_names.js";

const KEYS = [
  ["?", "Show these keys"],
  ["L", "Lecture mode: no sidebar, larger text, the picture on one screen"],
  ["Esc", "Leave lecture mode"],
  ["F11", "Full screen, in most browsers"],
];

let component = null;
let watched = null;
let losses = 0;
let theme = null; // the one that the script draws for, or is about to

closeMenuWhenChosen();
keepNames();

export default function mount(latest) {
  component = latest;
  theme ??= latest.data.theme;
  offerKeys(document.documentElement, "On every page", KEYS);
  showKeysIn(latest.parentElement);
  resumeLecture();
  if (watched?.app.isConnected) return;
  watched?.stop();
  watched = watchApp({ onReconnect: reconnect, onTheme: followTheme });
  if (watched) watched.app.dataset.reconnection = "watched";
}

function reconnect() {
  losses += 1;
  sendAlone(component, "losses", losses);
}

// The stage hears of what follows as of a change of any control: it notes its step in the address, and sends
// no request that could cancel this one.
function followTheme(shown) {
  if (shown === theme) return;
  theme = shown;
  document.dispatchEvent(new Event("change"));
  sendAlone(component, "theme", shown);
}

// The stage has the button; the dialog belongs to the page.
document.addEventListener(FOR_CLASS, () => {
  document.dispatchEvent(new Event("change"));
  sendAlone(component, "class", true, true);
});

// A window hears a key after the document: what is on the page may use it before.
window.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || hasModifier(event) || isTyping(event)) return;
  const action = actionOf(event.key);
  if (!action) return;
  event.preventDefault();
  action();
});

function actionOf(key) {
  if (isListOpen()) return key === "?" ? toggleKeys : null;
  if (key === "Escape") return isLecture() ? () => setLecture(false) : null;
  return { "?": toggleKeys, l: toggleLecture, L: toggleLecture }[key];
}

const toggleLecture = () => setLecture(!isLecture());

loadStyles("keys.css");
