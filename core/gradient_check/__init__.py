"""The gradient check: the gradient measured by differences of the loss."""
