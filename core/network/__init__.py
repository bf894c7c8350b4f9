"""The network: its functions, the forward pass, and the backward pass."""
