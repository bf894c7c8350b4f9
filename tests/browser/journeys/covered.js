/* Finds what covers a control or a heading of the page, tried at its centre and its corners. */

const PARTS = "button, a[href], input, select, textarea, summary, label, [role=application], h1, h2, h3";
const INSET = 3; // pixels from a corner, which may be round
const LEAST = 8; // pixels in the window; less is not tried

function points(part) {
  const box = part.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < LEAST || bottom - top < LEAST) return [];
  const [x, right3, y, bottom3] = [left + INSET, right - INSET, top + INSET, bottom - INSET];
  return [[(left + right) / 2, (top + bottom) / 2], [x, y], [right3, y], [x, bottom3], [right3, bottom3]];
}

/* Streamlit's ranges and radio buttons lie below what is drawn of them. */
const isOf = (hit, part) => hit.contains(part) || part.contains(hit)
  || Boolean(part.closest("[data-testid=stSlider], label")?.contains(hit));

window.findCovered = () => {
  const parts = [...document.querySelectorAll(`:is(.stMain, .stAppHeader) :is(${PARTS})`)].filter((part) =>
    part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !part.closest("[inert]"));
  const tried = parts.filter((part) => points(part).length);
  const covered = tried.flatMap((part) => points(part).flatMap(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    const name = part.getAttribute("aria-label") ?? part.textContent.trim().slice(0, 40);
    return !hit || isOf(hit, part) ? [] : [`${name} at ${Math.round(x)}, ${Math.round(y)}: ${hit.outerHTML}`];
  }));
  return { tried: tried.length, covered: covered.map((text) => text.slice(0, 200)) };
};
