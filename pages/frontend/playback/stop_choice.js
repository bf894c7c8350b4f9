// The choice on the transport of where a run shall stop: a kind, and its value.

import { label, named } from "../common/dom.js";
import { KINDS, parse } from "./stop.js";

export class StopChoice {
  constructor(onChange) {
    this.onChange = onChange;
    this.kind = named("select", "stop-kind", "");
    label(this.kind, "Stop at a training loss, a training accuracy or a step");
    this.kind.append(...Object.entries(KINDS).map(([kind, { name }]) => new Option(name, kind)));
    this.value = named("input", "stop-value", "");
    this.value.type = "number";
    this.unit = named("span", "stop-unit", "unit");
    this.element = named("div", "stop");
    this.element.append(this.kind, this.value, this.unit);
    this.kind.addEventListener("change", () => this.choose());
    this.value.addEventListener("change", () => this.choose(Number(this.value.value)));
    this.show("none");
  }

  // A value out of bounds becomes the nearest one; a kind without a value gets a usual one.
  choose(value) {
    const { first, least, most, step } = KINDS[this.kind.value];
    const chosen = Number.isFinite(value) && value !== 0 ? Math.min(Math.max(value, least), most) : first;
    const text = step === "1" ? Math.round(chosen) : chosen;
    this.onChange(this.kind.value === "none" ? "none" : `${this.kind.value}:${text}`);
  }

  show(text) {
    const { kind, value } = parse(text);
    const { least, most, step, unit } = KINDS[kind];
    this.kind.value = kind;
    this.element.dataset.kind = kind;
    this.value.hidden = kind === "none";
    const bounds = { min: least ?? "", max: most ?? "", step: step ?? "any" };
    Object.assign(this.value, { ...bounds, value: String(value) });
    label(this.value, kind === "none" ? "Value" : `Stop at ${kind}`);
    this.unit.textContent = unit ?? "";
  }
}
