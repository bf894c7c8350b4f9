// The page's address: the parameter `step` kept true, last and readable.

// Browsers allow about a hundred changes in thirty seconds.
const URL_EVERY = 500;

export class Address {
  constructor() {
    this.wrote = 0;
  }

  follow(step, isNow) {
    const now = performance.now();
    if (!isNow && now - this.wrote < URL_EVERY) return;
    this.wrote = now;
    const address = withStep(location.href, step);
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

export function withStep(href, step) {
  const address = new URL(href);
  const kept = address.search.slice(1).split("&").filter((part) => part && !/^step(=|$)/.test(part));
  if (step > 0) kept.push(`step=${step}`);
  address.search = kept.length ? `?${kept.join("&")}` : "";
  return address.href;
}

// Commas and at-signs need no escape in a query, and a link is easier to read without.
export const readable = (href) => href.replace(/%2C/gi, ",").replace(/%40/g, "@");
