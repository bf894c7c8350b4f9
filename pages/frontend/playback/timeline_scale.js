// Where a step is on the timeline. The scale is fixed for a run, so the thumb never goes back: nearly linear
// for the first steps, then logarithmic, since a run may have a million steps and most of the learning is in
// the first thousand.

const LINEAR = 100; // steps

// The share of the timeline to the left of a step, where the timeline ends at the step `limit`.
export const shareAt = (step, limit) => Math.log1p(step / LINEAR) / Math.log1p(limit / LINEAR);

// The step nearest to a share of the timeline.
export function stepAt(share, limit) {
  const within = Math.min(Math.max(share, 0), 1);
  return Math.round(LINEAR * Math.expm1(within * Math.log1p(limit / LINEAR)));
}

// The step a tenth of the timeline further on, or back; another one in any case.
export function leapFrom(step, direction, limit) {
  const to = stepAt(shareAt(step, limit) + direction / 10, limit);
  return Math.min(Math.max(direction > 0 ? Math.max(to, step + 1) : Math.min(to, step - 1), 0), limit);
}

// The share that a letter of a label takes on a phone, and the gap between two labels.
const LETTER = 0.017;
const GAP = 0.012;

// The labelled steps in their order: both ends, powers of ten, then 5 and 2 times these where there is room.
export function ticksOf(limit) {
  const ticks = [0, limit];
  for (const factor of [1, 5, 2]) {
    for (let step = factor; step < limit; step *= 10) {
      if (ticks.every((other) => isApart(step, other, limit))) ticks.push(step);
    }
  }
  return ticks.sort((a, b) => a - b);
}

// The labels at the ends begin and end with the timeline, the others stand in the middle of their step.
function isApart(step, other, limit) {
  const half = other === 0 || other === limit ? 1 : 0.5;
  const letters = labelOf(step).length / 2 + half * labelOf(other).length;
  return Math.abs(shareAt(step, limit) - shareAt(other, limit)) >= LETTER * letters + GAP;
}

export const labelOf = (step) => step.toLocaleString("en-US");
