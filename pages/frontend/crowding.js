// Numbers printed side by side: where the page is too narrow for them they are not shown, and the
// pointer still tells each. Only the browser knows how wide a figure really is.

const AIR = 2;

export function hideCrowded(plot) {
  const groups = [...plot.querySelectorAll(".scatterlayer .trace .text, .heatmaplayer .hm")]
    .map((group) => [...group.querySelectorAll("text")]);
  const crowded = groups.map(isCrowded);
  groups.forEach((texts, i) => {
    for (const text of texts) text.style.visibility = crowded[i] ? "hidden" : "";
  });
}

function isCrowded(texts) {
  const printed = texts.filter((text) => text.textContent.trim());
  const boxes = printed.map((text) => text.getBoundingClientRect());
  boxes.sort((a, b) => a.top - b.top || a.left - b.left);
  return boxes.some((box, i) => {
    const before = boxes[i - 1];
    return before && Math.abs(before.top - box.top) < 1 && box.left < before.right + AIR;
  });
}
