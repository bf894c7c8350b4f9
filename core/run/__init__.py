"""The run: an experiment, and the network after any number of updates.

Read `datasets` (drawn at random), `given` with `point_text` and `iris` (given ones), `rows` with
`worked_example` (samples of a calculation by hand), `scaling`, `features` and `optimizers`; `fields`,
`sequences`, `texts`, `edits`, `experiment` and `link` (what a user chooses, and how it is written);
`changes` (what changes in mid-run); `training` (one update); `snapshot` with `gradient_norms`, and
`timeline` (a run at any step) with `other_batch`.  The rest makes it fast and safe: `fast_step` with
`fast_gradient`, `checkpoints`, `replay`, `history`, `batched_snapshots`, `safe_range`, `overflow` and
`cost`.
"""
