// One figure and its element, created once and then only patched, with at most one Plotly call at a time.
//
// A pane is live or exact. In a live pane the images are canvases, and traces that belong only to the exact
// picture are hidden. A class of the pane says which it is, so the change costs no redraw.
// Until Plotly is here, a sketch draws the figure: live, and still where it will be exact.

import { afterPaint } from "../common/after_paint.js";
import { group, make } from "../common/dom.js";
import { Images } from "./images.js";
import { fitLabels } from "./label_fit.js";
import { columns, Lines } from "./lines.js";
import { mergedPatches } from "./patches.js";
import { Picks } from "./picks.js";
import { fittedTo } from "./plane_fit.js";
import { PlotlyDrawing } from "./plotly_drawing.js";
import { Sketch } from "./sketch/sketch.js";

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
    Object.assign(this, { channels: [], lines: new Lines(), images: new Images() });
    this.build();
    this.use(window.Plotly ? new PlotlyDrawing(this.plot) : new Sketch(this.plot));
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
    this.element.append(group("head", [this.heading, ...this.picks.lists]), this.plot, this.note);
  }

  use(drawing) {
    this.drawing = drawing;
    this.isSketch = drawing instanceof Sketch;
    this.picks.follow(drawing);
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
    this.picks.show(spec.picks, spec.weights);
    this.exactOnly = spec.exactOnly ?? [];
    this.label(spec.label ?? spec.title ?? spec.name);
    if (isSame && this.isDrawn) return undefined;
    return this.run(async () => {
      if (mayWait && !this.isSketch) await afterPaint();
      await this.redraw();
    });
  }

  label(text) {
    this.plot.setAttribute("aria-label", text);
  }

  // A drawing writes into what it is given, so it gets a copy.
  async redraw() {
    const { data, layout, config } = structuredClone(this.base);
    const sized = { uirevision: "kept", ...layout, ...this.size(), autosize: false };
    this.images.remove(); // another figure may have fewer
    await this.drawing.draw({ data, layout: sized, config });
    this.isDrawn = true;
    this.lines.reset();
    this.forget();
    this.mark(false);
    fitLabels(this.drawing);
  }

  // Plotly takes the place of the sketch: it draws the same picture below it.
  adopt() {
    return this.run(async () => {
      const sketch = this.drawing;
      if (!this.isSketch || !this.isDrawn) return;
      const figure = sketch.figureWith(this.isExact ? this.images.layout(new Map()) : {});
      this.plot.classList.add("covered");
      const drawing = new PlotlyDrawing(this.plot);
      await drawing.draw({ ...figure, config: this.base.config });
      this.use(drawing);
      this.forget();
      this.mark(this.isExact);
      if (this.isExact) fitLabels(drawing);
      else await this.repaint();
      sketch.remove();
      this.plot.classList.remove("covered");
    });
  }

  // Draws what a live pane shows once more.
  async repaint() {
    this.images.place(this.drawing, this.images.canvases);
    if (this.liveLines) await this.drawLines(this.liveLines);
    for (const channel of this.channels) channel.repaint?.(this.drawing);
  }

  mark(isExact) {
    this.isExact = isExact;
    this.element.classList.toggle("exact", isExact && !this.isSketch);
    this.element.classList.toggle("still", isExact && this.isSketch);
    for (const [index, element] of this.drawing.traceElements) {
      element.classList.toggle("exact-only", this.exactOnly.includes(index));
    }
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
    if (this.isExact) this.mark(false);
    this.liveLines = lines.length ? lines : this.liveLines;
    this.images.place(this.drawing, pictures);
    if (lines.length) await this.drawLines(lines);
    for (const paint of after) paint(this.drawing);
  }

  async drawLines(lines) {
    if (this.lines.drawDirectly(this.drawing, lines)) return;
    const { x, y, traces } = columns(lines);
    await this.drawing.update({ x, y }, this.lines.playingLayout(this.drawing, lines), traces);
    this.forget();
    this.mark(false);
  }

  // Draws the exact picture: images, patches, and the lines as Plotly draws them, in one update.
  exact(patches, finer) {
    return this.run(async () => {
      const lines = this.exactLines();
      const images = this.stillImages(finer);
      const all = mergedPatches([...patches, ...lines ? [lines] : [], { layout: images }]);
      const isNew = all.traces.length || Object.keys(all.layout).length; // a sketch has its images already
      if (isNew) await this.drawing.update(all.update, all.layout, all.traces);
      this.forget();
      this.mark(true);
      fitLabels(this.drawing);
    });
  }

  // A sketch shows canvases at rest, too.
  stillImages(finer) {
    if (!this.isSketch) return this.images.layout(finer);
    this.images.place(this.drawing, finer);
    return {};
  }

  exactLines() {
    const lines = this.liveLines;
    if (!lines) return null;
    this.liveLines = null;
    const { x, y, traces } = columns(lines);
    return { update: { x, y }, traces, layout: this.lines.restingLayout(this.drawing, lines) };
  }

  // Measures when its turn comes, so a change of size while the figure is being drawn is not missed. An exact
  // picture stays exact: Plotly has all that it needs to draw it at another size.
  resize(then) {
    this.run(async () => {
      const size = this.size();
      const { layout } = this.drawing;
      if (!this.isDrawn || !this.plot.clientWidth) return;
      if (layout.width === size.width && layout.height === size.height) return;
      await this.drawing.relayout(size);
      this.forget();
      if (this.isSketch) this.images.place(this.drawing, this.images.canvases);
      this.mark(this.isExact);
      if (this.isExact) fitLabels(this.drawing);
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
    this.queue.length = 0;
    this.run(() => this.drawing.remove());
    this.element.remove();
  }
}
