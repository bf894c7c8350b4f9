// Resolves when what was just drawn is on the screen: the second animation frame begins after the first was
// painted. A tab in the background paints nothing, so the wait is bounded.

const LONGEST = 100;

export function afterPaint() {
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
    setTimeout(done, LONGEST);
  });
}
