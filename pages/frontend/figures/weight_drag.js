// A weight follows the pointer up and down, as a number in a scrubber. A finger first taps the weight that it
// drags: elsewhere it scrolls the page.

export const STILL = 6; // pixels that a press may move; beyond them it is a drag
const PER_PIXEL = 0.01; // ten times that with Shift

export class WeightDrag {
  // `weightAt` finds the weight under a pointer. `onPick` gets its name, and what is to be added to it.
  constructor(plot, weightAt, onPick) {
    Object.assign(this, { weightAt, onPick, name: null, isMoving: false });
    plot.addEventListener("pointerdown", (event) => this.press(event), true);
    plot.addEventListener("mousedown", (event) => { if (this.name) event.preventDefault(); }, true);
    plot.addEventListener("touchstart", (event) => this.touch(event), { passive: false });
    document.addEventListener("pointermove", this.move = (event) => this.follow(event), true);
    document.addEventListener("pointercancel", this.cancel = () => this.end(), true);
  }

  open(name) {
    this.tapped = name;
    this.onPick(name);
  }

  press(event) {
    const name = event.button ? undefined : this.weightAt(event);
    const isAllowed = event.pointerType !== "touch" || name === this.tapped;
    Object.assign(this, { name: isAllowed ? name : undefined, isMoving: false, at: event.clientY });
  }

  touch(event) {
    const name = event.touches.length === 1 ? this.weightAt(event.touches[0]) : undefined;
    if (name && name === this.tapped) event.preventDefault();
  }

  follow({ clientY, shiftKey }) {
    if (!this.name) return;
    const up = this.at - clientY;
    if (!this.isMoving && Math.abs(up) < STILL) return;
    if (this.isMoving && up) this.onPick(this.name, up * PER_PIXEL * (shiftKey ? 10 : 1));
    Object.assign(this, { isMoving: true, at: clientY });
  }

  // Returns whether there was a drag.
  end() {
    const { isMoving } = this;
    Object.assign(this, { name: undefined, isMoving: false });
    return isMoving;
  }

  remove() {
    document.removeEventListener("pointermove", this.move, true);
    document.removeEventListener("pointercancel", this.cancel, true);
  }
}
