// Streamlit's own app object, which is not public: the address that its messages carry. After an upgrade run
// tests/browser/test_compat.py.

// React keeps the app's component among the links that start at the page's root element.
function findApp() {
  const root = document.getElementById("root");
  const key = Object.keys(root ?? {}).find((name) => name.startsWith("__reactContainer$"));
  const waiting = [root?.[key]];
  while (waiting.length) {
    const fiber = waiting.pop();
    if (fiber?.stateNode?.syncQueryParams) return fiber.stateNode;
    if (fiber) waiting.push(fiber.sibling, fiber.child);
  }
  return null;
}

let app = null;

export const streamlitApp = () => (app ??= findApp());

// The page's messages would carry the address with which it was opened, or to which Back led. Without that
// one they carry the address as it stands.
export function sendLiveAddress() {
  if (streamlitApp()?.state.queryParams) app.setState({ queryParams: "" });
}
