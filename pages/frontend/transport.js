// The transport: buttons, selects, timeline and words. It reports wishes and shows what it is told.

import { readable } from "./address.js";
import { ICONS } from "./icons.js";

const SPOKEN_EVERY = 2000;
const CONTROLS = "input, select, textarea, button, a[href], summary, [role=slider], [role=button], " +
  "[role=combobox], [role=option], [role=listbox], [role=radio], [role=checkbox], [role=switch], " +
  "[role=tab], [role=menuitem], [role=textbox], [role=spinbutton]";

export class Transport {
  constructor(wishes) {
    this.wishes = wishes;
    this.spoke = -Infinity;
    this.build();
  }

  build() {
    const { wishes } = this;
    this.back = button("step-back", ICONS.back, "Step back (←)", wishes.back);
    this.forward = button("step-forward", ICONS.forward, "Step forward (→)", wishes.forward);
    this.start = button("to-start", ICONS.start, "To the start (Home)", wishes.start);
    this.play = button("play", ICONS.play, "Play (space)", wishes.toggle);
    this.play.classList.add("primary");
    this.speed = select("speed", "Steps per frame", wishes.speed);
    this.rate = select("rate", "Frames per second (slow motion)", wishes.rate);
    this.timeline = timeline(wishes.scrub);
    this.readout = words("readout", "output");
    this.sentence = words("sentence", "p");
    this.sentence.setAttribute("aria-live", "polite");
    this.copy = button("copy-link", `${ICONS.link}<span>Copy link</span>`, "Copy a link to this step",
      () => this.copyLink());
    this.element = group("transport", [
      group("controls", [this.start, this.back, this.play, this.forward]),
      group("paces", [this.speed, this.rate]), this.readout, this.copy, this.timeline,
    ]);
  }

  offer({ speeds, rates }) {
    fill(this.speed, speeds ?? [1], (n) => `${n} step${n === 1 ? "" : "s"} per frame`);
    fill(this.rate, rates ?? [60], (n) => `${n} frame${n === 1 ? "" : "s"}/s`);
  }

  paces(speed, rate) {
    this.speed.value = String(speed);
    this.rate.value = String(rate);
  }

  position(step, last, furthest) {
    const most = Math.max(1, Math.min(last, roundUp(furthest)));
    if (Number(this.timeline.max) !== most) this.timeline.max = String(most);
    if (!this.isDragging) this.timeline.value = String(step);
    this.timeline.style.setProperty("--filled", `${(100 * step) / most}%`);
    this.timeline.setAttribute("aria-valuetext", `step ${step} of ${most}`);
    this.back.disabled = this.start.disabled = step <= 0;
    this.forward.disabled = step >= last;
  }

  playing(isPlaying) {
    if (this.isPlaying === isPlaying) return;
    this.isPlaying = isPlaying;
    this.play.innerHTML = isPlaying ? ICONS.pause : ICONS.play;
    name(this.play, isPlaying ? "Pause (space)" : "Play (space)");
  }

  // A screen reader would never finish a sentence that changes sixty times a second.
  speak(text, isUrgent) {
    const now = performance.now();
    if (!isUrgent && now - this.spoke < SPOKEN_EVERY) return;
    if (this.sentence.textContent === text) return;
    this.spoke = now;
    this.sentence.textContent = text;
  }

  async copyLink() {
    const link = readable(location.href);
    try {
      await navigator.clipboard.writeText(link);
      this.confirm("Copied");
    } catch {
      this.offerLink(link);
    }
  }

  confirm(text) {
    const label = this.copy.querySelector("span");
    label.textContent = text;
    clearTimeout(this.confirming);
    this.confirming = setTimeout(() => { label.textContent = "Copy link"; }, 2000);
  }

  // Without the right to write to the clipboard the link is shown, selected, to copy by hand.
  offerLink(link) {
    this.element.querySelector(".link")?.remove();
    const field = Object.assign(document.createElement("input"), {
      className: "link", value: link, readOnly: true, ariaLabel: "Link to this step",
    });
    this.copy.after(field);
    field.focus();
    field.select();
    if (document.execCommand?.("copy")) this.confirm("Copied");
    field.addEventListener("blur", () => field.remove(), { once: true });
  }

  // Space, arrows and Home belong to the transport unless a control has the focus. Inside the
  // stage the arrows work from its buttons too; a button keeps its own space.
  key(event, isInside) {
    if (event.defaultPrevented || isChord(event)) return false;
    const target = event.target instanceof Element ? event.target : document.body;
    const isButton = isInside && target.tagName === "BUTTON";
    if (!isButton && (target.closest(CONTROLS) || target.isContentEditable)) return false;
    const wish = this.wishOf(event.key, isButton);
    if (!wish) return false;
    event.preventDefault();
    wish();
    return true;
  }

  wishOf(key, isButton) {
    const { toggle, back, forward, start } = this.wishes;
    if (key === " ") return isButton ? null : toggle;
    return { ArrowLeft: back, ArrowRight: forward, Home: start }[key] ?? null;
  }
}

const isChord = (event) => event.ctrlKey || event.metaKey || event.altKey;

// 1, 2, 5, 10, … thousand: the timeline grows in few, large strides.
function roundUp(step) {
  let unit = 1000;
  for (;;) {
    for (const factor of [1, 2, 5]) if (factor * unit >= step) return factor * unit;
    unit *= 10;
  }
}

function name(element, label) {
  element.setAttribute("aria-label", label.replace(/ \([^)]*\)$/, ""));
  element.title = label;
}

function button(id, html, label, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.dataset.testid = id;
  element.innerHTML = html;
  name(element, label);
  element.addEventListener("click", () => onClick());
  return element;
}

function select(id, label, onChange) {
  const element = document.createElement("select");
  element.dataset.testid = id;
  element.title = label;
  element.setAttribute("aria-label", label);
  element.addEventListener("change", () => onChange(Number(element.value)));
  return element;
}

function fill(element, values, say) {
  const wanted = values.join();
  if (element.dataset.values === wanted) return;
  element.dataset.values = wanted;
  element.replaceChildren(...values.map((n) => new Option(say(n), String(n))));
}

function timeline(onScrub) {
  const element = Object.assign(document.createElement("input"), {
    type: "range", min: "0", max: "1000", step: "1", value: "0", title: "Timeline",
  });
  element.dataset.testid = "timeline";
  element.setAttribute("aria-label", "Timeline");
  element.addEventListener("input", () => onScrub(Number(element.value), false));
  element.addEventListener("change", () => onScrub(Number(element.value), true));
  return element;
}

function words(target, tag) {
  const element = document.createElement(tag);
  element.dataset.testid = target;
  element.dataset.target = target;
  element.className = target;
  return element;
}

function group(className, children) {
  const element = document.createElement("div");
  element.className = className;
  element.append(...children);
  return element;
}
