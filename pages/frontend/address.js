// The page's address: the whole link of what is shown, kept true, readable, `step` last. The page
// only names the link and writes no address itself: one that it wrote would be the one that every
// later message carries, and the step in it would be old.

// Browsers allow about a hundred changes in thirty seconds.
const URL_EVERY = 500;

export class Address {
  constructor() {
    this.wrote = 0;
    this.link = null;
  }

  follow(step, isNow) {
    const now = performance.now();
    if (!isNow && now - this.wrote < URL_EVERY) return;
    this.wrote = now;
    const address = withStep(location.href, step, this.link);
    if (address !== location.href) this.write(address);
  }

  write(address) {
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Too many changes for this browser: the next one will do.
    }
  }
}

// How Streamlit is embedded is not ours to drop.
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

// Some signs need no escape in a query, and a link is easier to read without.
export const readable = (href) => href.replace(/%2C/gi, ",").replace(/%40/g, "@").replace(/%3A/gi, ":")
  .replace(/%20/g, "+");
