// The stage: figures that play the run. Streamlit calls `mount` with each message, always with the same
// parent element.

import { loadStageStyles, loadStyles } from "./common/load.js";
import { sendAlone } from "./common/streamlit_compat.js";
import { read } from "./common/unpack.js";
import { DrawMode } from "./drawing/draw_mode.js";
import { Player } from "./playback/player.js";
import { Remarks } from "./playback/remarks.js";
import { WeightPanel } from "./playback/weight_panel.js";

const OUTSIDE = ["pointerdown", "pointerup", "click", "input", "change", "focusout"];

// Milliseconds in which a stage that left the page may return: a busy server takes seconds for a full run.
const KEPT = 20000;

const stages = new Map();

export default function mount(component, plotlyFile) {
  const { parentElement } = component;
  const stage = stages.get(parentElement) ?? detachedStage() ?? new Stage(plotlyFile);
  stage.attach(parentElement);
  stage.receive(component);
  return () => stage.leave(parentElement);
}

// When one rerun interrupts another, Streamlit may remove the element and create it again, and each page has
// an element of its own. The stage then moves there with its figures and its step, and plays on. The message
// says whether it shows another run.
function detachedStage() {
  const detached = [...stages].filter(([parent]) => !parent.isConnected);
  return detached.at(-1)?.[1] ?? null;
}

class Stage {
  constructor(plotlyFile) {
    this.player = new Player((request) => sendAlone(this.component, "request", request));
    new Remarks(this.player).onChoose = (offer) => sendAlone(this.component, "offer", offer, true);
    new DrawMode(this.player, (points) => sendAlone(this.component, "drawing", points, true));
    new WeightPanel(this.player).onEdit = (edit) => sendAlone(this.component, "edit", edit, true);
    this.listening = new AbortController();
    this.listen();
    this.plotlyFile = plotlyFile;
    const styles = [loadStageStyles(), // first: the others refine it
      loadStyles("timeline.css", "remarks.css", "weight.css", "drawing.css")];
    this.chain = Promise.all(styles).catch((error) => this.failToLoad(error));
  }

  attach(parent) {
    if (this.parent === parent) return;
    stages.delete(this.parent);
    stages.set(parent, this);
    this.parent = parent;
    parent.append(this.player.element);
  }

  failToLoad(error) {
    this.player.fail("The plotting library could not be loaded. Reload the page to try again.", error);
  }

  // While a run plays, its frames go on as sketches.
  bringPlotly() {
    const { player } = this;
    return player.gallery.bringPlotly(this.plotlyFile, () => player.isPlaying || player.isDragging);
  }

  // Messages are unpacked at once, and handled one after another: a scene takes a while to draw.
  receive(component) {
    this.component = component;
    const { data } = component;
    if (!data || data === this.data) return;
    this.data = data;
    const message = read(data);
    message.catch(() => {}); // reported when it is handled
    this.chain = this.chain.then(() => this.handle(message));
  }

  async handle(message) {
    try {
      await this.player.responses.receive(await message);
      this.plotly ??= this.bringPlotly().catch((error) => this.failToLoad(error));
    } catch (error) {
      this.player.fail("The page could not read a message from the server. Reload the page.", error);
    }
  }

  listen() {
    const { signal } = this.listening;
    const options = { capture: true, signal };
    document.addEventListener("keydown", (event) => this.onKey(event), options);
    for (const type of OUTSIDE) document.addEventListener(type, (e) => this.onOutside(e), options);
    document.addEventListener("visibilitychange", () => this.player.requests.pump(), { signal });
  }

  // A stage that left the page for another scene ignores the keys there.
  onKey(event) {
    if (!this.player.element.isConnected) return;
    if (!this.player.transport.key(event, this.isInside(event))) this.onOutside(event);
  }

  // Another control may be about to change. Its message carries the page's address, so the address must
  // contain the current step.
  onOutside(event) {
    if (this.isInside(event) || !this.player.element.isConnected) return;
    this.player.requests.timing.noteInput();
    this.player.updateAddress();
  }

  isInside({ target }) {
    return target instanceof Node && this.player.element.contains(target);
  }

  // Streamlit may end one call of `mount` after it began the next: only a stage that stays off the page is
  // removed.
  leave(parent) {
    setTimeout(() => {
      if (this.parent !== parent || parent.isConnected) return;
      this.listening.abort();
      this.player.remove();
      stages.delete(parent);
    }, KEPT);
  }
}
