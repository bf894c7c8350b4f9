// The board: one training step as matrices, phase by phase. The server sends the steps before and after as
// well, so the next step needs no wait.

import { Address } from "./common/address.js";
import { decode } from "./common/decode.js";
import { group, hasModifier, make, named } from "./common/dom.js";
import { isListOpen } from "./common/keys.js";
import { loadStyles } from "./common/load.js";
import { mounting } from "./common/mounting.js";
import { sendAlone } from "./common/streamlit_compat.js";
import { Autoplay } from "./matrices/autoplay.js";
import { BoardPicture } from "./matrices/board_picture.js";
import { Explanation } from "./matrices/explanation.js";
import { PhaseBar } from "./matrices/phase_bar.js";
import { Plane } from "./matrices/plane.js";

const KEPT = 3000;

const CONTROLS = "input, select, textarea, [role=slider], [role=combobox], [role=radiogroup], " +
  "[role=application], dialog";

// The phase and the pinned cell outlive the page: the reader may look at another scene in between.
const place = { phase: null, pin: null };
let counter = 0;

export default mounting((parent) => new Board(parent), KEPT);

class Board {
  constructor(parent) {
    this.lessons = new Map();
    this.address = new Address();
    this.listening = new AbortController();
    this.phaseBar = new PhaseBar({ back: () => this.step(-1), forward: () => this.step(1),
      toggle: () => this.toggle(), go: (key) => this.go(key) });
    this.plane = new Plane((index) => this.request({ pick: index + 1 }));
    this.explanation = new Explanation(() => this.draw());
    this.autoplay = new Autoplay({ text: () => this.explanation.sentence.textContent,
      advance: () => this.advance(1),
      mayAdvance: () => this.lesson && this.element.isConnected && !this.isHiding() });
    this.picture = new BoardPicture(place, { onPinned: () => this.updateAddress(),
      onCell: (matrix, cell) => this.showSample(matrix, cell),
      onSet: (edit, value) => this.request({ edit, value }) });
    this.build();
    loadStyles("board.css", "blocks.css").then(() => parent.append(this.element));
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.listening.signal });
  }

  build() {
    this.element = named("div", "board", "backpass-board");
    this.element.dataset.state = "loading";
    this.sample = named("p", "sample");
    const side = make("section", "side");
    side.append(this.plane.element, this.sample);
    this.status = named("p", "status");
    this.status.setAttribute("role", "status");
    const body = group("body", [this.explanation.element, this.picture.element, side]);
    this.element.append(this.phaseBar.element, this.status, body);
  }

  // --- messages --------------------------------------------------------------------------------------

  receive(data) {
    const message = decode(data);
    this.address.follow(message.link);
    if (message.id !== this.id) this.lessons.clear();
    for (const lesson of message.lessons) this.lessons.set(lesson.step, lesson);
    const isOther = message.run !== this.run || message.moves;
    Object.assign(this, { id: message.id, run: message.run, last: message.last, palette: message.palette });
    this.element.dataset.theme = message.theme;
    if (isOther || this.at === undefined) this.at = message.step;
    if (this.lesson) this.open();
  }

  // The first lesson says which phase and which cell the link opens.
  open() {
    place.phase ??= this.lesson.open.phase;
    if (place.pin === null) place.pin = this.lesson.open.pin ?? false;
    this.draw();
  }

  request(more) {
    counter += 1;
    sendAlone(this.component, "request", { n: counter, run: this.run, at: this.at, ...more });
  }

  // --- navigation ------------------------------------------------------------------------------------

  get lesson() {
    return this.lessons.get(this.at);
  }

  get phase() {
    const { phases } = this.lesson;
    return phases.find((phase) => phase.key === place.phase) ?? phases[0];
  }

  step(by) {
    this.autoplay.stop();
    this.advance(by);
  }

  // The last phase is followed by the first phase of the next training step.
  advance(by) {
    const { phases } = this.lesson;
    const at = phases.indexOf(this.phase) + by;
    if (at >= 0 && at < phases.length) this.show(phases[at].key);
    else if (this.canGo(by)) this.travel(by, by > 0 ? phases[0].key : phases.at(-1).key);
    else this.autoplay.stop();
  }

  canGo(by) {
    return this.at + by >= 0 && this.at + by <= this.last;
  }

  travel(by, phase) {
    this.at += by;
    if (this.lesson) this.show(phase);
    else {
      Object.assign(place, { phase, pin: false });
      this.status.textContent = "Waiting for the server…";
    }
    this.request({});
  }

  go(key) {
    this.autoplay.stop();
    this.show(key);
  }

  show(phase) {
    Object.assign(place, { phase, pin: false });
    this.draw();
  }

  toggle() {
    this.autoplay.toggle();
    this.draw();
  }

  key(event) {
    if (event.key === "Escape" && place.pin && this.element.isConnected && !isListOpen()) {
      event.preventDefault();
      this.picture.unpin();
    }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !this.lesson || !this.element.isConnected || isForOthers(event)) return;
    event.preventDefault();
    this.step(by);
  }

  // --- drawing ---------------------------------------------------------------------------------------

  get questionKey() {
    return `${this.id} ${this.at} ${this.phase.key}`;
  }

  isHiding() {
    return this.explanation.isHiding(this.lesson, this.phase, this.questionKey);
  }

  draw() {
    const { lesson } = this;
    if (!lesson) return;
    const { phase } = this;
    const { phases } = lesson;
    const isFirst = phase === phases[0] && !this.canGo(-1);
    const isLast = phase === phases.at(-1) && !this.canGo(1);
    this.phaseBar.show({ lesson, phase, isPlaying: this.autoplay.isOn, isFirst, isLast });
    this.explanation.show(lesson, phase, this.questionKey);
    const isHidden = this.isHiding();
    this.plane.draw(lesson, isHidden && phase.question.hides.includes("plane"));
    const width = () => this.element.clientWidth;
    this.picture.draw(lesson, phase, { palette: this.palette, width, isHidden });
    this.status.textContent = "";
    Object.assign(this.element.dataset, { state: "ready", step: String(lesson.step), phase: phase.key,
      convention: lesson.convention, pace: String(this.autoplay.pace) });
    this.updateAddress();
  }

  // Marks the sample that a cell belongs to, and says what is known of it.
  showSample({ rows, columns }, { row, column }) {
    if (!this.lesson) return;
    const at = { [rows]: row, [columns]: column }.samples;
    this.plane.light(at ?? null);
    const words = this.explanation.ofSample(this.lesson, this.phase, this.questionKey, at);
    this.sample.textContent = words ?? "Click a point to select its sample.";
  }

  // The address contains the phase and the pinned cell.
  updateAddress() {
    const link = { ...this.address.link };
    delete link.phase;
    delete link.pin;
    if (this.phase.key !== this.lesson.phases[0].key) link.phase = this.phase.key;
    if (place.pin) link.pin = `${place.pin.name}:${place.pin.row + 1},${place.pin.column + 1}`;
    this.address.link = link;
    this.address.update(this.at, true);
  }

  remove() {
    this.autoplay.stop();
    this.listening.abort();
    this.picture.remove();
    this.element.remove();
  }
}

// A control that has the focus keeps its arrow keys; so does a key with a modifier.
function isForOthers(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  return event.defaultPrevented || hasModifier(event) || target.closest(CONTROLS) || target.isContentEditable;
}
