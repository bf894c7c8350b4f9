// One figure and its element: made once, then only patched; never two Plotly calls at a time.
//
// A pane is live or exact. Live, its images are canvases, and traces that only an exact picture has
// are hidden; a class of the pane says which, so that going from one to the other costs no redraw.

import { hideCrowded } from "./crowding.js";
import { Images } from "./images.js";
import { columns, Lines } from "./lines.js";
import { painted } from "./painted.js";

// Pixels. In less room Plotly places labels at infinity; a pane that has no place on the page yet, as
// while scenes change, is drawn in so much, and takes its room when it gets it.
const LEAST = 80;

export const emptyJob = () => ({ pictures: new Map(), lines: [], after: [] });

export class Pane {
  constructor(spec, onResized, onError) {
    this.name = spec.name;
    this.onError = onError;
    this.queue = [];
    this.isBusy = false;
    this.isExact = false;
    this.channels = [];
    this.lines = new Lines();
    this.images = new Images();
    this.build();
    this.observer = new ResizeObserver(() => this.resize(onResized));
    this.observer.observe(this.plot);
  }

  build() {
    this.element = document.createElement("section");
    this.element.className = "pane";
    this.heading = document.createElement("h3");
    this.plot = document.createElement("div");
    this.plot.className = "plot";
    this.plot.setAttribute("role", "figure"); // not img: it contains buttons
    this.element.append(this.heading, this.plot);
  }

  // The first time makes the plot, later ones react in the same element; a figure that is what it
  // was stays as it is, which spares most of the work where only the run is another. The others may
  // wait until the first has been painted.
  show(spec, mayWait) {
    const text = JSON.stringify(spec.figure);
    const isSame = text === this.text;
    this.text = text;
    this.base = spec.figure;
    this.element.style.gridArea = spec.area ?? "";
    this.element.dataset.figure = spec.name;
    this.element.classList.toggle("pixelated", Boolean(spec.pixelated));
    this.heading.textContent = spec.title ?? "";
    this.heading.hidden = !spec.title;
    this.exactOnly = spec.exactOnly ?? [];
    this.label(spec.label ?? spec.title ?? spec.name);
    if (isSame && this.isDrawn) return undefined;
    return this.run(async () => {
      if (mayWait) await painted();
      await this.redraw();
    });
  }

  label(text) {
    this.plot.setAttribute("aria-label", text);
  }

  // Plotly writes into what it is given, so it gets a copy and the base stays as it was sent.
  async redraw() {
    const { data, layout, config } = structuredClone(this.base);
    const sized = { uirevision: "kept", ...layout, ...this.size(), autosize: false };
    const fixed = { displaylogo: false, ...config, responsive: false };
    const draw = this.isDrawn ? window.Plotly.react : window.Plotly.newPlot;
    await draw(this.plot, data, sized, fixed);
    this.isDrawn = true;
    this.lines.release();
    this.forget();
    this.turn(false);
    hideCrowded(this.plot);
  }

  // What is under the pointer belongs to the exact picture, and so does the answer.
  turn(isExact) {
    this.isExact = isExact;
    this.element.classList.toggle("exact", isExact);
    for (const group of this.plot.querySelectorAll(".scatterlayer .trace, .heatmaplayer .hm")) {
      const index = group.__data__?.[0]?.trace?.index;
      group.classList.toggle("exact-only", this.exactOnly.includes(index));
    }
  }

  leaveExact() {
    this.turn(false);
    const { hovermode } = this.base.layout ?? {};
    if (hovermode === false && this.plot.layout.hovermode) window.Plotly.relayout(this.plot, { hovermode });
  }

  // Sizes are set by us: with `autosize` every update measures the page, which costs a reflow.
  size() {
    const { clientWidth, clientHeight } = this.plot;
    return { width: Math.max(clientWidth, LEAST), height: Math.max(clientHeight, LEAST) };
  }

  forget() {
    this.lines.forget();
    for (const channel of this.channels) channel.forget?.();
  }

  // A live frame. A frame that comes while the last one is being drawn replaces the one waiting.
  live(job) {
    const waiting = this.queue.findIndex((entry) => entry.isLive);
    if (waiting >= 0) this.queue.splice(waiting, 1);
    return this.run(() => this.patch(job), true);
  }

  async patch({ pictures, lines, after }) {
    if (this.isExact) this.leaveExact();
    this.pending = lines.length ? lines : this.pending;
    this.images.place(this.plot, pictures);
    if (!this.lines.drawDirectly(this.plot, lines)) await this.redrawLines(lines);
    for (const paint of after) paint(this.plot);
  }

  async redrawLines(lines) {
    const { x, y, traces } = columns(lines);
    await window.Plotly.update(this.plot, { x, y }, this.lines.room(this.plot, lines), traces);
    this.forget();
  }

  // The exact picture: images, patches, and the lines as Plotly draws them, all as one update.
  exact(patches, finer) {
    return this.run(async () => {
      const lines = this.exactLines();
      const images = this.images.layout(finer);
      const all = merged([...patches, ...lines ? [lines] : [], { layout: images }]);
      if (!all.traces.length && !Object.keys(all.layout).length) return;
      await window.Plotly.update(this.plot, all.update, all.layout, all.traces);
      this.forget();
      this.turn(true);
      hideCrowded(this.plot);
    });
  }

  exactLines() {
    const lines = this.pending;
    if (!lines) return null;
    this.pending = null;
    const { x, y, traces } = columns(lines);
    return { update: { x, y }, traces, layout: this.lines.restored(this.plot, lines) };
  }

  // Measured when its turn comes: room that is given while the figure is being drawn is not missed.
  resize(then) {
    this.run(async () => {
      const size = this.size();
      const { layout } = this.plot;
      if (!this.isDrawn || !this.plot.clientWidth) return;
      if (layout.width === size.width && layout.height === size.height) return;
      await window.Plotly.relayout(this.plot, size);
      this.forget();
      then();
    });
  }

  // Work starts at once when the figure is free: a frame then draws within its own tick.
  run(work, isLive = false) {
    return new Promise((done) => {
      this.queue.push({ work, isLive, done });
      if (!this.isBusy) this.drain();
    });
  }

  async drain() {
    this.isBusy = true;
    while (this.queue.length) {
      const { work, done } = this.queue.shift();
      try {
        await work();
      } catch (error) {
        this.onError(error);
      }
      done();
    }
    this.isBusy = false;
  }

  remove() {
    this.observer.disconnect();
    this.images.remove();
    this.queue = [];
    this.run(() => window.Plotly?.purge(this.plot));
    this.element.remove();
  }
}

// One call for several patches: Plotly redraws once. It leaves alone what is undefined.
function merged(patches) {
  const traces = [...new Set(patches.flatMap((patch) => patch.traces ?? []))];
  const update = {};
  for (const patch of patches) {
    for (const [key, values] of Object.entries(patch.update ?? {})) {
      update[key] ??= traces.map(() => undefined);
      const valueOf = (i) => (Array.isArray(values) ? values[i % values.length] : values);
      (patch.traces ?? []).forEach((trace, i) => { update[key][traces.indexOf(trace)] = valueOf(i); });
    }
  }
  return { update, traces, layout: Object.assign({}, ...patches.map((patch) => patch.layout)) };
}
