// Moving images. While a run plays each is a canvas under Plotly's drawing, at the place of a layout
// image: nothing is encoded, and what Plotly drew is not rasterised anew. In the exact picture the layout
// image itself takes over, so that zoom, export and all else that Plotly does includes it.

export class Images {
  constructor() {
    this.canvases = new Map();
  }

  // Puts the canvas of each image in its place.
  place(gd, pictures) {
    for (const [i, canvas] of pictures) {
      this.canvases.set(i, canvas);
      const ground = gd.querySelector(".svg-container");
      if (canvas.parentElement !== ground) ground.prepend(canvas);
      canvas.classList.add("moving");
      const css = styleOf(gd, gd.layout.images[i]);
      if (canvas.style.cssText !== css) canvas.style.cssText = css;
    }
  }

  // The layout that shows the images as they are, some by a finer picture than the moving one.
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

// An image stands on two axes, by its upper left corner; what leaves them is cut off.
function styleOf(gd, { x, y, sizex, sizey, xref, yref }) {
  const [across, down] = [axisOf(gd, xref), axisOf(gd, yref)];
  const [left, right] = [across.d2p(x), across.d2p(x + sizex)];
  const top = down.d2p(y);
  const height = Math.abs(down.d2p(y + sizey) - top);
  const cut = [-top, right - across._length, top + height - down._length, -left]
    .map((past) => `${Math.max(0, past).toFixed(2)}px`);
  const [atLeft, atTop, width] = [across._offset + left, down._offset + top, right - left];
  return `left: ${atLeft.toFixed(2)}px; top: ${atTop.toFixed(2)}px; width: ${width.toFixed(2)}px; ` +
    `height: ${height.toFixed(2)}px; clip-path: inset(${cut.join(" ")});`;
}

const axisOf = (gd, id) => gd._fullLayout[`${id[0]}axis${id.slice(1)}`];
