// The panel of one weight or bias: its numbers at the step where the run rests, and what the reader may do
// with it. It lies at the foot of the stage, so that no figure moves.

import { button, group, label, make, named } from "../common/dom.js";
import { LARGEST, shortened, valueField } from "../common/weight_value.js";

const NUDGE = 0.1; // by an arrow key; ten times that with Shift
const LEAST = 3; // to either side, on the slider
const LOST = 5000; // milliseconds after which an edit without a new run is given up

export class WeightPanel {
  // `onEdit` gets what the reader does.
  constructor(player) {
    Object.assign(this, { player, name: "", ahead: 0, waiting: null, queue: [] });
    this.build();
    player.weight = this;
    player.element.append(this.element);
  }

  build() {
    this.title = make("strong");
    this.numbers = make("span", "numbers");
    this.field = valueField("weight-value");
    this.slider = input("weight-slider", "range", { step: 0.01 });
    label(this.slider, "Value");
    this.field.addEventListener("keydown", (event) => this.nudge(event));
    this.field.addEventListener("change", () => this.set(this.field.value));
    this.slider.addEventListener("input", () => { this.field.value = this.slider.value; });
    this.slider.addEventListener("change", () => this.set(this.slider.value));
    this.frozen = this.freezer("freeze");
    this.layer = this.freezer("freeze-layer");
    this.back = button("take-back", "Take back", "Take back what was set at this step",
      () => this.send({ action: "take back" }));
    this.close = button("close-weight", "✕", "Close", () => this.open(""));
    this.element = named("form", "weight");
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.append(this.title, this.field, this.slider,
      group("freezers", [this.frozen.element, this.layer.element]), this.back, this.close, this.numbers);
    this.element.hidden = true;
  }

  // A box whose words are what it freezes.
  freezer(name) {
    const box = input(name, "checkbox", {});
    const words = make("span");
    const element = make("label");
    element.append(box, words);
    box.addEventListener("change", () => this.send({
      name: box.value, action: box.checked ? "freeze" : "unfreeze" }));
    return { element, box, words };
  }

  offer({ edits }) {
    if (!edits) this.open("");
  }

  // What each request says.
  get asked() {
    return this.name ? { weight: this.name } : {};
  }

  // A run that plays stops, because a weight is set where one sees it.
  open(name) {
    this.name = name;
    this.element.hidden = !name;
    this.shown = null;
    this.ahead = 0;
    if (!name) return;
    this.refresh();
    this.player.seek(this.player.at);
  }

  // Takes the numbers of the weight at the step that is shown.
  take({ weight }) {
    if (!weight || weight.name !== this.name) return;
    const isNew = this.shown?.name !== weight.name;
    this.shown = weight;
    const { value, title, text, layer, frozen, edited } = weight;
    this.title.textContent = title;
    label(this.field, `Value of ${title}`);
    this.numbers.textContent = text;
    if (!this.isWaiting) this.put(value);
    show(this.frozen, `Freeze ${title}`, weight.name, frozen);
    show(this.layer, `Freeze all of ${layer.title}`, layer.name, layer.frozen);
    this.back.disabled = !edited;
    this.element.dataset.step = String(this.player.at); // for the tests
    this.refresh();
    if (isNew) this.field.focus({ preventScroll: true });
    this.catchUp();
  }

  // A line or a cell was clicked, or dragged: then `by` is added to its weight, once its numbers are here.
  pick(name, by = 0) {
    if (!by || this.name !== name) this.open(name);
    this.ahead += by;
    this.catchUp();
  }

  catchUp() {
    if (!this.ahead || !this.shown || this.isOff) return;
    const by = this.ahead;
    this.ahead = 0;
    this.add(by);
  }

  add(by) {
    this.set(shortened(Number(this.field.value) + by));
  }

  put(value) {
    const reach = Math.max(LEAST, Math.ceil(Math.abs(value)));
    Object.assign(this.slider, { min: -reach, max: reach, value });
    this.field.value = String(shortened(value));
  }

  nudge(event) {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    this.add(direction * NUDGE * (event.shiftKey ? 10 : 1));
  }

  set(text) {
    const value = Math.min(Math.max(Number(text), -LARGEST), LARGEST);
    if (text === "" || Number.isNaN(value)) this.put(this.shown?.value ?? 0);
    else this.send({ action: "set", value }, () => this.put(value));
  }

  // The next edit waits until the run of the last one is here: it changes that run. Of the values that one
  // weight is set to meanwhile, the last is enough.
  send(edit, then = () => {}) {
    if (!this.shown) return;
    then();
    const next = { name: this.name, ...edit };
    const isSet = (each) => each.action === "set" && each.name === next.name;
    if (isSet(next)) this.queue = this.queue.filter((each) => !isSet(each));
    this.queue.push(next);
    this.sendNext();
  }

  sendNext() {
    const { player, queue } = this;
    if (!queue.length || this.isWaiting) return;
    this.waiting = player.run;
    clearTimeout(this.expiring);
    this.expiring = setTimeout(() => this.giveUp(), LOST);
    this.onEdit({ run: player.run, at: player.at, ...queue.shift() });
  }

  get isWaiting() {
    return this.waiting !== null && this.waiting === this.player.run;
  }

  // The last edit changed nothing, or was lost.
  giveUp() {
    if (!this.isWaiting) return;
    this.waiting = null;
    this.sendNext();
    if (this.shown && !this.isWaiting) this.put(this.shown.value);
  }

  refresh() {
    if (!this.isWaiting) this.waiting = null;
    const isOff = !this.shown || Boolean(this.player.isPlaying);
    if (this.isOff !== isOff) {
      this.isOff = isOff;
      this.element.toggleAttribute("data-off", isOff);
      for (const each of this.element.querySelectorAll("input")) each.disabled = isOff;
    }
    if (this.player.isReady && !this.player.isChanging) this.sendNext();
  }
}

function show({ box, words }, text, name, isFrozen) {
  box.checked = isFrozen;
  box.value = name;
  words.textContent = text;
}

function input(name, type, values) {
  const element = named("input", name, "");
  return Object.assign(element, { type, ...values });
}
