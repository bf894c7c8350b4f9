"""One training step as matrices: every phase of the forward pass, the backward pass and the update.

Read `parts` (what a step is made of), `phases` (how it is made), then `code_lines` (each phase as NumPy).
"""
