// One slide: a figure drawn at its own size and scaled to the room there is, with buttons that save it. The
// browser itself makes the image.

import { decode } from "./common/decode.js";
import { button, group, make, named } from "./common/dom.js";
import { loadDrawing, loadStyles } from "./common/load.js";
import { mounting } from "./common/mounting.js";
import { portable } from "./common/portable_svg.js";

const KEPT = 400;

export default mounting((parent, plotlyFile) => new Slide(parent, plotlyFile), KEPT);

class Slide {
  constructor(parent, plotlyFile) {
    this.element = named("div", "slide", "backpass-stage backpass-slide");
    this.element.dataset.state = "loading";
    this.plot = make("div", "drawing");
    this.plot.setAttribute("role", "img");
    this.frame = group("frame", [this.plot]);
    this.buttons = make("div", "transport");
    this.element.append(this.frame, this.buttons);
    parent.append(this.element);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.element);
    const loading = Promise.all([loadDrawing(plotlyFile), loadStyles("slide.css")]);
    this.chain = loading.catch((error) => this.fail(error));
  }

  receive(data) {
    this.chain = this.chain.then(() => this.draw(decode(data))).catch((error) => this.fail(error));
  }

  async draw(message) {
    this.message = message;
    Object.assign(this.element.dataset, { state: "loading", theme: message.theme });
    this.element.classList.toggle("clear", message.clear);
    this.fit();
    const { data, layout } = message.figure;
    await window.Plotly.react(this.plot, data, layout, { displayModeBar: false });
    this.plot.setAttribute("aria-label", message.label);
    this.buttons.replaceChildren(...message.formats.map((format) => this.saveButton(format)));
    Object.assign(this.element.dataset, { state: "ready", figure: message.name });
  }

  saveButton(format) {
    const text = `Save ${format.toUpperCase()}`;
    return button(`save-${format}`, text, text, () => this.save(format));
  }

  // Plotly's own download, at the pixels of the slide; an SVG as drawing programs show it, too.
  async save(format) {
    const { figure, width, height, scale, name } = this.message;
    const size = { width, height, scale, format, filename: name };
    try {
      if (format !== "svg") return await window.Plotly.downloadImage(figure, size);
      const svg = await window.Plotly.toImage(figure, { ...size, imageDataOnly: true });
      return download(await portable(svg), name);
    } catch (error) {
      return this.fail(error);
    }
  }

  fit() {
    if (!this.message) return;
    const { width, height } = this.message;
    const scale = this.element.clientWidth / width;
    this.plot.style.transform = `scale(${scale})`;
    this.frame.style.height = `${height * scale}px`;
  }

  fail(error) {
    console.error("The slide could not be drawn.", error);
    this.element.dataset.state = "error";
  }

  remove() {
    this.sizes.disconnect();
    window.Plotly?.purge(this.plot);
    this.element.remove();
  }
}

function download(svg, name) {
  const link = make("a");
  Object.assign(link, { href: URL.createObjectURL(new Blob([svg])), download: `${name}.svg` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
