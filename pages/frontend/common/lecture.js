// Lecture mode: the page for a projector. No sidebar, everything larger, the picture as high as the window.
//
// It belongs to a screen and not to a run: the tab keeps it on every page, and no link contains it.

import { button } from "./dom.js";
import { ICONS } from "./icons.js";
import { loadStyles } from "./load.js";
import { contentOfPage } from "./streamlit_compat.js";

const MODE = "backpass-lecture";
const STORAGE_KEY = "backpass-lecture";
const PICTURES = "[data-testid=stage], [data-testid=panel]";
// The window in which the page is laid out, in pixels: what is shown is this, enlarged to the real one.
const LAYOUT = { width: 900, height: 680 };
const MARGIN = 12;
// The least share of the window that a picture gets below what stands above it.
const LEAST = 0.7;

const root = document.documentElement;
const observer = new ResizeObserver(() => fit());

export const isLecture = () => root.classList.contains(MODE);

// How much larger everything is; a window that is too narrow to enlarge anything scrolls as usual.
export function lectureScale() {
  if (!isLecture()) return 1;
  return Math.max(1, Math.min(window.innerWidth / LAYOUT.width, window.innerHeight / LAYOUT.height));
}

const isWide = () => window.innerWidth >= LAYOUT.width;

export function lectureButton() {
  const element = button("lecture", ICONS.lecture, "Lecture mode (L)", () => setLecture(!isLecture()));
  element.setAttribute("aria-pressed", String(isLecture()));
  return element;
}

export async function setLecture(isOn) {
  if (isOn) await loadStyles("lecture.css", "common/streamlit_compat_lecture.css");
  root.classList.toggle(MODE, isOn);
  remember(isOn);
  for (const each of document.querySelectorAll("[data-testid=lecture]")) {
    each.setAttribute("aria-pressed", String(isOn));
  }
  fit();
}

// Called when a page opens: a tab that was in lecture mode is so again.
export function resumeLecture() {
  if (!isLecture() && isRemembered()) setLecture(true);
  else fit();
}

// The height of the picture is what is left of the window, in pixels of the layout.
export function fit() {
  const content = contentOfPage();
  if (!content) return;
  const scale = lectureScale();
  root.style.setProperty("--lecture-scale", scale);
  root.classList.toggle("backpass-fitted", isLecture() && isWide());
  if (!isLecture()) {
    observer.disconnect();
    return;
  }
  observer.observe(content);
  const picture = document.querySelector(PICTURES);
  if (!picture) return;
  const above = picture.getBoundingClientRect().top - content.getBoundingClientRect().top;
  const height = Math.max(window.innerHeight - above, LEAST * window.innerHeight) / scale - MARGIN;
  root.style.setProperty("--lecture-height", `${Math.floor(height)}px`);
}

// The rows of a grid share the height in the proportion of their own heights.
export function fittedRows(template) {
  if (!root.classList.contains("backpass-fitted")) return template;
  return template.replace(/("[^"]*")\s+(?:min\()?([\d.]+)rem(?:,[^)]*\))?/g, "$1 minmax(0, $2fr)");
}

window.addEventListener("resize", fit);

function remember(isOn) {
  try {
    sessionStorage.setItem(STORAGE_KEY, isOn ? "on" : "");
  } catch {
    // Without storage the mode ends with the page.
  }
}

function isRemembered() {
  try {
    return sessionStorage.getItem(STORAGE_KEY) === "on";
  } catch {
    return false;
  }
}
