// Where a reader goes on after a press: what was pressed may be off, or gone with what it belonged to. A
// new card of a lesson and the next patient of the Clinic begin at their titles; a question that is still
// open goes on at its answers, another at what is said to the answer.

import { isScriptRunning } from "./common/streamlit_compat.js";

const TITLE = ".st-key-card_title h2";
const REPLY = ".st-key-reply";
const ANSWER = ".st-key-options button:enabled, .st-key-number input";

const PATIENCE = 10000; // milliseconds in which the page is drawn after its script has run

const held = new WeakMap();
let turn = 0; // counts changes, and what the reader does: each ends what is still awaited for an earlier one

for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, () => { turn += 1; }, true);

export default function mount({ parentElement, data: { card, answers } }) {
  const before = held.get(parentElement);
  held.set(parentElement, { card, answers });
  if (!before || (card === before.card && answers === before.answers)) return;
  turn += 1;
  if (card !== before.card) whenAtRest(turn, () => go(TITLE, TITLE, "body, button"));
  else whenAtRest(turn, () => go(REPLY, `${ANSWER}, ${REPLY}`, `body, ${TITLE}`));
}

function whenAtRest(mine, act) {
  requestAnimationFrame(() => {
    if (mine === turn) (isScriptRunning() ? whenAtRest(mine, act) : act());
  });
}

// Calls `act` with what `find` finds, now or as soon as the page is drawn.
function whenFound(find, act, mine = turn, end = performance.now() + PATIENCE) {
  if (mine !== turn) return;
  const found = find();
  if (found) act(found);
  else if (performance.now() < end) requestAnimationFrame(() => whenFound(find, act, mine, end));
}

// Shows what `seen` names, and gives the focus to the first of `next` unless something else has it.
function go(seen, next, left) {
  whenFound(() => document.querySelector(seen), (shown) => shown.scrollIntoView({ block: "nearest" }));
  const free = () => document.activeElement.matches(left) && document.querySelector(next);
  whenFound(free, (target) => {
    if (!target.matches(ANSWER)) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  });
}
