// Where a reader goes on after a press: what was pressed may be off, or gone with what it belonged to. A
// lesson's new card begins at its title; a question that is still open goes on at its answers, another at
// what is said to the answer.

import { isScriptRunning } from "./common/streamlit_compat.js";

const TITLE = ".st-key-card_title h2";
const REPLY = ".st-key-reply";
const ANSWER = ".st-key-options button:enabled, .st-key-number input";

const held = new WeakMap();

export default function mount({ parentElement, data: { card, answers } }) {
  const before = held.get(parentElement);
  held.set(parentElement, { card, answers });
  if (!before) return;
  if (card !== before.card) whenAtRest(() => go(TITLE, TITLE, "body, button"));
  else if (answers !== before.answers) whenAtRest(() => go(REPLY, `${ANSWER}, ${REPLY}`, "body"));
}

function whenAtRest(act) {
  requestAnimationFrame(() => (isScriptRunning() ? whenAtRest(act) : act()));
}

// Shows what `seen` names, and gives the focus to the first of `next` unless something else has it.
function go(seen, next, left) {
  const shown = document.querySelector(seen);
  const target = document.querySelector(next);
  if (!shown || !target) return;
  shown.scrollIntoView({ block: "nearest" });
  if (!document.activeElement.matches(left)) return;
  if (!target.matches(ANSWER)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
