"""Diagnosis: why a run does not learn, and what helps.

Read `finding` (what is said), `symptoms` with `replays` (what is measured) and `evidence` (how it is
shown); `trials` and `changes` (advice is tried before it is given); `suspicion`; the causes in
`frozen`, `degenerate` with `units`, `inputs`, `steps`, `scale`, `landscape` and `generalization`; then
`diagnose`, which puts them in order.  `wording` prints numbers.
"""
