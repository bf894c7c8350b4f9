// Keeps the page's address up to date: a readable link to what is shown, with `step` at its end. The server
// only sends the link and never writes the address itself: Streamlit would then repeat that address in every
// later message, with an old step. A page is one entry of the browser's history: changes replace its address.

import { sharedAddress, tellHost } from "./host.js";
import { sendLiveAddress } from "./streamlit_compat_app.js";

// Browsers allow about a hundred changes in thirty seconds.
const URL_EVERY = 500;

// Back and Forward show another address, which the server still has to follow: it is not written over.
let isReturning = false;
let shown = null;

globalThis.addEventListener?.("popstate", () => { isReturning = here() !== shown; });

const here = () => location.pathname + location.search;

export class Address {
  constructor() {
    this.written = 0;
    this.link = null;
  }

  // Takes over the link that the server sent.
  follow(link) {
    this.link = link;
    isReturning = false;
  }

  update(step, isNow) {
    const now = performance.now();
    if (isReturning || (!isNow && now - this.written < URL_EVERY)) return;
    this.written = now;
    sendLiveAddress();
    const address = withStep(location.href, step, this.link);
    try {
      if (address !== location.href) history.replaceState(history.state, "", address);
    } catch {
      // Too many changes for this browser: the next one will do.
    }
    shown = here();
    if (isNow) tellHost();
  }
}

// Parameters that say how Streamlit is embedded stay in the address.
const FOREIGN = /^embed(_options)?=/;
const STEP = /^step(=|$)/;

export function withStep(href, step, link) {
  const address = new URL(href);
  const present = address.search.slice(1).split("&").filter((part) => part && !STEP.test(part));
  const kept = link === null ? present : [...present.filter((part) => FOREIGN.test(part)), ...parts(link)];
  if (step > 0) kept.push(`step=${step}`);
  address.search = kept.length ? `?${kept.join("&")}` : "";
  return address.href;
}

const parts = (link) => Object.entries(link).map(
  ([key, value]) => `${key}=${readable(encodeURIComponent(value))}`);

// The address that Copy link gives.
export const linkToCopy = () => readable(sharedAddress(location.href));

// Some characters need no escape in a query, and a link is easier to read without.
export const readable = (href) => href.replace(/%2C/gi, ",").replace(/%40/g, "@").replace(/%3A/gi, ":")
  .replace(/%3B/gi, ";").replace(/%3D/gi, "=")
  .replace(/%20/g, "+");
