// Says once that the script of its page is over, and that the browser has nothing to do.

import { isScriptRunning, sendAlone } from "./common/streamlit_compat.js";

const AGAIN = 50; // milliseconds

const waiting = new WeakSet();

export default function mount(component) {
  const { parentElement, data } = component;
  if (data.told || waiting.has(parentElement)) return;
  waiting.add(parentElement);
  const look = () => {
    if (isScriptRunning()) return setTimeout(whenIdle, AGAIN);
    waiting.delete(parentElement);
    return parentElement.isConnected && sendAlone(component, "idle", true);
  };
  const whenIdle = () => (window.requestIdleCallback ?? setTimeout)(look);
  whenIdle();
}
