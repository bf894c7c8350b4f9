// When what was just drawn is on the screen: the second frame begins after the first was painted. A tab
// in the background paints nothing, and waits no longer than this.

const LONGEST = 100;

export function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
    setTimeout(done, LONGEST);
  });
}
