"""The equation of a picture in one line, with symbols."""

from core import ACTIVATIONS
from pages.export.equation import CHECKS, phase_of
from pages.export.order import Order
from pages.scenes.one_step.equations import equation

_QUOTIENTS = {"central": "(L(θ + ε) − L(θ − ε)) / 2ε", "forward": "(L(θ + ε) − L(θ)) / ε"}
_CHECKS = {
    "analytic": "dW = ∂L/∂W, db = ∂L/∂b",
    "numeric": "∂L/∂θ ≈ {quotient}",
    "difference": "|dθ − {quotient}|",
    "epsilon": "|a − b| / (|a| + |b|), b = {quotient}",
    "race": "L(θₜ), θₜ₊₁ = θₜ − lr · dθₜ",
}
_OTHERS = {
    "norms": "‖∇ᵢ‖ = √(Σ dWᵢ² + Σ dbᵢ²)",
    "ratio": "‖ΔWᵢ‖ / ‖Wᵢ‖",
    "saturation": "mean f′(Z) near 0",
    "sharpness": "λₘₐₓ(∇² loss)",
    "jacobian": "∂A/∂Z = diag(a) − a aᵀ, aᵀ = A",
}


def short_equation(order: Order) -> str:
    """Return the equation of an order's picture as text.

    Raises
    ------
    ValueError
        If the run has no such phase.
    """
    figure = order.style.figure
    if figure in CHECKS:
        return _CHECKS[figure].format(quotient=_QUOTIENTS[order.gradient_check.scheme])
    if figure in ("slope", "slope_map"):
        activation = ACTIVATIONS[order.experiment.activation]
        return f"A = {activation.symbol}(Z), f′(Z) = {activation.slope.format(Z='Z', A='A')}"
    return _OTHERS.get(figure) or equation(*phase_of(order))
