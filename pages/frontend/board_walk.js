// Walking through the phases at a reading pace: about a third of a second a word.

const LEAST = 4000;
const A_WORD = 330;

export class Walk {
  // `text` gives what is to be read, `mayGo` says whether to wait longer, `go` takes one step.
  constructor({ text, mayGo, go }) {
    Object.assign(this, { text, mayGo, go, isOn: false });
  }

  toggle() {
    this.isOn = !this.isOn;
    this.next();
  }

  next() {
    clearTimeout(this.timer);
    if (!this.isOn) return;
    const wait = Math.max(LEAST, this.text().split(" ").length * A_WORD);
    this.timer = setTimeout(() => {
      if (this.mayGo() && !document.hidden) this.go();
      this.next();
    }, wait);
  }

  halt() {
    this.isOn = false;
    clearTimeout(this.timer);
  }
}
