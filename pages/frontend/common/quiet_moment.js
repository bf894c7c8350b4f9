// A moment in which some hundred milliseconds of work disturb nobody: no pointer is down, nothing is busy,
// and the browser is idle or somebody points at what the work is for.

const PATIENCE = 500; // milliseconds until a browser that is never idle has its turn
const LATER = 150;

let isPointerDown = false;
for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
  addEventListener(type, (event) => { isPointerDown = event.buttons > 0; }, true);
}

export async function quietMoment(element, isBusy) {
  const pointed = pointedAt(element);
  await Promise.race([idle(), pointed]);
  while (isPointerDown || isBusy()) {
    await pause();
    await Promise.race([idle(), pointed]);
  }
}

const pause = () => new Promise((done) => setTimeout(done, LATER));

function idle() {
  if (!window.requestIdleCallback) return pause();
  return new Promise((done) => requestIdleCallback(done, { timeout: PATIENCE }));
}

function pointedAt(element) {
  return new Promise((done) => {
    for (const type of ["pointerover", "focusin"]) element.addEventListener(type, done, { once: true });
  });
}
