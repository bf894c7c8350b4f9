// Sources of layout images, set straight on the SVG elements that Plotly made: a tenth of the cost
// of a relayout. What Plotly remembers of them is kept true, so that its next redraw shows the same.

const XLINK = "http://www.w3.org/1999/xlink";

export class Images {
  constructor() {
    this.forget();
  }

  forget() {
    this.places = null;
  }

  // Draws all sources directly, or says that Plotly has to.
  drawDirectly(gd, sources) {
    this.places ??= placesOf(gd);
    for (const i of sources.keys()) if (!this.isKnown(gd, i)) return false;
    for (const [i, source] of sources) this.draw(gd, i, source);
    return true;
  }

  isKnown(gd, i) {
    return this.places.get(i)?.isConnected && gd.layout.images?.[i] && gd._fullLayout?.images?.[i]?.visible;
  }

  draw(gd, i, source) {
    const place = this.places.get(i);
    place.setAttributeNS(XLINK, "xlink:href", source);
    place._imgSrc = source;
    gd.layout.images[i].source = source;
    gd._fullLayout.images[i].source = source;
  }
}

export function layoutOf(sources) {
  const layout = {};
  for (const [i, source] of sources) {
    layout[`images[${i}].source`] = source;
    layout[`images[${i}].visible`] = true;
  }
  return layout;
}

function placesOf(gd) {
  const places = new Map();
  for (const place of gd.querySelectorAll(".imagelayer image")) {
    const index = place.__data__?._index;
    if (index !== undefined) places.set(index, place);
  }
  return places;
}
