// Goes through the phases at a reading pace: about a third of a second per word.

const LEAST = 4000;
const PER_WORD = 330;

export class Autoplay {
  // `text` returns what is to be read, `mayAdvance` whether to go on, `advance` takes one step.
  constructor({ text, mayAdvance, advance }) {
    Object.assign(this, { text, mayAdvance, advance, isOn: false });
  }

  toggle() {
    this.isOn = !this.isOn;
    this.schedule();
  }

  // Milliseconds that the phase shown stays.
  get pace() {
    return Math.max(LEAST, this.text().split(" ").length * PER_WORD);
  }

  schedule() {
    clearTimeout(this.timer);
    if (!this.isOn) return;
    this.timer = setTimeout(() => {
      if (this.mayAdvance() && !document.hidden) this.advance();
      this.schedule();
    }, this.pace);
  }

  stop() {
    this.isOn = false;
    clearTimeout(this.timer);
  }
}
