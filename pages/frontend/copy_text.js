// A text of one line, wrapped where it must be, with a button that copies it.

import { group, named } from "./common/dom.js";
import { ICONS } from "./common/icons.js";
import { loadStyles } from "./common/load.js";
import { CopyButton } from "./playback/copy_button.js";

export default function mount({ parentElement, data: { name, label, text } }) {
  const shown = parentElement.querySelector(".backpass-copy code");
  if (shown) shown.textContent = text;
  else parentElement.append(box(name, label, text));
}

function box(name, label, text) {
  const line = named("code", name);
  line.textContent = text;
  const button = new CopyButton({ name: `copy-${name}`, icon: ICONS.link, label, title: label,
    text: () => line.textContent });
  return group("backpass-copy", [line, group("copies", [button.element])]);
}

loadStyles("copy_text.css");
