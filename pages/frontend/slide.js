// One slide: a figure at the size for which it was laid out, scaled as a whole to the room there is, and
// two buttons with which the browser itself makes an image of it.

import { decode } from "./decode.js";
import { loadDrawing, loadStyle } from "./load.js";

const GONE = 400;
const slides = new Map();

export default function mount(component, plotlyFile) {
  const { parentElement, data } = component;
  const slide = slides.get(parentElement) ?? new Slide(parentElement, plotlyFile);
  slides.set(parentElement, slide);
  if (data && data !== slide.data) slide.receive(data);
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    slides.delete(parentElement);
    slide.remove();
  }, GONE);
}

class Slide {
  constructor(parent, plotlyFile) {
    this.element = make("div", "backpass-stage backpass-slide", { testid: "slide", state: "loading" });
    this.frame = make("div", "frame", {});
    this.plot = make("div", "drawing", {});
    this.plot.setAttribute("role", "img");
    this.buttons = make("div", "transport", {});
    this.frame.append(this.plot);
    this.element.append(this.frame, this.buttons);
    parent.append(this.element);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.element);
    const loading = Promise.all([loadDrawing(plotlyFile), loadStyle("slide.css")]);
    this.chain = loading.catch((error) => this.fail(error));
  }

  receive(data) {
    this.data = data;
    this.chain = this.chain.then(() => this.take(decode(data))).catch((error) => this.fail(error));
  }

  async take(message) {
    this.message = message;
    this.element.dataset.state = "loading";
    this.element.dataset.theme = message.theme;
    this.element.classList.toggle("clear", message.clear);
    this.fit();
    const { data, layout } = message.figure;
    await window.Plotly.react(this.plot, data, layout, { displayModeBar: false });
    this.plot.setAttribute("aria-label", message.label);
    this.buttons.replaceChildren(...message.formats.map((format) => this.button(format)));
    this.element.dataset.state = "ready";
    this.element.dataset.figure = message.name;
  }

  button(format) {
    const made = make("button", "", { testid: `save-${format}` });
    Object.assign(made, { type: "button", textContent: `Save ${format.toUpperCase()}` });
    made.addEventListener("click", () => this.save(format));
    return made;
  }

  // Plotly's own download, at the size of the slide.
  save(format) {
    const { figure, width, height, scale, name } = this.message;
    const size = { width, height, scale, format, filename: name };
    return window.Plotly.downloadImage(figure, size).catch((error) => this.fail(error));
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

function make(tag, className, data) {
  const element = Object.assign(document.createElement(tag), { className });
  Object.assign(element.dataset, data);
  return element;
}
