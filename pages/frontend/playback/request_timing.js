// When a request may be sent. Streamlit sends all widget changes of one moment as one message. If a request
// shares that message with a change of another control, the message reruns only the fragment, and the run
// that the control needs never happens. So a request waits a little after the reader's input, and is sent
// alone before the next input can join it.
//
// A request also waits for the end of the page's run. Streamlit starts a new runner for a request that comes
// at the very end of a run, and drops what the run has not sent yet: often controls, which are then missing
// until the page runs again.

import { isScriptRunning } from "../common/streamlit_compat.js";

const HOPS = 3;
const PAUSE = 350;
const RETRY = 20;
const LONGEST_RUN = 5000;
const UNWATCHED = 1000;

export class RequestTiming {
  constructor() {
    this.lastInput = -Infinity;
    this.input = 0;
    this.isInputPending = false;
    this.runningSince = -Infinity;
    this.lastLook = -Infinity;
  }

  // Notes an input event outside the stage. Its change is sent by a timer, after our first hop at the
  // latest; a slider's change comes later, hence the longer pause when nothing is urgent.
  noteInput() {
    this.lastInput = performance.now();
    this.isInputPending = true;
    this.input += 1;
    this.hop(this.input, HOPS);
  }

  hop(input, left) {
    setTimeout(() => {
      if (input !== this.input) return;
      if (left > 1) this.hop(input, left - 1);
      else this.isInputPending = false;
    }, 0);
  }

  // Milliseconds to wait before the request; 0 if it may be sent now.
  wait(isUrgent) {
    if (this.isInputPending || this.isPageRunning()) return RETRY;
    return isUrgent ? 0 : Math.max(0, this.lastInput + PAUSE - performance.now());
  }

  // The end of a run may get lost: some seconds after the first request that waits, it counts as over.
  isPageRunning() {
    const now = performance.now();
    const isRunning = isScriptRunning();
    if (!isRunning || now - this.lastLook > UNWATCHED) this.runningSince = now;
    this.lastLook = now;
    return isRunning && now - this.runningSince < LONGEST_RUN;
  }
}
