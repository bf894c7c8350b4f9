"""The network: a function of its weights, and the derivative of its loss.

Read `activations`, `losses` and `initializers`; then `layers` (forward pass) and `backprop` (backward
pass).  `plane` is the forward pass for many points, faster and in single precision; `roundoff` bounds what
rounding leaves of an exact zero.
"""
