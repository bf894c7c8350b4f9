// The panel: figures under one slider. The message contains what each position shows, so moving the slider
// needs no request. The server learns where it rests, and which cell was clicked.

import { Address } from "./common/address.js";
import { decode } from "./common/decode.js";
import { group, make, named } from "./common/dom.js";
import { keysButton, offerKeys } from "./common/keys.js";
import { lectureButton } from "./common/lecture.js";
import { loadStageStyles } from "./common/load.js";
import { mounting } from "./common/mounting.js";
import { sendAlone } from "./common/streamlit_compat.js";
import { Gallery } from "./figures/gallery.js";

// Milliseconds without a move after which the slider rests.
const SETTLED = 400;

export default mounting((parent, plotlyFile) => new Panel(parent, plotlyFile), SETTLED);

class Panel {
  constructor(parent, plotlyFile) {
    this.address = new Address();
    this.gallery = new Gallery({
      onResized: () => {},
      onError: (error) => this.fail(error),
      onText: (_, text) => { this.sentence.textContent = text; },
    });
    this.build(parent);
    this.plotlyFile = plotlyFile;
    this.chain = loadStageStyles().catch((error) => this.fail(error));
  }

  build(parent) {
    this.element = named("div", "panel", "backpass-stage");
    this.element.dataset.state = "loading";
    this.slider = Object.assign(named("input", "slider", ""), { type: "range", min: "0", step: "1" });
    this.slider.addEventListener("input", () => this.move(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.settle());
    this.value = named("output", "readout");
    this.sentence = named("p", "sentence");
    this.sentence.setAttribute("aria-live", "polite");
    this.items = named("div", "checks", "findings");
    const setting = make("label", "setting");
    setting.append(this.value, this.slider);
    const settings = group("transport settings", [setting, lectureButton(), keysButton()]);
    offerKeys(settings, "On the slider", [["← →", "A smaller ε, a larger ε"]]);
    this.element.append(settings, this.sentence, this.items, this.gallery.element);
    parent.append(this.element);
  }

  // Messages are handled one after another: figures take a while to draw.
  receive(data) {
    this.chain = this.chain.then(() => this.show(decode(data))).catch((error) => this.fail(error));
  }

  // The reader owns the position: only the first message, the link's, sets it. Later ones repeat a position
  // that may be out of date.
  async show({ scene, slider, states, link, step, at }) {
    Object.assign(this, { states, texts: slider, link, step });
    this.address.follow(link);
    this.at ??= at;
    this.slider.max = String(states.length - 1);
    this.slider.setAttribute("aria-label", slider.label);
    this.element.dataset.theme = scene.theme;
    this.drawn = null;
    await this.gallery.show(scene);
    await this.draw();
    this.plotly ??= this.bringPlotly().catch((error) => this.fail(error));
  }

  // The first picture does not wait for Plotly.
  async bringPlotly() {
    await this.gallery.bringPlotly(this.plotlyFile, () => this.isDrawing);
    this.listen();
  }

  // A drawn plot reports which cell of a heatmap was clicked; the time makes each click a new value.
  listen() {
    for (const { plot } of this.gallery.panes.values()) {
      if (plot.dataset.heard || !plot.on) continue;
      plot.dataset.heard = "true";
      plot.on("plotly_click", ({ points: [{ curveNumber, pointNumber }] }) => {
        if (!Array.isArray(pointNumber)) return;
        this.send("pick", { trace: curveNumber, cell: pointNumber, time: performance.now() });
      });
    }
  }

  move(at) {
    this.at = at;
    this.draw();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLED);
  }

  settle() {
    clearTimeout(this.settling);
    if (this.at === this.sent) return;
    this.sent = this.at;
    this.send("at", this.at);
  }

  send(name, value) {
    sendAlone(this.component, name, value);
  }

  // While figures are being drawn, only the latest position waits.
  async draw() {
    this.write();
    if (this.isDrawing) return;
    this.isDrawing = true;
    while (this.drawn !== this.at) {
      this.drawn = this.at;
      await this.gallery.exact(this.states[this.at]);
      this.listen();
      this.writeItems(this.states[this.drawn].items);
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
    this.address.update(this.step, false);
  }

  writeItems(items) {
    this.items.replaceChildren(...items.map(({ text, data }) => {
      const item = make("p", "status", text);
      Object.assign(item.dataset, { testid: "check", ...data });
      return item;
    }));
    this.element.dataset.position = String(this.drawn);
    this.address.update(this.step, true);
  }

  fail(error) {
    console.error("The panel could not be drawn.", error);
    this.element.dataset.state = "error";
    this.sentence.textContent = "A figure could not be drawn. Reload the page.";
  }

  remove() {
    clearTimeout(this.settling);
    this.gallery.remove();
    this.element.remove();
  }
}
