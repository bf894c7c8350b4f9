// One figure and its element, created once and then only patched, with at most one Plotly call at a time.
//
// A pane is live or exact. In a live pane the images are canvases, and traces that belong only to the exact
// picture are hidden. A class of the pane says which it is, so the change costs no redraw.

import { afterPaint } from "../common/after_paint.js";
import { group, make } from "../common/dom.js";
import { tracesOf } from "../common/plotly_compat.js";
import { Images } from "./images.js";
import { fitLabels } from "./label_fit.js";
import { columns, Lines } from "./lines.js";
import { Picks } from "./picks.js";
import { fittedTo } from "./plane_fit.js";

// Pixels. With less, Plotly places labels at infinity. A pane that is not on the page yet is drawn at this
// size, and resized when it is.
const LEAST = 80;

export const emptyJob = () => ({ pictures: new Map(), lines: [], after: [] });

export class Pane {
  constructor(spec, { onResized, onError, onPick }) {
    Object.assign(this, { name: spec.name, onError, onPick });
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
    this.element = make("section", "pane");
    this.heading = make("h2");
    this.note = make("p", "note");
    this.plot = make("div", "plot");
    this.plot.setAttribute("role", "figure"); // not img: it contains buttons
    this.picks = new Picks(this.plot, this.onPick);
    this.element.append(group("head", [this.heading, this.picks.list]), this.plot, this.note);
  }

  // The first call makes the plot, later ones update it in the same element. A figure that has not changed
  // is left alone, which saves most of the work when only the run is another. With `mayWait` the figure is
  // drawn after the others have been painted.
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
    this.note.hidden = !spec.note;
    this.note.dataset.target = spec.note ?? "";
    this.picks.show(spec.picks);
    this.exactOnly = spec.exactOnly ?? [];
    this.label(spec.label ?? spec.title ?? spec.name);
    if (isSame && this.isDrawn) return undefined;
    return this.run(async () => {
      if (mayWait) await afterPaint();
      await this.redraw();
    });
  }

  label(text) {
    this.plot.setAttribute("aria-label", text);
  }

  // Plotly writes into what it is given, so it gets a copy.
  async redraw() {
    const { data, layout, config } = structuredClone(this.base);
    const sized = { uirevision: "kept", ...layout, ...this.size(), autosize: false };
    const fixed = { displaylogo: false, ...config, responsive: false };
    const draw = this.isDrawn ? window.Plotly.react : window.Plotly.newPlot;
    await draw(this.plot, data, sized, fixed);
    this.isDrawn = true;
    this.lines.reset();
    this.forget();
    this.mark(false);
    fitLabels(this.plot);
  }

  mark(isExact) {
    this.isExact = isExact;
    this.element.classList.toggle("exact", isExact);
    for (const [index, element] of tracesOf(this.plot)) {
      element.classList.toggle("exact-only", this.exactOnly.includes(index));
    }
  }

  // Hover labels belong to the exact picture.
  leaveExact() {
    this.mark(false);
    const { hovermode } = this.base.layout ?? {};
    if (hovermode === false && this.plot.layout.hovermode) window.Plotly.relayout(this.plot, { hovermode });
  }

  // We set the size: with `autosize` every update would measure the page, which costs a reflow.
  size() {
    const { clientWidth, clientHeight } = this.plot;
    return fittedTo(this.base.layout ?? {}, Math.max(clientWidth, LEAST), Math.max(clientHeight, LEAST));
  }

  forget() {
    this.lines.forget();
    for (const channel of this.channels) channel.forget?.();
  }

  // Draws a live frame. While one is being drawn, only the latest of those that follow waits.
  live(job) {
    const waiting = this.queue.findIndex((entry) => entry.isLive);
    if (waiting >= 0) this.queue.splice(waiting, 1);
    return this.run(() => this.patch(job), true);
  }

  async patch({ pictures, lines, after }) {
    if (this.isExact) this.leaveExact();
    this.liveLines = lines.length ? lines : this.liveLines;
    this.images.place(this.plot, pictures);
    if (!this.lines.drawDirectly(this.plot, lines)) await this.redrawLines(lines);
    for (const paint of after) paint(this.plot);
  }

  async redrawLines(lines) {
    const { x, y, traces } = columns(lines);
    await window.Plotly.update(this.plot, { x, y }, this.lines.playingLayout(this.plot, lines), traces);
    this.forget();
  }

  // Draws the exact picture: images, patches, and the lines as Plotly draws them, in one update.
  exact(patches, finer) {
    return this.run(async () => {
      const lines = this.exactLines();
      const images = this.images.layout(finer);
      const all = merged([...patches, ...lines ? [lines] : [], { layout: images }]);
      if (!all.traces.length && !Object.keys(all.layout).length) return;
      await window.Plotly.update(this.plot, all.update, all.layout, all.traces);
      this.forget();
      this.mark(true);
      fitLabels(this.plot);
    });
  }

  exactLines() {
    const lines = this.liveLines;
    if (!lines) return null;
    this.liveLines = null;
    const { x, y, traces } = columns(lines);
    return { update: { x, y }, traces, layout: this.lines.restingLayout(this.plot, lines) };
  }

  // Measures when its turn comes, so a change of size while the figure is being drawn is not missed. An exact
  // picture stays exact: Plotly has all that it needs to draw it at another size.
  resize(then) {
    this.run(async () => {
      const size = this.size();
      const { layout } = this.plot;
      if (!this.isDrawn || !this.plot.clientWidth) return;
      if (layout.width === size.width && layout.height === size.height) return;
      await window.Plotly.relayout(this.plot, size);
      this.forget();
      if (this.isExact) fitLabels(this.plot);
      else then();
    });
  }

  // Starts at once if no other work runs: a frame is then drawn within its own tick.
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
    this.picks.remove();
    this.queue = [];
    this.run(() => window.Plotly?.purge(this.plot));
    this.element.remove();
  }
}

// One update for several patches, so Plotly redraws once. It ignores undefined values.
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
