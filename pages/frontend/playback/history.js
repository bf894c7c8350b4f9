// Rows of numbers by step, and the rule that says which of them a line shows at step k.
//
// Shown are the steps k' <= k that are multiples of g(k), and k itself; g(k) is the smallest power of two
// with k / g <= limit. So the picture depends on k alone, not on the steps shown before. A step s is shown at
// some k only if s <= limit * (largest power of two dividing s): all other rows are dropped, and the memory
// grows with the logarithm of the run.

export function gapAt(step, limit) {
  let gap = 1;
  while (step / gap > limit) gap *= 2;
  return gap;
}

export class History {
  constructor() {
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
    return step <= this.limit * largestPowerOfTwoIn(step);
  }

  isComplete(step) {
    if (!this.limit) return true;
    const gap = gapAt(step, this.limit);
    for (let s = 0; s <= step; s += gap) if (!this.rows.has(s)) return false;
    return true;
  }

  shown(step, limit, now) {
    const gap = gapAt(step, limit);
    const rows = [];
    for (let s = 0; s < step; s += gap) {
      const row = this.rows.get(s);
      if (row) rows.push(row);
    }
    const last = now ?? this.rows.get(step) ?? (this.latest?.[0] === step ? this.latest : null);
    if (last) rows.push(last);
    return rows;
  }
}

// The largest gap between two rows, leaving out the last one, which is the step itself; 1 without rows. While
// a run plays, rows may be missing: they arrive when it rests.
export function widestGap(rows) {
  let widest = 1;
  for (let i = 1; i < rows.length - 1; i += 1) widest = Math.max(widest, rows[i][0] - rows[i - 1][0]);
  return widest;
}

function largestPowerOfTwoIn(step) {
  if (step === 0) return 1;
  let power = 1;
  while (step % (2 * power) === 0) power *= 2;
  return power;
}
