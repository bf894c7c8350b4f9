/* Measures the texts of a page, in pixels from the window's corner; the figures measure their own. */

const SELDOM = "svg, style, script, noscript, .js-plotly-plot, [data-testid=stSidebar][aria-expanded=false]";
const WHOLE = ".katex"; // a formula is one text: its parts lie on each other by nature
const MOST = 80; // letters that are told
const PHONE = 600; // pixels of a window in which a long formula may be scrolled
const LETTERS = 0.22; // of the height of a line: what is above and below its letters

function isShown(element) {
  for (let at = element; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    const isAway = style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0;
    if (isAway || (at.tagName === "DETAILS" && !at.open && !element.closest("summary"))) return false;
  }
  return true;
}

const isTiny = ({ width, height }) => width < 2 || height < 2; // for a screen reader alone

/* Returns the boxes of the lines of a node, without what is above and below their letters. */
function linesOf(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((rect) => !isTiny(rect)).map(({ left, top, right, bottom }) => {
    const inset = LETTERS * (bottom - top);
    return [left, top + inset, right, bottom - inset];
  });
}

/* Returns the part of the window in which an element is seen, and whether it may scroll there.

`hides` says which overflow cuts: of a text what is hidden, of a formula also what must be scrolled. */
function roomOf(element, hides = /hidden|clip/) {
  let room = [-Infinity, -Infinity, Infinity, Infinity];
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    if (isTiny(box)) return null;
    const [hidesX, hidesY] = [style.overflowX, style.overflowY].map((way) => hides.test(way));
    const own = [box.left, box.top, box.right, box.bottom];
    room = room.map((side, i) => {
      if (!(i % 2 ? hidesY : hidesX)) return side;
      return Math[i < 2 ? "max" : "min"](side, own[i]);
    });
    if (/auto|scroll/.test(style.overflowX + style.overflowY)) return { room, scrolls: true };
  }
  return { room, scrolls: false };
}

// WCAG 2.2 leaves out what is disabled, and an icon beside words that say the same.
const UNREAD =
  ":disabled, [disabled], [aria-disabled=true], [data-disabled=true], [data-testid=stIconMaterial]";
const APP = "body, [data-testid=stApp]";
const WHITE = [255, 255, 255];
const SEEN = 0.05; // a label of a slider is transparent until the pointer is there

const known = new Map();

function channels(colour) {
  if (!known.has(colour)) known.set(colour, drawnChannels(colour));
  return known.get(colour);
}

function drawnChannels(colour) {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

const over = (ink, paper, alpha) => ink.map((value, i) => alpha * value + (1 - alpha) * paper[i]);

/* Returns what lies behind a place on an element, from the page's own colour up; null behind a picture. */
function paperAt(element, [left, top, right, bottom]) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const box = at.getBoundingClientRect(); // a text may stand outside
    const isBehind = box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    const { backgroundImage, backgroundColor } = getComputedStyle(at);
    if (isBehind && backgroundImage !== "none") return null;
    if (isBehind || at.matches(APP)) layers.unshift(channels(backgroundColor));
  }
  return layers.reduce((below, [red, green, blue, alpha]) => over([red, green, blue], below, alpha), WHITE);
}

function opacityOf(element) {
  const own = Number(getComputedStyle(element).opacity);
  return element.parentElement ? own * opacityOf(element.parentElement) : own;
}

/* Returns the colours of a text and of what lies behind it, or null where nobody reads it. */
function coloursOf(element, line) {
  const paper = element.closest(UNREAD) ? null : paperAt(element, line);
  const { color, fontSize, fontWeight } = getComputedStyle(element);
  const [red, green, blue, alpha] = channels(color);
  const strength = alpha * opacityOf(element);
  if (!paper || strength < SEEN) return null;
  const size = parseFloat(fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
  return { ink: over([red, green, blue], paper, strength), paper, isLarge };
}

function textOf(node, element) {
  const found = roomOf(element);
  const lines = found ? linesOf(node) : [];
  const text = node.textContent.trim().slice(0, MOST);
  return lines.length ? [{ text, lines, colours: coloursOf(element, lines[0]), ...found }] : [];
}

function* nodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentElement.closest(`${SELDOM}, ${WHOLE}`)) yield node;
  }
}

/* A formula may break between its bases, each of which has the height of its parts. */
function formulaOf(formula) {
  const hides = window.innerWidth < PHONE ? /hidden|clip/ : /hidden|clip|auto|scroll/;
  const found = roomOf(formula.parentElement, hides);
  const lines = [...formula.querySelectorAll(".katex-html .base")].map((base) => {
    const { left, top, right, bottom } = base.getBoundingClientRect();
    return [left, top, right, bottom];
  });
  const text = (formula.querySelector("annotation") ?? formula).textContent.slice(0, MOST);
  return found && lines.length ? [{ text, lines, ...found }] : [];
}

const openSides = ({ room, ...text }) => ({
  ...text, room: room.map((side) => (Number.isFinite(side) ? side : null)),
});

window.measureTexts = () => {
  const texts = [...nodes(document.body)].filter((node) => isShown(node.parentElement));
  const formulas = [...document.querySelectorAll(WHOLE)].filter(isShown);
  const scrolled = [document.documentElement, ...document.querySelectorAll("[data-testid=stMain]")];
  return {
    texts: [
      ...texts.flatMap((node) => textOf(node, node.parentElement)),
      ...formulas.flatMap(formulaOf),
    ].map(openSides),
    width: window.innerWidth,
    beyond: Math.max(...scrolled.map((element) => element.scrollWidth - element.clientWidth)),
  };
};
