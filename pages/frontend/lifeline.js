// Brings a tab back whose server was lost. Streamlit connects the page to whichever server answers
// next, but runs nothing there until the reader acts, and a page that they turn to then comes without
// their link. So the script is run at once: the address holds all that the new server must know.

import { alone } from "./quiet.js";

const CONNECTION = "data-test-connection-state";

let component = null;
let app = null;
let isLost = false;
let losses = 0;

const watch = new MutationObserver(() => {
  const wasLost = isLost;
  isLost = app.getAttribute(CONNECTION) !== "CONNECTED";
  if (wasLost && !isLost) comeBack();
});

export default function mount(latest) {
  component = latest;
  const found = document.querySelector(`[${CONNECTION}]`);
  if (!found || found === app) return;
  watch.disconnect();
  watch.observe(found, { attributeFilter: [CONNECTION] });
  app = found;
  app.dataset.lifeline = "held";
}

function comeBack() {
  losses += 1;
  alone(() => component.setStateValue("losses", losses));
}
