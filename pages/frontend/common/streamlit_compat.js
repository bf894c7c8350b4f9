// Everything here and in the stylesheets of this name relies on parts of Streamlit that are not public. After
// an upgrade run tests/browser/test_compat.py, then update the version.

export const TESTED_WITH = "1.67.0";

export const SCRIPT_STATE = "data-test-script-state";
export const CONNECTION_STATE = "data-test-connection-state";

// Whether the page's script is running on the server.
export function isScriptRunning() {
  return document.querySelector(`[${SCRIPT_STATE}]`)?.getAttribute(SCRIPT_STATE) === "running";
}

// The element that has all of a page but its sidebar.
export const contentOfPage = () => document.querySelector(".stMainBlockContainer");

// Calls `onReconnect` each time the page has lost its server and found one again, and `onTheme` with the
// theme that it shows, "light" or "dark", now and whenever its style changes. Returns what to stop, or
// null where there is no app.
export function watchApp({ onReconnect, onTheme }) {
  const app = document.querySelector(`[${CONNECTION_STATE}]`);
  if (!app) return null;
  let isLost = false;
  const look = () => {
    const wasLost = isLost;
    isLost = app.getAttribute(CONNECTION_STATE) !== "CONNECTED";
    if (wasLost && !isLost) onReconnect();
    onTheme(getComputedStyle(app).colorScheme);
  };
  const observer = new MutationObserver(look);
  observer.observe(app, { attributeFilter: [CONNECTION_STATE, "class"] });
  look();
  return { app, stop: () => observer.disconnect() };
}

// Sends a value of a component in a message of its own; a trigger lasts for one run of the script. Streamlit
// collects changes until a timer of zero delay, and user input is handled before timers; so such timers are
// caught during this one call, and run at its end.
export function sendAlone(component, name, value, isTrigger = false) {
  const { setTimeout: schedule } = window;
  const due = [];
  window.setTimeout = (work, delay, ...rest) =>
    (delay ? schedule(work, delay, ...rest) : due.push(() => work(...rest)));
  try {
    if (isTrigger) component.setTriggerValue(name, value);
    else component.setStateValue(name, value);
  } finally {
    window.setTimeout = schedule;
  }
  for (const work of due) work();
}
