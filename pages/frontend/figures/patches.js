// Patches: the arguments of Plotly.update as plain data (see pages/figures/patch.py).

// One update for several patches, so Plotly redraws once. It ignores undefined values.
export function mergedPatches(patches) {
  const traces = [...new Set(patches.flatMap((patch) => patch.traces ?? []))];
  const update = {};
  for (const patch of patches) {
    for (const [key, values] of Object.entries(patch.update ?? {})) {
      update[key] ??= traces.map(() => undefined);
      const valueOf = (i) => (Array.isArray(values) ? values[i % values.length] : values);
      (patch.traces ?? []).forEach((trace, i) => { update[key][traces.indexOf(trace)] = valueOf(i); });
    }
  }
  return { update, traces, layout: Object.assign({}, ...patches.map((patch) => patch.layout)) };
}
