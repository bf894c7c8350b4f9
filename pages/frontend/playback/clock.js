// The clock: one tick for each frame that is due. A late frame is late: no bursts to catch up.

const EARLY = 4;

export class Clock {
  constructor(onTick) {
    this.onTick = onTick;
    this.rate = 60;
    this.last = 0;
    this.request = null;
  }

  start() {
    if (this.request === null) this.request = requestAnimationFrame((now) => this.beat(now));
  }

  stop() {
    if (this.request !== null) cancelAnimationFrame(this.request);
    this.request = null;
  }

  // Screens have different rates; a frame may come a few milliseconds early.
  beat(now) {
    this.request = requestAnimationFrame((next) => this.beat(next));
    const interval = 1000 / this.rate;
    if (now - this.last < interval - EARLY) return;
    this.last = Math.max(this.last + interval, now - interval);
    this.onTick();
  }
}
