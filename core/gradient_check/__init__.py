"""The gradient check: compare a backward pass with difference quotients of the loss.

Read `differences` (one parameter after another), `selection` (which parameters of a large network), `sweep`
(many perturbations at once) with `moved_penalties`, then `verdict` (why the two differ).  `backward_pass`
has lines that can be replaced, and `wrong_lines` some that replace them.  `pasted` reads gradients that a
learner's program printed, `wrong_gradients` has those of known mistakes, and `pasted_verdict` says what is
wrong.
"""
