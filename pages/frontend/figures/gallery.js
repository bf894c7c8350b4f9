// The figures of a scene and the channels that animate them. Draws frames, then exact pictures.

import { afterPaint } from "../common/after_paint.js";
import { make } from "../common/dom.js";
import { fittedRows } from "../common/lecture.js";
import { loadPlotly, plotlyDownloaded } from "../common/load.js";
import { quietMoment } from "../common/quiet_moment.js";
import { makeChannel } from "./channels.js";
import { emptyJob, Pane } from "./pane.js";

const NARROW = 800; // pixels, where the scene does not say

export class Gallery {
  constructor(handlers) {
    this.handlers = handlers;
    this.onText = handlers.onText;
    this.panes = new Map();
    this.channels = [];
    this.texts = [];
    this.count = 0;
    this.element = make("div", "gallery");
    this.observer = new ResizeObserver(() => this.arrange());
    this.observer.observe(this.element);
  }

  // A pane whose name stays keeps its element. When this returns the first pane is drawn; what is drawn into
  // the others waits for them.
  async show({ figures = [], grid = {}, channels = [] }) {
    this.grid = grid;
    this.arrange();
    this.prune(new Set(figures.map((figure) => figure.name)));
    for (const figure of figures) this.paneOf(figure);
    this.connect(channels);
    for (const [i, figure] of figures.entries()) {
      const ready = this.panes.get(figure.name).show(figure, i > 0);
      if (i === 0) await ready;
    }
  }

  // Plotly takes the place of the sketches, one after another. Evaluating it blocks the page for a second, so
  // the sketches are on the screen before, and nothing `isBusy` is interrupted.
  async bringPlotly(plotlyFile, isBusy) {
    const turn = () => quietMoment(this.element, isBusy);
    await afterPaint();
    await plotlyDownloaded();
    await turn();
    await loadPlotly(plotlyFile);
    for (const pane of this.panes.values()) {
      await turn();
      await pane.adopt();
    }
  }

  prune(names) {
    for (const [name, pane] of this.panes) {
      if (names.has(name)) continue;
      pane.remove();
      this.panes.delete(name);
    }
  }

  paneOf(figure) {
    if (this.panes.has(figure.name)) return;
    const pane = new Pane(figure, this.handlers);
    this.panes.set(figure.name, pane);
    this.element.append(pane.element);
  }

  connect(specs) {
    for (const pane of this.panes.values()) pane.channels = [];
    for (const channel of this.channels) channel.remove?.();
    this.texts = specs.filter((spec) => spec.kind === "text");
    this.channels = specs.map(makeChannel).filter((c) => c && this.panes.has(c.spec.figure));
    for (const channel of this.channels) this.panes.get(channel.spec.figure).channels.push(channel);
    stagger(this.channels);
  }

  // The most rows of a table that a line shows; 0 if none shows them.
  seriesLimit(table) {
    return Math.max(0, ...this.channels.filter((c) => c.table === table).map((c) => c.limit));
  }

  arrange() {
    const isNarrow = this.element.clientWidth < (this.grid?.from ?? NARROW);
    const template = fittedRows((isNarrow ? this.grid?.narrow : this.grid?.wide) ?? "");
    this.element.classList.toggle("narrow", isNarrow);
    this.element.classList.toggle("ungridded", !template);
    if (this.element.style.gridTemplate !== template) this.element.style.gridTemplate = template;
  }

  // While playing, each channel draws on every n-th frame; at rest all channels draw.
  draw(frame, tables, isAll) {
    this.count += 1;
    const jobs = new Map();
    for (const channel of this.channels) {
      if (!isAll && (this.count + channel.offset) % channel.every) continue;
      channel.draw(frame, jobFor(jobs, channel.spec.figure), tables);
    }
    for (const [name, job] of jobs) this.panes.get(name).live(job);
    for (const { target, every = 1 } of this.texts) {
      const text = isAll || this.count % every === 0 ? frame.text(target) : undefined;
      if (text !== undefined) this.onText(target, text);
    }
  }

  async exact({ patches = [], rasters = {}, labels = {}, text = {} }) {
    const finer = this.exactRasters(rasters);
    await Promise.all([...this.panes].map(([name, pane]) => pane.exact(
      patches.filter((patch) => patch.figure === name), finer.get(name) ?? new Map())));
    for (const [name, label] of Object.entries(labels)) this.panes.get(name)?.label(label);
    for (const [target, value] of Object.entries(text)) this.onText(target, value);
  }

  exactRasters(rasters) {
    const jobs = new Map();
    for (const channel of this.channels) {
      const raster = rasters[channel.spec.name];
      if (raster) channel.drawExact(raster, jobFor(jobs, channel.spec.figure));
    }
    return new Map([...jobs].map(([name, job]) => [name, job.pictures]));
  }

  remove() {
    this.observer.disconnect();
    this.prune(new Set());
  }
}

function jobFor(jobs, name) {
  if (!jobs.has(name)) jobs.set(name, emptyJob());
  return jobs.get(name);
}

// Channels that draw on every n-th frame take different frames, so no frame has to draw all of them.
function stagger(channels) {
  const turns = { series: 0, other: 0 };
  for (const channel of channels) {
    const kind = channel.spec.kind === "series" ? "series" : "other";
    channel.every = Math.max(1, channel.spec.every ?? (kind === "series" ? 4 : 1));
    channel.offset = turns[kind];
    if (channel.every > 1) turns[kind] += kind === "series" ? 2 : 1;
  }
}
