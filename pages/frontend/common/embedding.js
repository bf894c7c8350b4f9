// The HTML of a frame that shows what is shown now: the picture and its transport, without menu and controls.

// Pixels that an embedded page leaves around its picture: common/streamlit_compat_embedded.css.
const ROOM = { width: 32, height: 24 };

export function frameOf(address, { title, width, height }) {
  const shown = new URL(address);
  if (!/(^\?|&)embed=true(&|$)/.test(shown.search)) {
    shown.search = `?embed=true${shown.search.replace("?", "&")}`;
  }
  const attributes = { src: shown.href, title, width: Math.ceil(width) + ROOM.width,
    height: Math.ceil(height) + ROOM.height, style: "border: 0; max-width: 100%",
    allow: "clipboard-write; fullscreen" };
  return `<iframe ${Object.entries(attributes).map(([name, value]) =>
    `${name}="${escaped(String(value))}"`).join(" ")}></iframe>`;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
