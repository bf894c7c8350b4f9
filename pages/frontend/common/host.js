// The page around the app's frame. If it is allowed to know, it is told the query of the app's address, and
// nothing else.

import { allowedOrigins, hostAddress, queryFromHost, queryMessage } from "./streamlit_compat_app.js";

// A Space writes the query that it is told into its own address.
const SPACES = "https://huggingface.co";

let told = null;

export function tellHost() {
  const origin = hostOrigin();
  const { pathname, search } = location;
  if (!origin || told === pathname + search) return;
  told = pathname + search;
  const message = messageTo(origin, search, allowedOrigins());
  if (message) window.parent.postMessage(message, origin);
}

// What a page of this origin is told; null if it is not to know.
export function messageTo(origin, search, allowed) {
  if (origin === SPACES) return { queryString: search || "?", hash: "" };
  return isAllowed(origin, allowed) ? queryMessage(search) : null;
}

// An allowed origin may have a star for any part of its name.
function isAllowed(origin, allowed) {
  return allowed.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[^\w]/g, "\\$&"));
    return new RegExp(`^${parts.join("[\\w.-]+")}$`).test(origin);
  });
}

function hostOrigin() {
  if (window.parent === window) return "";
  const [nearest] = location.ancestorOrigins ?? [];
  return nearest ?? (document.referrer && new URL(document.referrer).origin);
}

// The address to give to others: where the page around the frame shows the app, else the app's own. The last
// part of the path is the page: pages are one level deep.
export function sharedAddress(own, base = hostAddress()) {
  if (!/^https?:/.test(base)) return own;
  const { pathname, search } = new URL(own);
  return `${base.replace(/\/+$/, "")}/${pathname.split("/").at(-1)}${search}`;
}

// The page around the frame went Back, and tells the query of that entry: the frame follows as if its own
// Back had led there.
globalThis.addEventListener?.("message", (event) => {
  const set = queryFromHost(event);
  if (!set || !isAllowed(set.origin, allowedOrigins())) return;
  const address = new URL(location.href);
  address.search = set.query;
  told = address.pathname + address.search;
  history.replaceState(history.state, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
});
