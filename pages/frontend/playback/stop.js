// Where a run shall stop while it plays: at a training loss, a training accuracy or a step, written as in the
// link: "loss:0.1", "accuracy:95", "step:1000" or "none".

const LOSS = 1;
const ACCURACY = 3; // places in a row of the history

export const KINDS = {
  none: { name: "⚑ no stop" },
  loss: { name: "loss ≤", first: 0.1, least: 0.000001, most: 100, step: "any" },
  accuracy: { name: "accuracy ≥", first: 95, least: 1, most: 100, step: "any", unit: "%" },
  step: { name: "step", first: 1000, least: 1, most: 1000000, step: "1" },
};

export function parse(text) {
  const [kind, value] = String(text ?? "none").split(":");
  if (!Object.hasOwn(KINDS, kind) || kind === "none") return { kind: "none", value: 0 };
  return { kind, value: Number(value) };
}

const TESTS = {
  none: () => false,
  loss: (value, row) => row[LOSS] <= value,
  accuracy: (value, row) => 100 * row[ACCURACY] >= value - 1e-9,
  step: (value, row) => row[0] >= value,
};

// Whether the condition holds at the step of a row of the history.
export function isMet({ kind, value }, row) {
  return Boolean(row) && TESTS[kind](value, row);
}

const REASONS = {
  loss: (value) => `the training loss is at most ${value}`,
  accuracy: (value) => `the training accuracy is at least ${value} %`,
  step: () => "the step that you chose",
};

export class Stop {
  constructor(player) {
    Object.assign(this, { player, text: "none", condition: parse("none"), reached: null });
  }

  choose(text) {
    this.text = text;
    this.condition = parse(text);
    this.reached = null;
    this.player.transport.stop.show(text);
    this.arm();
  }

  // The reader's choice holds until the page asks for another.
  adopt({ stop = "none" }) {
    if (stop !== this.offered) this.choose(stop);
    this.offered = stop;
  }

  // A run that plays on from where the condition holds stops only when it holds anew.
  arm() {
    this.reached = null;
    this.isNear = false;
    this.isArmed = !isMet(this.condition, this.player.frameAt(this.player.at)?.row);
  }

  // Frames may be several steps apart. If the condition holds at the next one, the steps before it are played
  // one by one: the run stops at the first of them.
  slowsFor({ step, row }) {
    if (this.player.stride === 1 || step - this.player.at <= 1) return false;
    this.isNear = this.isArmed && isMet(this.condition, row);
    return this.isNear;
  }

  // So are the steps after the last whole stride of a run: the condition may first hold there.
  slowsAtEnd() {
    const { player, condition } = this;
    this.isNear = this.isArmed && condition.kind !== "none" && player.stride > 1 && player.at < player.last;
    return this.isNear;
  }

  isReached({ step, row }) {
    const holds = isMet(this.condition, row);
    if (holds && this.isArmed) this.reached = step;
    this.isArmed ||= !holds;
    return this.reached === step;
  }

  get why() {
    const { condition: { kind, value }, reached } = this;
    if (reached === null || reached !== this.player.at) return null;
    return `Stopped at step ${reached.toLocaleString("en")}: ${REASONS[kind](value)}.`;
  }
}
