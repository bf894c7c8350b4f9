"""The initial weights: those that `core.network.initializers` draws, layer by layer from one stream."""

from __future__ import annotations

from core.program.by_hand import initial_edits
from core.program.layout import Line, Section, function, lines
from core.program.plan import Plan

_RULES = {
    "zeros": "all zero",
    "normal": "normal, standard deviation 0.1",
    "xavier": "Xavier's",
    "he": "He's",
}

_EQUATIONS = {
    "zeros": "Every weight starts at zero: all units of a layer then stay equal.",
    "normal": r"Every weight is drawn from a normal distribution, $W \sim \mathcal{N}(0, 0.1^2)$.",
    "xavier": r"Xavier's rule keeps the variance of the activations about the same from layer to layer: "
    r"$W \sim \mathcal{U}(-r, r)$ with $r = \sqrt{6 / (d + h)}$ for $d$ inputs and $h$ units.",
    "he": r"He's rule is designed for ReLU: $W \sim \mathcal{N}(0, 2 / d)$ for $d$ inputs.",
}

_XAVIER = function(
    "xavier(d, h)",
    "Return weights (d, h) of a layer with d inputs and h units.",
    "r = np.sqrt(6 / (d + h))",
    "return rng.uniform(-r, r, (d, h))",
)


def weights(plan: Plan) -> Section:
    """Return the section that makes the initial weights and biases."""
    chosen = plan.experiment
    rng = (
        f"rng = np.random.default_rng(({chosen.seed}, 2))",
        f"seed {chosen.seed}; stream 2 draws the weights",
    )
    before = [] if chosen.init == "zeros" else [rng]
    code = lines(*before, *(_layer(plan, at) for at in plan.layers), *initial_edits(plan))
    if chosen.init == "xavier":
        code = f"{_XAVIER}\n\n\n{code}"
    words = f"{_EQUATIONS[chosen.init]} Biases start at zero."
    return Section(f"Initial weights: {_RULES[chosen.init]}", words, code)


def _layer(plan: Plan, at: int) -> Line:
    d, h = plan.experiment.sizes[at - 1 : at + 1]
    drawn = {
        "zeros": f"np.zeros(({h}, {d}))" if plan.columns else f"np.zeros(({d}, {h}))",
        "normal": f"rng.normal(0, 0.1, ({d}, {h})){plan.transpose}",
        "xavier": f"xavier({d}, {h}){plan.transpose}",
        "he": f"rng.normal(0, np.sqrt(2 / {d}), ({d}, {h})){plan.transpose}",
    }[plan.experiment.init]
    bias = f"np.zeros(({h}, 1))" if plan.columns else f"np.zeros({h})"
    return f"W{at}, b{at} = {drawn}, {bias}", f"{plan.shape(f'W{at}')}, {plan.shape(f'b{at}')}"
