// A page for modules that make elements: what they use of it, and no more. It is imported before them.

class FakeElement {
  constructor(tag) {
    Object.assign(this, { tag, dataset: {}, style: { setProperty() {} }, attributes: {}, children: [],
      listeners: {}, parentElement: null, hidden: false, classList: new FakeClasses() });
  }

  setAttribute(name, value) { this.attributes[name] = String(value); }

  toggleAttribute(name, isOn) { this.attributes[name] = isOn; }

  addEventListener(type, listener) { this.listeners[type] = listener; }

  get firstChild() { return this.children[0] ?? null; }

  append(...nodes) {
    for (const node of nodes) if (node instanceof FakeElement) node.parentElement = this;
    this.children.push(...nodes);
  }

  replaceChildren(...nodes) {
    this.children = [];
    this.append(...nodes);
  }

  before() {}

  focus() {}

  remove() {
    const { parentElement: parent } = this;
    if (parent) parent.children = parent.children.filter((child) => child !== this);
    this.parentElement = null;
  }

  // By a tag or a class.
  querySelectorAll(selector) {
    const below = this.children.filter((child) => child instanceof FakeElement);
    return below.flatMap((child) => [child].filter((each) => each.is(selector))
      .concat(child.querySelectorAll(selector)));
  }

  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }

  is(selector) { return selector === this.tag || selector === `.${this.className}`; }
}

class FakeClasses extends Set {
  remove(name) { this.delete(name); }
}

export const element = (tag, className = "") => Object.assign(new FakeElement(tag), { className });

// What was asked of the browser for its next frame, and not yet done.
export const frames = [];

export function nextFrame() {
  for (const work of frames.splice(0)) work(performance.now());
}

globalThis.document = { documentElement: element("html"), head: element("head"), addEventListener() {},
  createElement: (tag) => element(tag), createElementNS: (_, tag) => element(tag),
  querySelector: () => null };
globalThis.window = { addEventListener() {} };
globalThis.addEventListener = () => {};
globalThis.ResizeObserver = class { observe() {} };
globalThis.Option = function option(text) { return Object.assign(element("option"), { text }); };
globalThis.requestAnimationFrame = (work) => frames.push(work);
