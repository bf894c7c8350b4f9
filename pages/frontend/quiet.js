// When and how an ask may go out. Streamlit flushes all widget changes of one moment as one message;
// if an ask shares that message with another control's change, the whole message reruns the fragment
// alone and the control's own rerun never happens. So an ask does not follow the reader's input
// closely, and is flushed before the next input can join it.
//
// Nor does an ask go out before the page's run is over. Streamlit answers one that comes at the very end
// of a run with a runner of its own, and drops what the run's has said and nobody has sent yet: controls,
// most often, which then are missing until the page runs again.

const HOPS = 3;
const QUIET = 350;
const RUN = "data-test-script-state";
const LONGEST_RUN = 5000;
const UNWATCHED = 1000;

export class Quiet {
  constructor() {
    this.last = -Infinity;
    this.turn = 0;
    this.isNear = false;
    this.held = -Infinity;
    this.looked = -Infinity;
  }

  // An input event outside the stage: its change is flushed by a timer, after our first hop at the
  // latest; a slider's change comes later still, hence the longer pause when nothing is urgent.
  disturb() {
    this.last = performance.now();
    this.isNear = true;
    this.turn += 1;
    this.hop(this.turn, HOPS);
  }

  hop(turn, left) {
    setTimeout(() => {
      if (turn !== this.turn) return;
      if (left > 1) this.hop(turn, left - 1);
      else this.isNear = false;
    }, 0);
  }

  // Milliseconds to wait before asking; 0 when it may be now.
  wait(isUrgent) {
    if (this.isNear || this.isHeld()) return 20;
    return isUrgent ? 0 : Math.max(0, this.last + QUIET - performance.now());
  }

  // Whether the page runs. One whose end got lost would hold for ever: it does for some seconds, from the
  // first ask that waits.
  isHeld() {
    const now = performance.now();
    const isRunning = document.querySelector(`[${RUN}]`)?.getAttribute(RUN) === "running";
    if (!isRunning || now - this.looked > UNWATCHED) this.held = now;
    this.looked = now;
    return isRunning && now - this.held < LONGEST_RUN;
  }
}

// Makes a widget change and flushes it at once. Streamlit leaves its flush to a timer of no delay,
// and input goes before timers; so for the length of this one call such timers are collected, and
// run before anything else can.
export function alone(change) {
  const { setTimeout: schedule } = window;
  const due = [];
  window.setTimeout = (work, delay, ...rest) =>
    (delay ? schedule(work, delay, ...rest) : due.push(() => work(...rest)));
  try {
    change();
  } finally {
    window.setTimeout = schedule;
  }
  for (const work of due) work();
}
