// The keys of the page that is shown: each of its parts offers its own, and one list shows them all.

import { button, make, named } from "./dom.js";

const TYPING = "textarea, select, input:not([type=range], [type=checkbox], [type=radio]), " +
  "[role=textbox], [role=combobox], [role=listbox], [role=option], [role=menuitem], [role=spinbutton]";

const parts = new Map();
let dialog = null;
let host = document.body;

// The keys of an element count while it is on the page. `keys` are pairs: the key, and what it does.
export function offerKeys(element, title, keys) {
  parts.set(element, { title, keys });
}

// The element that has the list: styles of the page's theme apply there.
export function showKeysIn(element) {
  host = element;
}

export function keysOnPage() {
  for (const element of parts.keys()) if (!element.isConnected) parts.delete(element);
  return [...parts.values()];
}

export function keysButton() {
  return button("keys", "?", "Keys (?)", toggleKeys);
}

// Escape closes a dialog, and the focus returns where it was: the browser does both.
export function toggleKeys() {
  if (dialog?.open) {
    dialog.close();
    return;
  }
  dialog ??= makeDialog();
  const close = button("close-keys", "Close", "Close (Esc)", () => dialog.close());
  dialog.replaceChildren(make("h2", "", "Keys"), ...keysOnPage().flatMap(sectionOf), close);
  host.append(dialog);
  dialog.showModal();
}

// A click beside the list closes it.
function makeDialog() {
  const made = named("dialog", "key-list", "backpass-keys");
  made.setAttribute("aria-label", "Keys");
  made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
  return made;
}

function sectionOf({ title, keys }) {
  const list = make("dl", "");
  for (const [key, what] of keys) {
    const names = make("dt", "");
    for (const each of key.split(" ")) names.append(make("kbd", "", each), " ");
    list.append(names, make("dd", "", what));
  }
  return [make("h3", "", title), list];
}

export const isListOpen = () => Boolean(dialog?.open);

// Whether a letter belongs to the control that has the focus.
export function isTyping({ target }) {
  return target instanceof Element && (Boolean(target.closest(TYPING)) || target.isContentEditable);
}
