"""The bugs in a training step; most leave every shape right.

Each replaces one kind of line: in the backward pass what is computed (`core.gradient_check.wrong_lines`),
in the listing of the code what is read (`wrong_code`).  A test runs the listing and compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core import Experiment
from core.gradient_check import wrong_lines
from core.gradient_check.backward_pass import CORRECT, BackwardPass
from pages.scenes.gradient_check import obstacles, wrong_code
from pages.scenes.gradient_check.obstacles import Obstacle
from pages.scenes.gradient_check.wrong_code import Rewrite, replacing, with_error


@dataclass(frozen=True, kw_only=True)
class Bug:
    """Describe one bug: a wrong line.

    Attributes
    ----------
    key, title : str
        Its name in a link and on the page.
    rewrite : callable
        Writes it into the lines of code.
    backward_pass : BackwardPass
        Computes what these lines do.
    why : str
        What the wrong line computes, in a sentence or two.
    hint : str
        What to think of, without naming the line.
    obstacle : callable
        (experiment, samples) → why the bug is not possible in that network, or None.
    remedy : mapping
        Fields of a link to a network where it is possible.
    """

    key: str
    title: str
    rewrite: Rewrite
    backward_pass: BackwardPass
    why: str
    hint: str
    obstacle: Obstacle = obstacles.nothing
    remedy: Mapping[str, str] = field(default_factory=dict)

    @property
    def shows_over_steps(self) -> bool:
        """Whether every gradient at one step is right, and training goes wrong all the same."""
        lines = self.backward_pass
        return lines.accumulates or lines.adam is not CORRECT.adam


def backward_pass_of(name: str) -> BackwardPass:
    """Return the backward pass with a bug, or the correct one if there is no bug of this name."""
    return BUGS[name].backward_pass if name in BUGS else CORRECT


def possible(experiment: Experiment, n: int) -> list[Bug]:
    """Return the bugs that are possible in a network with a batch of `n` samples."""
    return [mistake for mistake in BUGS.values() if mistake.obstacle(experiment, n) is None]


_ONE_N = "The loss is a mean over the samples. Count how often 1/n enters the gradient."
_ONCE = (
    " The check cannot see it: it runs the backward pass once, and the first gradients are right. "
    "Training shows it."
)

_TABLE = (
    Bug(
        key="transpose",
        title="Missing transpose",
        rewrite=wrong_code.without_transpose,
        backward_pass=replace(CORRECT, back=wrong_lines.untransposed),
        why="If W is square, W fits as well as Wᵀ, and the gradient goes back through the wrong weights.",
        hint="Going back, the units of a layer play the other part in W than going forward.",
        obstacle=obstacles.no_square,
        remedy={"hidden": "4,4"},
    ),
    Bug(
        key="mean",
        title="Missing 1/n",
        rewrite=with_error(r"\1 - Y"),
        backward_pass=replace(CORRECT, error=lambda A, Y: A - Y),
        why="The loss is a mean, but this is the gradient of a sum: right direction, n times too large.",
        hint=_ONE_N,
        obstacle=obstacles.one_row,
        remedy={"batch": "10"},
    ),
    Bug(
        key="slope",
        title="Derivative computed from Z instead of A",
        rewrite=wrong_code.slope_of_Z,
        backward_pass=replace(CORRECT, slope=wrong_lines.slope_of_Z),
        why="Eq. (11) writes the derivative of the activation with A; with Z it is a different function.",
        hint="The derivative of an activation is written with what the layer gave. Which matrix is that?",
        obstacle=obstacles.no_curve,
        remedy={"hidden": "4", "activation": "sigmoid"},
    ),
    Bug(
        key="early",
        title="W updated before dA is computed",
        rewrite=wrong_code.early_update,
        backward_pass=replace(CORRECT, back=lambda dZ, W, step: dZ @ (W - step).T),
        why="The gradient goes back through W after its update. With a small lr, the error is small.",
        hint="All gradients belong to the same weights. Which line uses, or makes, other weights?",
        obstacle=obstacles.no_hidden,
        remedy={"hidden": "4"},
    ),
    Bug(
        key="bias",
        title="db not summed over the samples",
        rewrite=wrong_code.first_sample,
        backward_pass=replace(CORRECT, bias=lambda dZ: dZ[0].copy()),
        why="The bias gets the gradient of the first sample only.",
        hint="Every sample takes part in every gradient. Which line leaves samples out?",
        obstacle=obstacles.one_row,
        remedy={"batch": "10"},
    ),
    Bug(
        key="sign",
        title="Wrong sign",
        rewrite=with_error(r"(Y - \1) / n"),
        backward_pass=replace(CORRECT, error=lambda A, Y: (Y - A) / len(A)),
        why="Every derivative of the loss has the wrong sign: training increases the loss.",
        hint="An output that is too large must have a positive derivative. Which line says otherwise?",
    ),
    Bug(
        key="softmax",
        title="Softmax derivative applied twice",
        rewrite=with_error(r"\1 * ((\1 - Y) / n - (\1 * (\1 - Y) / n).sum(axis=1, keepdims=True))"),
        backward_pass=replace(CORRECT, error=wrong_lines.softmax_again),
        why="A − Y already contains the derivative of softmax, Eq. (8). It must not be applied again.",
        hint="With cross-entropy, the derivative of softmax cancels. Which line has it nevertheless?",
        obstacle=obstacles.no_softmax,
        remedy={"objective": "cross_entropy"},
    ),
    Bug(
        key="product",
        title="Product that fits by chance",
        rewrite=wrong_code.chance_product,
        backward_pass=replace(CORRECT, weights=wrong_lines.chance_product),
        why="There are as many samples as inputs, so A fits as well as Aᵀ. The sum no longer runs over the "
        "samples.",
        hint="Each entry of dW is a sum over the samples. Which product sums over something else?",
        obstacle=obstacles.no_chance_product,
        remedy={"hidden": "4", "batch": "4"},
    ),
    Bug(
        key="twice",
        title="1/n twice",
        rewrite=wrong_code.mean_again,
        backward_pass=replace(CORRECT, weights=wrong_lines.mean_again),
        why="A − Y is already divided by n, so dW is n times too small: right direction, slow training.",
        hint=_ONE_N,
        obstacle=obstacles.one_row,
        remedy={"batch": "10"},
    ),
    Bug(
        key="axis",
        title="db summed over the wrong axis",
        rewrite=wrong_code.wrong_axis,
        backward_pass=replace(CORRECT, bias=wrong_lines.sum_over_units),
        why="There are as many samples as units, so db has the shape of b. But its entries belong to the "
        "samples.",
        hint="b has one entry for each unit. Over what must its gradient be summed?",
        obstacle=obstacles.no_square_dZ,
        remedy={"hidden": "4", "batch": "4"},
    ),
    Bug(
        key="other",
        title="Derivative of another layer",
        rewrite=wrong_code.slope_above,
        backward_pass=replace(CORRECT, slope=wrong_lines.slope_above),
        why="The chain rule multiplies by f′ of the layer itself. The next layer is as wide: its f′ fits.",
        hint="Look at the numbers of the layers. Which line mixes two layers in one elementwise product?",
        obstacle=obstacles.no_other_slope,
        remedy={"hidden": "4,4", "activation": "sigmoid"},
    ),
    Bug(
        key="normalize",
        title="Softmax normalized over the whole batch",
        rewrite=replacing("A", "E.sum(axis=1, keepdims=True)", "E.sum()"),
        backward_pass=replace(CORRECT, output=wrong_lines.softmax_of_batch),
        why="The probabilities of all samples together sum to 1, not those of each sample.",
        hint="The probabilities of each sample sum to 1. Is that so here?",
        obstacle=obstacles.no_softmax_or_one_row,
        remedy={"objective": "cross_entropy", "batch": "10"},
    ),
    Bug(
        key="penalty",
        title="Penalty with the wrong sign",
        rewrite=replacing("dW", " + l", " - l"),
        backward_pass=replace(CORRECT, weights=wrong_lines.negative_penalty),
        why="The penalty must pull the weights to 0. With this sign it pushes them away from 0.",
        hint="A penalty makes the weights smaller. Follow its sign through the update.",
        obstacle=obstacles.no_penalty,
        remedy={"l2": "0.01"},
    ),
    Bug(
        key="factor",
        title="Penalty without its factor",
        rewrite=wrong_code.without_factor,
        backward_pass=replace(CORRECT, weights=wrong_lines.full_penalty),
        why="The gradient of the penalty is the factor times W, or times its sign. Without the factor, the "
        "penalty outweighs the data.",
        hint="The strength of a penalty is a number that you choose. Where does the code use it?",
        obstacle=obstacles.no_factor,
        remedy={"l2": "0.01"},
    ),
    Bug(
        key="accumulate",
        title="Gradients never set to zero",
        rewrite=replacing("dW db", " = ", " += "),
        backward_pass=replace(CORRECT, accumulates=True),
        why=f"Each step adds its gradients to those of all steps before.{_ONCE}",
        hint="The code runs at every step. What is still there from the step before?",
    ),
    Bug(
        key="adam",
        title="Adam's mean overwritten",
        rewrite=wrong_code.overwritten_mean,
        backward_pass=replace(CORRECT, adam=wrong_lines.overwritten_mean),
        why="The bias-corrected mean replaces the running mean, and is corrected again at the next step."
        + _ONCE,
        hint="What Adam remembers, and what it makes of that for one step, are two numbers.",
        obstacle=obstacles.not_adam,
        remedy={"optimizer": "adam", "lr": "0.01"},
    ),
)

BUGS = {mistake.key: mistake for mistake in _TABLE}
"""The bugs by their name in a link."""
