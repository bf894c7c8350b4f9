// Rows of numbers by step, and the rule that says which of them a line shows at step k.
//
// Shown are the multiples m <= k of g(k), the step before each, and k itself; g(k) is the smallest power of
// two with k / g <= limit. So the picture depends on k alone, not on the steps shown before, and a loss that
// swings from step to step is seen to. A multiple m is shown at some k only if m <= limit * (largest power of
// two dividing m): all other rows are dropped, and the memory grows with the logarithm of the run.

export function gapAt(step, limit) {
  let gap = 1;
  while (step / gap > limit) gap *= 2;
  return gap;
}

export class History {
  // Of a table that is not paired, the multiples alone are shown.
  constructor({ isPaired = true } = {}) {
    this.isPaired = isPaired;
    this.limit = 512;
    this.clear();
  }

  clear() {
    this.rows = new Map();
    this.latest = null;
  }

  // The latest row is kept although it may never be shown again: the picture may stand on its step.
  add(rows) {
    for (const row of rows ?? []) {
      this.latest = row.slice();
      if (this.isEverShown(row[0])) this.rows.set(row[0], this.latest);
    }
  }

  isEverShown(step) {
    return this.isMultiple(step) || (this.isPaired && this.isMultiple(step + 1));
  }

  isMultiple(step) {
    return step <= this.limit * largestPowerOfTwoIn(step);
  }

  stepsBefore(step, limit) {
    const gap = gapAt(step, limit);
    const steps = [];
    for (let s = 0; s <= step; s += gap) {
      if (this.isPaired && s > 0 && gap > 1) steps.push(s - 1);
      if (s < step) steps.push(s);
    }
    return steps;
  }

  isComplete(step) {
    if (!this.limit) return true;
    const isLastKept = !this.isMultiple(step) || this.rows.has(step);
    return isLastKept && this.stepsBefore(step, this.limit).every((s) => this.rows.has(s));
  }

  shown(step, limit, now) {
    const rows = this.stepsBefore(step, limit).map((s) => this.rows.get(s)).filter(Boolean);
    const last = now ?? this.rows.get(step) ?? (this.latest?.[0] === step ? this.latest : null);
    if (last) rows.push(last);
    return rows;
  }
}

// The power of two that spaces the pairs of rows, leaving out the last row, which is the step itself; 1
// without rows. While a run plays, rows may be missing: they arrive when it rests.
export function widestGap(rows) {
  let widest = 1;
  for (let i = 1; i < rows.length - 1; i += 1) {
    while (widest < rows[i][0] - rows[i - 1][0]) widest *= 2;
  }
  return widest;
}

function largestPowerOfTwoIn(step) {
  if (step === 0) return 1;
  let power = 1;
  while (step % (2 * power) === 0) power *= 2;
  return power;
}
