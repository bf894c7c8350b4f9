"""The network: a function of its weights, and the derivative of its loss.

Read `activation` with `activations`, `losses` with `loss_functions`, `penalties` and `initializers`; then
`layers` (forward pass) and `backprop` (backward pass).  `in_place` is an activation without a new array,
`plane` the forward pass for many points, faster and in single precision; `roundoff` bounds what rounding
leaves of an exact zero.
"""
