// Moving images. While a run plays, each is a canvas behind the drawing, in the place of a layout image:
// nothing is encoded, and the drawing is not rasterised again. In Plotly's exact picture the layout image
// itself takes over, so zoom, export and everything else that Plotly does includes it.

export class Images {
  constructor() {
    this.canvases = new Map();
  }

  // Puts the canvas of each image in its place, instead of another one.
  place(drawing, pictures) {
    for (const [i, canvas] of pictures) {
      if (this.canvases.get(i) !== canvas) this.canvases.get(i)?.remove();
      this.canvases.set(i, canvas);
      if (canvas.parentElement !== drawing.root) drawing.root.prepend(canvas);
      canvas.classList.add("moving");
      const css = styleOf(drawing, drawing.layout.images[i]);
      if (canvas.style.cssText !== css) canvas.style.cssText = css;
    }
  }

  // The layout that shows the images as they are, some of them as finer pictures than the moving ones.
  layout(finer) {
    const layout = {};
    for (const [i, canvas] of new Map([...this.canvases, ...finer])) {
      layout[`images[${i}].source`] = canvas.toDataURL();
      layout[`images[${i}].visible`] = true;
    }
    return layout;
  }

  remove() {
    for (const canvas of this.canvases.values()) canvas.remove();
    this.canvases.clear();
  }
}

// An image is placed on two axes by its upper left corner; what lies beyond them is clipped.
function styleOf(drawing, { x, y, sizex, sizey, xref, yref }) {
  const [across, down] = [drawing.axis(xref), drawing.axis(yref)];
  const [left, right] = [across.valueToPixel(x), across.valueToPixel(x + sizex)];
  const top = down.valueToPixel(y);
  const height = Math.abs(down.valueToPixel(y + sizey) - top);
  const cut = [-top, right - across.length, top + height - down.length, -left]
    .map((past) => `${Math.max(0, past).toFixed(2)}px`);
  const [atLeft, atTop, width] = [across.offset + left, down.offset + top, right - left];
  return `left: ${atLeft.toFixed(2)}px; top: ${atTop.toFixed(2)}px; width: ${width.toFixed(2)}px; ` +
    `height: ${height.toFixed(2)}px; clip-path: inset(${cut.join(" ")});`;
}
