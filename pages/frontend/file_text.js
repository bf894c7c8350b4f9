// Reads a file in the browser: the server gets its text, as it gets that of a field, and no file.

import { group, make, named } from "./common/dom.js";
import { loadStyles } from "./common/load.js";
import { sendAlone } from "./common/streamlit_compat.js";

const LARGEST = 500_000; // bytes

const KINDS = ".csv,.tsv,.txt,text/*";

const known = new WeakSet();

export default function mount(component) {
  const { parentElement } = component;
  if (known.has(parentElement)) return;
  known.add(parentElement);
  const input = Object.assign(named("input", "file"), { type: "file", accept: KINDS, hidden: true });
  const button = Object.assign(make("button", "", "Choose a file, or drop it here"), { type: "button" });
  const note = make("p");
  note.setAttribute("role", "status");
  const take = async (file) => {
    if (!file) return;
    const isLarge = file.size > LARGEST;
    note.textContent = isLarge ? `${file.name} is not read: it has more than ${LARGEST / 1000} kB.` : "";
    if (!isLarge) sendAlone(component, "text", decoded(await file.arrayBuffer()), true);
  };
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    await take(input.files[0]);
    input.value = "";
  });
  const box = group("backpass-file", [button, input, note]);
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  parentElement.append(box);
}

// The text of a file: UTF-16 with its mark, UTF-8, or what older spreadsheets write.
export function decoded(buffer) {
  const [first, second] = new Uint8Array(buffer);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(buffer);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(buffer);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer);
  } catch {
    return new TextDecoder("windows-1252").decode(buffer);
  }
}

loadStyles("file_text.css");
