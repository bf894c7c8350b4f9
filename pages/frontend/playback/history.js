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

function stepsBefore(step, limit) {
  const gap = gapAt(step, limit);
  const steps = [];
  for (let s = 0; s <= step; s += gap) {
    if (s > 0 && gap > 1) steps.push(s - 1);
    if (s < step) steps.push(s);
  }
  return steps;
}

export class History {
  constructor() {
    this.limit = 512;
    this.clear();
  }

  clear() {
    this.rows = new Map();
  }

  add(rows) {
    for (const row of rows ?? []) {
      if (this.isMultiple(row[0]) || this.isMultiple(row[0] + 1)) this.rows.set(row[0], row.slice());
    }
  }

  isMultiple(step) {
    return step <= this.limit * largestPowerOfTwoIn(step);
  }

  isComplete(step) {
    const isLastKept = !this.isMultiple(step) || this.rows.has(step);
    return isLastKept && stepsBefore(step, this.limit).every((s) => this.rows.has(s));
  }

  shown(step, limit, now) {
    const rows = stepsBefore(step, limit).map((s) => this.rows.get(s)).filter(Boolean);
    const last = now ?? this.rows.get(step);
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
