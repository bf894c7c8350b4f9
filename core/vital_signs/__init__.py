"""Vital signs: the quantities by which practitioners judge whether a run learns.

Read `layers` (gradient norm, update ratio, saturated and dead units, mean f'); then `curvature` (products
with the Hessian), `lanczos` (its largest eigenvalue from such products) and `sharpness` (the two together,
and the threshold beyond which an update overshoots).  `slices` is work that others may interrupt.
"""
