// The board: one training step as matrices. It knows blocks, what they are made of and the order of
// phases; lessons come from the server, a step ahead, so that going on needs no answer.

import { Address } from "./address.js";
import { arrange } from "./board_scheme.js";
import { make, named } from "./board_block.js";
import { Made } from "./board_made.js";
import { Plane } from "./board_plane.js";
import { Rail } from "./board_rail.js";
import { sumOf } from "./board_sums.js";
import { Walk } from "./board_walk.js";
import { Words } from "./board_words.js";
import { decode } from "./decode.js";
import { loadStyle } from "./load.js";
import { alone } from "./quiet.js";

const AGAIN = 300;
const KEPT = 3000;
// Of the window's height, what the matrices may take: beside the words, and below them, where the page is
// scrolled anyway; and at least so many pixels.
const SHARE = 0.58;
const SHARE_ALONE = 1.3;
const LOWEST = 400;

const CONTROLS = "input, select, textarea, [role=slider], [role=combobox], [role=radiogroup], " +
  "[role=application]";

const boards = new Map();

// Where the reader stands outlives the page: they may look at another scene in between.
const place = { phase: null, pin: null };
let counter = 0;

export default function mount(component) {
  const { parentElement, data } = component;
  const board = boards.get(parentElement) ?? new Board(parentElement);
  boards.set(parentElement, board);
  board.component = component;
  if (data && data !== board.data) board.receive(data);
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    boards.delete(parentElement);
    board.remove();
  }, KEPT);
}

class Board {
  constructor(parent) {
    this.lessons = new Map();
    this.address = new Address();
    this.listening = new AbortController();
    this.rail = new Rail({ back: () => this.turn(-1), forward: () => this.turn(1),
      toggle: () => this.toggle(), go: (key) => this.go(key) });
    this.plane = new Plane((index) => this.ask({ pick: index + 1 }));
    this.words = new Words(() => this.draw());
    this.walk = new Walk({ text: () => this.words.told.textContent, go: () => this.advance(1),
      mayGo: () => this.lesson && this.element.isConnected && !this.isHiding() });
    this.build();
    Promise.all([loadStyle("board.css"), loadStyle("blocks.css")]).then(() => parent.append(this.element));
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.listening.signal });
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.picture);
  }

  build() {
    this.element = make("div", "backpass-board");
    Object.assign(this.element.dataset, { testid: "board", state: "loading" });
    this.sample = named("p", "sample");
    const side = make("section", "side");
    side.append(this.plane.element, this.sample);
    this.picture = make("section", "picture");
    this.scheme = make("div", "");
    this.made = new Made();
    this.picture.append(this.scheme, this.made.element);
    this.status = make("p", "status");
    this.status.setAttribute("role", "status");
    const body = make("div", "body");
    body.append(this.words.element, this.picture, side);
    this.element.append(this.rail.element, this.status, body);
  }

  // --- what the server says --------------------------------------------------------------------------

  receive(data) {
    this.data = data;
    const message = decode(data);
    this.address.link = message.link;
    if (message.id !== this.id) this.lessons.clear();
    for (const lesson of message.lessons) this.lessons.set(lesson.step, lesson);
    const isOther = message.run !== this.run || message.moves;
    Object.assign(this, { id: message.id, run: message.run, last: message.last, palette: message.palette });
    this.element.dataset.theme = message.theme;
    if (isOther || this.step === undefined) this.step = message.stand;
    if (message.pending) this.wait(message.pending);
    if (this.lesson) this.open();
  }

  wait({ step, reached }) {
    this.status.textContent = `Computing step ${reached} of ${step}`;
    setTimeout(() => this.ask({}), AGAIN);
  }

  // The first lesson says which phase and which cell the link opens.
  open() {
    place.phase ??= this.lesson.open.phase;
    if (place.pin === null) place.pin = this.lesson.open.pin ?? false;
    this.draw();
  }

  ask(more) {
    counter += 1;
    const ask = { n: counter, run: this.run, at: this.step, ...more };
    alone(() => this.component.setStateValue("ask", ask));
  }

  // --- where the reader stands -----------------------------------------------------------------------

  get lesson() {
    return this.lessons.get(this.step);
  }

  get phase() {
    const { phases } = this.lesson;
    return phases.find((phase) => phase.key === place.phase) ?? phases[0];
  }

  // The last phase is followed by the first one of the next training step.
  turn(by) {
    this.walk.halt();
    this.advance(by);
  }

  advance(by) {
    const { phases } = this.lesson;
    const at = phases.indexOf(this.phase) + by;
    if (at >= 0 && at < phases.length) this.go(phases[at].key, true);
    else if (this.canGo(by)) this.travel(by, by > 0 ? phases[0].key : phases.at(-1).key);
    else this.walk.halt();
  }

  canGo(by) {
    return this.step + by >= 0 && this.step + by <= this.last;
  }

  travel(by, phase) {
    this.step += by;
    place.phase = phase;
    place.pin = false;
    if (this.lesson) this.draw();
    else this.status.textContent = "Waiting for the server…";
    this.ask({});
  }

  go(key, isWalking) {
    if (!isWalking) this.walk.halt();
    place.phase = key;
    place.pin = false;
    this.draw();
  }

  // --- playing ---------------------------------------------------------------------------------------

  toggle() {
    this.walk.toggle();
    this.draw();
  }

  key(event) {
    if (event.key === "Escape" && place.pin && this.element.isConnected) this.unpin();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !this.lesson || !this.element.isConnected || isElsewhere(event)) return;
    event.preventDefault();
    this.turn(by);
  }

  // --- drawing ---------------------------------------------------------------------------------------

  isHiding() {
    return this.words.isHiding(this.lesson, this.phase, this.questionKey());
  }

  questionKey() {
    return `${this.id} ${this.step} ${this.phase.key}`;
  }

  draw() {
    const { lesson } = this;
    if (!lesson) return;
    const { phase } = this;
    const { phases } = lesson;
    const isFirst = phase === phases[0] && !this.canGo(-1);
    const isLast = phase === phases.at(-1) && !this.canGo(1);
    this.rail.show({ lesson, phase, isPlaying: this.walk.isOn, isFirst, isLast });
    this.words.show(lesson, phase, this.questionKey());
    this.plane.draw(lesson);
    this.drawScheme();
    this.status.textContent = "";
    Object.assign(this.element.dataset, { state: "ready", step: String(lesson.step), phase: phase.key,
      convention: lesson.convention });
    this.follow();
  }

  drawScheme() {
    this.width = this.picture.clientWidth;
    const share = this.width < this.element.clientWidth ? SHARE : SHARE_ALONE;
    const room = { width: this.width, height: Math.max(LOWEST, share * window.innerHeight) };
    const on = { enter: (block, cursor) => this.light(block, cursor), leave: () => this.rest(),
      pin: (block, cursor) => this.pin(block, cursor) };
    const { element, blocks } = arrange(this.lesson, this.phase,
      { room, on, palette: this.palette, isHidden: this.isHiding() });
    this.blocks = blocks;
    this.scheme.replaceChildren(element);
    this.rest();
  }

  resize() {
    if (this.lesson && Math.abs(this.picture.clientWidth - this.width) > 1) this.drawScheme();
  }

  // Lights a cell, all that it is made of, and the sample that it belongs to.
  light(block, { row, column }) {
    this.unlight();
    const [i, j] = block.isTurned ? [column, row] : [row, column];
    const sum = sumOf(this.lesson, this.phase, block.name, i, j);
    block.light({ row: i, column: j });
    const isHidden = block.isHidden;
    if (!isHidden) for (const light of sum.lights) this.lightPart(light);
    this.made.tell(isHidden ? { about: sum.about, text: "", value: "?" } : sum, Boolean(place.pin));
    this.lightSample(block.matrix, i, j);
  }

  lightPart({ name, role, row, column }) {
    for (const block of this.blocks) {
      if (block.name === name && (!role || block.role === role)) block.light({ row, column, role });
    }
  }

  lightSample({ rows, columns }, row, column) {
    const at = { [rows]: row, [columns]: column }.samples;
    this.plane.light(at ?? null);
    const words = this.words.ofSample(this.lesson, this.phase, this.questionKey(), at);
    this.sample.textContent = words ?? "Click a point to open it up.";
  }

  unlight() {
    for (const block of this.blocks) block.unlight();
  }

  // With nothing under the pointer the pinned cell shows, else the one that the phase opens on.
  rest() {
    const shown = place.pin || this.first();
    const block = shown && this.blocks.find(({ name }) => name === shown.name);
    if (!block?.has(shown)) {
      this.unlight();
      this.made.tell({ about: "", text: "", value: "" }, false);
      return;
    }
    const cursor = block.isTurned ? { row: shown.column, column: shown.row } : shown;
    this.light(block, cursor);
    block.field.classList.toggle("pinned", Boolean(place.pin));
  }

  first() {
    const name = this.phase.kind === "data" ? "X" : this.phase.result;
    return name && { name, row: 0, column: 0 };
  }

  pin(block, { row, column }) {
    const [i, j] = block.isTurned ? [column, row] : [row, column];
    const cell = { name: block.name, row: i, column: j };
    const isSame = place.pin && JSON.stringify(place.pin) === JSON.stringify(cell);
    place.pin = isSame ? false : cell;
    for (const each of this.blocks) each.field.classList.toggle("pinned", !isSame && each === block);
    this.light(block, { row, column });
    this.follow();
  }

  unpin() {
    place.pin = false;
    for (const each of this.blocks) each.field.classList.remove("pinned");
    this.rest();
    this.follow();
  }

  // The phase and the pinned cell are the reader's, and the address tells them.
  follow() {
    const link = { ...this.address.link };
    delete link.phase;
    delete link.pin;
    if (this.phase.key !== this.lesson.phases[0].key) link.phase = this.phase.key;
    if (place.pin) link.pin = `${place.pin.name}:${place.pin.row + 1},${place.pin.column + 1}`;
    this.address.link = link;
    this.address.follow(this.step, true);
  }

  remove() {
    this.walk.halt();
    this.listening.abort();
    this.observer.disconnect();
    this.element.remove();
  }
}

// A control that has the focus keeps its arrows; so does a chord.
function isElsewhere(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  return event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey ||
    target.closest(CONTROLS) || target.isContentEditable;
}
