// The remarks: one quiet line below the sentence while the run stands still. Each opens to its numbers and
// to offers; the figures that it speaks of are marked.

import { group, make, named } from "../common/dom.js";

export class Remarks {
  // `onChoose` gets the offer that the reader takes up.
  constructor(player) {
    Object.assign(this, { player, items: [], known: "", open: null, isOffered: false });
    this.line = make("div", "line");
    this.line.setAttribute("aria-live", "polite");
    this.detail = named("div", "remark");
    this.element = named("div", "remarks");
    this.element.append(this.line, this.detail);
    player.gallery.element.before(this.element);
    player.remarks = this;
    this.show([]);
  }

  // The line keeps its room in a scene that has remarks: figures do not move when one comes or goes.
  offer({ remarks }) {
    this.isOffered = Boolean(remarks);
    this.element.hidden = !this.isOffered;
  }

  get here() {
    return this.player.isPlaying ? "" : `${this.player.run} ${this.player.at}`;
  }

  get areMissing() {
    return this.isOffered && this.known !== this.here;
  }

  take(remarks) {
    if (!remarks || remarks.pending || !this.isOffered) return;
    this.known = `${remarks.run} ${remarks.step}`;
    this.items = remarks.items;
    this.element.dataset.known = String(remarks.step); // for the tests
    this.shown = null;
  }

  // Called whenever the position may have changed.
  refresh() {
    const shown = this.known === this.here ? this.known : "";
    if (shown === this.shown) return;
    this.shown = shown;
    this.show(shown ? this.items : []);
  }

  show(items) {
    this.open = null;
    this.buttons = items.map((item) => this.summary(item));
    this.line.replaceChildren(...this.buttons);
    this.describe();
  }

  summary(item) {
    const element = plainButton("remark-summary",
      make("strong", "", item.title), make("span", "", item.text));
    element.addEventListener("click", () => {
      this.open = this.open === item ? null : item;
      this.describe();
    });
    return element;
  }

  describe() {
    const { open, items, buttons } = this;
    for (const [i, each] of buttons.entries()) {
      each.setAttribute("aria-expanded", String(open !== null && items[i] === open));
    }
    this.detail.hidden = !open;
    this.detail.replaceChildren(...(open ? this.parts(open) : []));
    this.mark(open?.panes ?? []);
  }

  parts({ text, numbers, offers }) {
    const shown = numbers.map(({ name, text: value }) => {
      const entry = make("span", "number", `${name} `);
      entry.append(make("b", "", value));
      return entry;
    });
    return [make("p", "", text), group("numbers", shown),
      group("offers", offers.map((each) => this.offerButton(each)))];
  }

  offerButton({ text, result, link }) {
    const element = plainButton("offer", make("strong", "", text), make("span", "", result));
    element.addEventListener("click", () => {
      this.onChoose({ link });
    });
    return element;
  }

  mark(names) {
    for (const [name, pane] of this.player.gallery.panes) {
      pane.element.classList.toggle("marked", names.includes(name));
    }
  }
}

function plainButton(name, ...content) {
  const element = named("button", name, "");
  element.type = "button";
  element.append(...content);
  return element;
}
