// Streamlit's app object: the address that its messages carry, and what it knows of the page around it.
// After an upgrade run tests/browser/test_compat.py.

let app = null;

// React links the app's component to the page's root element.
function streamlitApp() {
  const root = document.getElementById("root");
  const waiting = [root?.[Object.keys(root).find((name) => name.startsWith("__reactContainer$"))]];
  while (!app && waiting.length) {
    const fiber = waiting.pop();
    if (fiber?.stateNode?.syncQueryParams) app = fiber.stateNode;
    if (fiber) waiting.push(fiber.sibling, fiber.child);
  }
  return app;
}

// The messages would carry the address with which the page was opened, or to which Back led. Without that one
// they carry the address as it stands. Nothing is drawn from it: the page need not be drawn again.
export function sendLiveAddress() {
  if (streamlitApp()?.state.queryParams) app.state.queryParams = "";
}

// The pages that may frame the app and speak with it: client.allowedOrigins, or what the host has put there.
export const allowedOrigins = () => streamlitApp()?.hostCommunicationMgr.allowedOrigins ?? [];

// Where the page around the frame shows this app; "" if it has not said so.
export const hostAddress = () => streamlitApp()?.state.pageLinkBaseUrl ?? "";

// The picture of a page: with the column of words beside it, if there is one.
export const pictureOf = (stage) => stage.closest(".stHorizontalBlock") ?? stage;

// What Streamlit tells such a page when the query changes, and how that page sets it.
export const queryMessage = (search) => ({ stCommVersion: 1, type: "SET_QUERY_PARAM", queryParams: search });

export function queryFromHost({ data, source, origin }) {
  const isMeant = data?.stCommVersion === 1 && data.type === "UPDATE_FROM_QUERY_PARAMS";
  return isMeant && source === window.parent ? { origin, query: String(data.queryParams) } : null;
}
