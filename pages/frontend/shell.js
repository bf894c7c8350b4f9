// What surrounds every page. It runs the page again after a change that Streamlit does not pass on to the
// page's script: another server, another theme.
//
// When a tab has lost its server, Streamlit connects it to whichever server answers next, but runs nothing
// there until the reader acts, and another page would then open without their link. So the script runs at
// once: the address contains all that the new server must know.

import { sendAlone, watchApp } from "./common/streamlit_compat.js";
import { closeMenuWhenChosen } from "./common/streamlit_compat_menu.js";
import { keepNames } from "./common/streamlit_compat_names.js";

let component = null;
let watched = null;
let losses = 0;
let theme = null; // the one that the script draws for, or is about to

closeMenuWhenChosen();
keepNames();

export default function mount(latest) {
  component = latest;
  theme ??= latest.data.theme;
  if (watched?.app.isConnected) return;
  watched?.stop();
  watched = watchApp({ onReconnect: reconnect, onTheme: followTheme });
  if (watched) watched.app.dataset.reconnection = "watched";
}

function reconnect() {
  losses += 1;
  sendAlone(component, "losses", losses);
}

// The stage hears of it as of a change of any control: it notes its step in the address, and sends no request
// that could cancel this one.
function followTheme(shown) {
  if (shown === theme) return;
  theme = shown;
  document.dispatchEvent(new Event("change"));
  sendAlone(component, "theme", shown);
}
