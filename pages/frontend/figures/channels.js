// The kinds of channel. Each draws the numbers of one frame into its figure, as cheaply as it can. A job
// collects the work of all channels of a figure, so each figure gets one Plotly call per frame.

import { flat } from "../common/decode.js";
import { make } from "../common/dom.js";
import { widestGap } from "../playback/history.js";

export function makeChannel(spec) {
  const kinds = { raster: Raster, stroke: Stroke, series: Series, labels: Labels };
  return kinds[spec.kind] ? new kinds[spec.kind](spec) : null;
}

class Raster {
  constructor(spec) {
    this.spec = spec;
    this.colours = spec.palettes.map(toColours);
    this.tiles = spec.tiles ?? [[0, 0, spec.width, spec.height, 0]];
    this.moving = new Painting();
    this.fine = new Painting();
  }

  draw(frame, job) {
    const { spec, tiles, colours } = this;
    const { image, width, height } = spec;
    const pixels = frame.bytes(spec.name);
    if (pixels) job.pictures.set(image, this.moving.paint(pixels, width, height, tiles, colours));
  }

  // The exact picture may have more pixels than the live one.
  drawExact({ pixels, width, height, tiles }, job) {
    const isSame = this.spec.tiles && width === this.spec.width;
    const all = tiles ?? (isSame ? this.tiles : [[0, 0, width, height, 0]]);
    job.pictures.set(this.spec.image, this.fine.paint(flat(pixels), width, height, all, this.colours));
  }

  remove() {
    this.moving.canvas.remove();
  }
}

// A canvas painted from bytes. Each tile [x, y, width, height, palette] has its own palette.
class Painting {
  constructor() {
    this.canvas = make("canvas");
  }

  paint(pixels, width, height, tiles, palettes) {
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height || !this.image) {
      canvas.width = width;
      canvas.height = height;
      this.context = canvas.getContext("2d", { willReadFrequently: true });
      this.image = this.context.createImageData(width, height);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    let from = 0;
    for (const tile of tiles) from = this.paintTile(pixels, from, width, tile, palettes[tile[4]]);
    this.context.putImageData(this.image, 0, 0);
    return canvas;
  }

  paintTile(pixels, from, stride, [x, y, width, height], colours) {
    for (let row = 0; row < height; row += 1) {
      let to = (y + row) * stride + x;
      for (let end = to + width; to < end; to += 1, from += 1) this.words[to] = colours[pixels[from]];
    }
    return from;
  }
}

// The colour and width of line shapes, set on their SVG paths: Plotly itself would redraw every shape.
class Stroke {
  constructor(spec) {
    this.spec = spec;
    const [least, most] = spec.width;
    this.colours = spec.palette.map(([r, g, b]) => `rgb(${r},${g},${b})`);
    this.widths = Float64Array.from({ length: 256 },
      (_, v) => least + (most - least) * Math.min(1, Math.abs(v - 128) / 127));
    this.forget();
  }

  draw(frame, job) {
    const values = frame.bytes(this.spec.name);
    if (values) job.after.push((drawing) => this.paint(drawing, values));
  }

  paint(drawing, values) {
    const { count } = this.spec;
    this.values = values;
    if (!this.paths[0]?.isConnected || !this.paths[count - 1]?.isConnected) this.find(drawing);
    for (let i = 0; i < count; i += 1) {
      const style = this.paths[i]?.style;
      if (!style || this.drawn[i] === values[i]) continue;
      this.drawn[i] = values[i];
      style.stroke = this.colours[values[i]];
      style.strokeWidth = `${this.widths[values[i]]}px`;
    }
  }

  repaint(drawing) {
    if (this.values) this.paint(drawing, this.values);
  }

  find(drawing) {
    this.forget();
    for (const [index, path] of drawing.shapePaths) {
      const i = index - this.spec.first;
      if (i >= 0 && i < this.spec.count) this.paths[i] = path;
    }
  }

  // When the shapes have been drawn anew, the paths are new or have another style.
  forget() {
    this.paths = [];
    this.drawn = new Int16Array(this.spec.count).fill(-1);
  }
}

// The texts of annotations of the layout, written into their elements.
class Labels {
  constructor(spec) {
    this.spec = spec;
  }

  draw(frame, job) {
    const texts = frame.text(this.spec.name);
    if (texts) job.after.push((drawing) => this.write(drawing, texts));
  }

  write(drawing, texts) {
    this.texts = texts;
    if (!this.elements?.every((element) => element?.isConnected)) this.find(drawing);
    this.elements.forEach((element, i) => {
      if (element && element.textContent !== texts[i]) element.textContent = texts[i];
    });
  }

  repaint(drawing) {
    if (this.texts) this.write(drawing, this.texts);
  }

  find(drawing) {
    const found = drawing.annotationTexts;
    this.elements = this.spec.places.map((place) => found.get(place));
  }
}

class Series {
  constructor(spec) {
    this.spec = spec;
    this.limit = spec.limit ?? 512;
    this.table = spec.rows ?? "rows";
  }

  // A frame has a row of its own only in the table of all steps.
  draw(frame, job, tables) {
    const now = this.table === "rows" ? frame.row : undefined;
    const rows = tables[this.table].shown(frame.step, this.limit, now);
    const title = this.title(widestGap(rows));
    for (const each of this.spec.traces) job.lines.push({ ...each, rows, title });
  }

  // The title of the step axis says how many steps lie between two points.
  title(gap) {
    const [every, spaced] = this.spec.titles ?? [];
    return gap === 1 ? every : spaced?.replace("#", gap);
  }
}

// One 32-bit word per pixel; all browsers that run this are little-endian.
function toColours(palette) {
  return Uint32Array.from(palette, ([r, g, b, a = 255]) => ((a << 24) | (b << 16) | (g << 8) | r) >>> 0);
}
