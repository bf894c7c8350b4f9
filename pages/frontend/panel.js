// The panel: figures under one slider. What every position shows came with the message, so that moving
// the slider asks nobody. The server is told where it rests, and which cell was clicked.

import { Address } from "./address.js";
import { decode } from "./decode.js";
import { Gallery } from "./gallery.js";
import { loadDrawing } from "./load.js";
import { alone } from "./quiet.js";

// The slider has settled when it has not moved for so long.
const SETTLED = 400;

const panels = new Map();

export default function mount(component, plotlyFile) {
  const { parentElement, data } = component;
  const panel = panels.get(parentElement) ?? new Panel(parentElement, plotlyFile);
  panels.set(parentElement, panel);
  panel.component = component;
  if (data && data !== panel.data) panel.receive(data);
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    panels.delete(parentElement);
    panel.remove();
  }, SETTLED);
}

class Panel {
  constructor(parent, plotlyFile) {
    this.address = new Address();
    this.gallery = new Gallery({
      onResized: () => {},
      onError: (error) => this.fail(error),
      onText: (_, text) => { this.sentence.textContent = text; },
    });
    this.build(parent);
    this.chain = loadDrawing(plotlyFile).catch((error) => this.fail(error));
  }

  build(parent) {
    this.element = make("div", "backpass-stage", { testid: "panel", state: "loading" });
    this.slider = make("input", "", { testid: "slider" });
    Object.assign(this.slider, { type: "range", min: "0", step: "1" });
    this.slider.addEventListener("input", () => this.move(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.settle());
    this.value = make("output", "readout", { testid: "readout" });
    this.sentence = make("p", "sentence", { testid: "sentence" });
    this.sentence.setAttribute("aria-live", "polite");
    this.items = make("div", "findings", { testid: "checks" });
    this.label = make("label", "transport settings", {});
    this.label.append(this.value, this.slider);
    this.element.append(this.label, this.sentence, this.items, this.gallery.element);
    parent.append(this.element);
  }

  // Messages are taken one after another: figures take a while to draw.
  receive(data) {
    this.data = data;
    this.chain = this.chain.then(() => this.take(decode(data))).catch((error) => this.fail(error));
  }

  // Where the slider stands is the reader's: the first message alone, the link's, names a position.
  // Later ones only repeat what was told, perhaps long ago.
  async take({ scene, slider, states, link, step, at }) {
    this.states = states;
    this.texts = slider;
    this.link = link;
    this.step = step;
    this.at ??= at;
    this.slider.max = String(states.length - 1);
    this.slider.setAttribute("aria-label", slider.label);
    this.element.dataset.theme = scene.theme;
    this.drawn = null;
    await this.gallery.show(scene);
    await this.draw();
  }

  // A drawn plot tells which cell of a heatmap was clicked; the time makes each click another value.
  listen(plot) {
    if (plot.dataset.heard) return;
    plot.dataset.heard = "true";
    plot.on("plotly_click", ({ points: [{ curveNumber, pointNumber }] }) => {
      if (!Array.isArray(pointNumber)) return;
      this.tell("pick", { trace: curveNumber, cell: pointNumber, time: performance.now() });
    });
  }

  move(at) {
    this.at = at;
    this.draw();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLED);
  }

  settle() {
    clearTimeout(this.settling);
    if (this.at === this.told) return;
    this.told = this.at;
    this.tell("at", this.at);
  }

  tell(name, value) {
    alone(() => this.component.setStateValue(name, value));
  }

  // While figures are being drawn the latest position waits, and no other.
  async draw() {
    this.write();
    if (this.isDrawing) return;
    this.isDrawing = true;
    while (this.drawn !== this.at) {
      this.drawn = this.at;
      await this.gallery.exact(this.states[this.at]);
      for (const { plot } of this.gallery.panes.values()) this.listen(plot);
      this.show(this.states[this.drawn].items);
    }
    this.isDrawing = false;
    this.element.dataset.state = "ready";
  }

  write() {
    const { key, values, texts, rest } = this.texts;
    this.slider.value = String(this.at);
    this.slider.setAttribute("aria-valuetext", texts[this.at]);
    this.value.textContent = texts[this.at];
    const link = { ...this.link, [key]: values[this.at] };
    if (this.at === rest) delete link[key];
    this.address.link = link;
    this.address.follow(this.step, false);
  }

  show(items) {
    this.items.replaceChildren(...items.map(({ text, data }) => {
      return Object.assign(make("p", "status", { testid: "check", ...data }), { textContent: text });
    }));
    this.element.dataset.position = String(this.drawn);
    this.address.follow(this.step, true);
  }

  fail(error) {
    console.error("The panel could not be drawn.", error);
    this.element.dataset.state = "error";
    this.sentence.textContent = "A picture could not be drawn. Reload the page.";
  }

  remove() {
    clearTimeout(this.settling);
    this.gallery.remove();
    this.element.remove();
  }
}

function make(tag, className, data) {
  const element = Object.assign(document.createElement(tag), { className });
  Object.assign(element.dataset, data);
  return element;
}
