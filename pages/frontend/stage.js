// The entry: called by Streamlit with each message, always with the same parent element.

import { loadDrawing } from "./load.js";
import { read } from "./packed.js";
import { Player } from "./player.js";

const OUTSIDE = ["pointerdown", "pointerup", "click", "input", "change", "focusout"];

// How long a stage that left the page may come back; a busy server takes seconds to a full run.
const KEPT = 20000;

const stages = new Map();

export default function mount(component, plotlyFile) {
  const { parentElement } = component;
  const stage = stages.get(parentElement) ?? returning() ?? new Stage(plotlyFile);
  stage.settleIn(parentElement);
  stage.receive(component);
  return () => stage.leave(parentElement);
}

// Reruns that cut each other short can make Streamlit remove the element and make it anew, and a page
// turned to has an element of its own. The stage then moves over with its figures, its step, playing on;
// the message says whether it shows another run.
function returning() {
  const left = [...stages].filter(([parent]) => !parent.isConnected);
  return left.at(-1)?.[1] ?? null;
}

class Stage {
  constructor(plotlyFile) {
    this.player = new Player((ask) => this.component.setStateValue("ask", ask));
    this.listening = new AbortController();
    this.listen();
    this.chain = this.load(plotlyFile);
  }

  settleIn(parent) {
    if (this.parent === parent) return;
    stages.delete(this.parent);
    stages.set(parent, this);
    this.parent = parent;
    parent.append(this.player.element);
  }

  async load(plotlyFile) {
    try {
      await loadDrawing(plotlyFile);
    } catch (error) {
      this.player.fail("The drawing library could not be loaded. Reload the page to try again.", error);
    }
  }

  // Messages are taken one after another: a scene takes a while to draw. They are read meanwhile.
  receive(component) {
    this.component = component;
    const { data } = component;
    if (!data || data === this.data) return;
    this.data = data;
    const message = read(data);
    message.catch(() => {}); // told when its turn comes
    this.chain = this.chain.then(() => this.take(message));
  }

  async take(message) {
    if (!window.Plotly) return;
    try {
      await this.player.intake.absorb(await message);
    } catch (error) {
      this.player.fail("A message from the server could not be read. Reload the page.", error);
    }
  }

  listen() {
    const { signal } = this.listening;
    const options = { capture: true, signal };
    document.addEventListener("keydown", (event) => this.onKey(event), options);
    for (const type of OUTSIDE) document.addEventListener(type, (e) => this.onOutside(e), options);
    document.addEventListener("visibilitychange", () => this.player.asks.pump(), { signal });
  }

  // A stage that left the page for another scene hears nothing there.
  onKey(event) {
    if (!this.player.element.isConnected) return;
    if (!this.player.transport.key(event, this.isInside(event))) this.onOutside(event);
  }

  // Another control may be about to change: the message that says so carries the page's address,
  // so the address must tell the step now.
  onOutside(event) {
    if (this.isInside(event) || !this.player.element.isConnected) return;
    this.player.asks.quiet.disturb();
    this.player.follow();
  }

  isInside({ target }) {
    return target instanceof Node && this.player.element.contains(target);
  }

  // Streamlit may end one call of `mount` after it began the next: only a stage that stays away
  // from the page is gone for good.
  leave(parent) {
    setTimeout(() => {
      if (this.parent !== parent || parent.isConnected) return;
      this.listening.abort();
      this.player.remove();
      stages.delete(parent);
    }, KEPT);
  }
}
