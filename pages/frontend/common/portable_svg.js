// Makes an SVG of Plotly one that drawing programs show as browsers do. LibreOffice knows no shift in em,
// centres every piece of a mixed line by itself, and smooths the few pixels of a heatmap.

export async function portable(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  document.body.append(root); // only what is in the page can be measured
  try {
    for (const each of root.querySelectorAll("text")) place(each);
  } finally {
    root.remove();
  }
  await Promise.all([...root.querySelectorAll("image")].filter(isCoarse).map(enlarge));
  for (const each of [root, ...root.querySelectorAll("*")]) sortAttributes(each);
  return new XMLSerializer().serializeToString(root);
}

// Plotly writes them in an order that depends on what it has measured before.
function sortAttributes(element) {
  const attributes = [...element.attributes].sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const each of attributes) element.removeAttributeNode(each);
  for (const each of attributes) element.setAttributeNode(each);
}

// Give each line its own height, and each piece of a line that has several its own place.
function place(text) {
  const lines = text.querySelectorAll(":scope > .line");
  const places = [...(lines.length ? lines : [text])].flatMap(placesOf);
  for (const each of [text, ...text.querySelectorAll("[dy]")]) each.removeAttribute("dy");
  for (const [piece, start, isAlone] of places) {
    piece.setAttribute("y", round(start.y));
    if (isAlone) continue;
    piece.setAttribute("x", round(start.x));
    piece.setAttribute("text-anchor", "start");
  }
}

function placesOf(line) {
  const pieces = piecesOf(line);
  if (pieces.length === 1 && pieces[0] === line) return [[line, line.getStartPositionOfChar(0), true]];
  return pieces.map((piece) => [piece, piece.getStartPositionOfChar(0), false]);
}

// The innermost elements that hold the text of a line; bare text between them gets an element.
function piecesOf(line) {
  const nodes = [...line.childNodes].filter((node) => node.textContent.length > 0);
  if (nodes.every((node) => node.nodeType === Node.TEXT_NODE)) return nodes.length ? [line] : [];
  return nodes.flatMap((node) => piecesOf(node.nodeType === Node.TEXT_NODE ? wrapped(node) : node));
}

function wrapped(node) {
  const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
  node.replaceWith(span);
  span.append(node);
  return span;
}

function isCoarse(image) {
  return image.style.imageRendering === "pixelated";
}

// Two pixels for each unit of the drawing: what is smoothed then is too narrow to be seen.
async function enlarge(image) {
  const picture = new Image();
  picture.src = image.href.baseVal;
  await picture.decode();
  const size = [["width", picture.width], ["height", picture.height]];
  const canvas = document.createElement("canvas");
  for (const [side, own] of size) canvas[side] = own * Math.ceil((2 * image[side].baseVal.value) / own);
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  image.setAttribute("xlink:href", canvas.toDataURL());
}

function round(length) {
  return String(Math.round(100 * length) / 100);
}
