// Plays a film that came with its page: the first figure, and what changes from frame to frame.

const film = JSON.parse(document.getElementById("film").textContent);
const [box, controls, play, range, output, caption] = ["figure", "controls", "play", "at", "step", "caption"]
  .map((id) => document.getElementById(id));
const plot = document.createElement("div");
const { Plotly } = window;

const TAP = 8; // pixels that a finger may move within a tap

let figure = null;
let at = -1;
let clock = null;
let isDrawing = false;

box.append(plot);
range.max = String(film.steps.length - 1);
range.value = "0";

// Frames only say what changed, so that going back begins at the first one again.
function seek(frame) {
  if (figure === null || frame < at) {
    figure = structuredClone(film.figure);
    at = 0;
  }
  while (at < frame) {
    at += 1;
    for (const [path, value] of film.changes[at]) put(path, value);
  }
}

function put(path, value) {
  const last = path[path.length - 1];
  const target = path.slice(0, -1).reduce((part, key) => part[key], figure);
  if (value === null) delete target[last];
  else target[last] = value;
}

// While one frame is being drawn the latest one wanted waits, and no other.
async function show() {
  if (isDrawing) return;
  isDrawing = true;
  while (at !== Number(range.value)) {
    seek(Number(range.value));
    output.textContent = `step ${film.steps[at].toLocaleString("en")}`;
    range.setAttribute("aria-valuetext", output.textContent);
    caption.textContent = film.captions[at];
    const { data, layout } = structuredClone(figure);
    await Plotly.react(plot, data, layout, { displayModeBar: false });
    document.body.dataset.frame = String(at);
  }
  isDrawing = false;
}

function go(frame) {
  range.value = String(Math.max(0, Math.min(frame, film.steps.length - 1)));
  show();
}

function pause() {
  clearInterval(clock);
  clock = null;
  play.textContent = "Play";
}

function toggle() {
  if (clock !== null) return pause();
  if (at === film.steps.length - 1) go(0);
  play.textContent = "Pause";
  clock = setInterval(() => {
    if (isDrawing) return;
    if (at >= film.steps.length - 1) pause();
    else go(at + 1);
  }, 1000 / film.fps);
}

// As large as the window allows, with the controls in it.
function fit() {
  const free = document.documentElement.clientHeight - controls.offsetHeight;
  const scale = Math.min(box.parentElement.clientWidth / film.width, free / film.height);
  plot.style.transform = `scale(${scale})`;
  box.style.width = `${film.width * scale}px`;
  box.style.height = `${film.height * scale}px`;
}

// On a touch screen: a tap plays or pauses, a drag across the picture moves through the film.
let touch = null;

function touched({ pointerType, clientX }) {
  if (pointerType === "touch") touch = { x: clientX, frame: Number(range.value), moved: false };
}

function dragged({ clientX }) {
  if (touch === null) return;
  const frames = Math.round(((clientX - touch.x) / box.clientWidth) * (film.steps.length - 1));
  touch.moved ||= Math.abs(clientX - touch.x) > TAP;
  if (!touch.moved) return;
  pause();
  go(touch.frame + frames);
}

function released() {
  if (touch !== null && !touch.moved) toggle();
  touch = null;
}

const KEYS = {
  " ": toggle,
  ArrowRight: () => go(Number(range.value) + 1),
  ArrowLeft: () => go(Number(range.value) - 1),
  Home: () => go(0),
  End: () => go(film.steps.length - 1),
};

play.addEventListener("click", toggle);
range.addEventListener("input", () => { pause(); show(); });
box.addEventListener("pointerdown", touched, true);
window.addEventListener("pointermove", dragged);
window.addEventListener("pointerup", released);
window.addEventListener("pointercancel", () => { touch = null; });
window.addEventListener("resize", fit);
window.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  // A button takes the space itself.
  const isOthers = event.target === play && event.key === " ";
  if (!act || isOthers || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.key !== " ") pause();
  act();
});
fit();
show();
