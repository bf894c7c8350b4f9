"""Activations: each a function and its derivative, and how both are written.

A hidden layer applies one to its pre-activations: ``A = f(Z)``.  The chain rule needs ``f'(Z)``.  For the
functions here it is often cheapest to compute from A, so ``derivative`` takes both Z and A and uses one
of them.  All that any page shows of an activation is in its record; a new one is one more record.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.network import in_place
from core.network.activation import Activation
from core.network.in_place import LEAK, sigmoid_in_place


def sigmoid(Z: Array) -> Array:
    """Return the logistic function 1 / (1 + e^−Z), elementwise.

    Notes, above Eq. (11).  e^−Z may overflow to infinity for Z < −709; the quotient is then 0, which
    is the right limit, so the overflow is not reported.

    >>> sigmoid(np.array([0.0, 1000.0, -1000.0])).tolist()
    [0.5, 1.0, 0.0]
    """
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-Z)))


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        function=sigmoid,
        derivative=lambda Z, A: A * (1.0 - A),
        second_derivative=lambda Z, A: A * (1.0 - A) * (1.0 - 2.0 * A),
        in_place=sigmoid_in_place,
        calls=in_place.sigmoid,
        slope_calls=in_place.sigmoid_slope,
        negates=True,
        label="sigmoid",
        symbol="σ",
        latex=r"\sigma",
        in_words="applies the sigmoid σ, which gives an activation between 0 and 1",
        slope_in_words="the derivative of σ: largest at A = ½, almost 0 near A = 0 and A = 1",
        value="1 / (1 + e⁻ᶻ)",
        value_latex=r"\frac{1}{1 + e^{-<Z>}}",
        code="1 / (1 + np.exp(-{Z}))",
        slope_code="{A} * (1 - {A})",
        value_ways=(
            ("/", 1, ("()", ("+", 1, ("exp", ("=", ("−", "Z")))))),
            ("/", ("exp", "Z"), ("()", ("+", 1, ("exp", "Z")))),
        ),
        slope_factors=("A", ("()", ("−", 1, "A"))),
        slope="{A} (1 − {A})",
        slope_matrix="{A} ⊙ (1 − {A})",
        slope_latex=r"{A} \odot \left(1 - {A}\right)",
        torch="torch.sigmoid({Z})",
        steepest=0.25,
        bounds=(0.0, 1.0),
        equation="11",
    ),
    "tanh": Activation(
        function=np.tanh,
        derivative=lambda Z, A: 1.0 - A * A,
        second_derivative=lambda Z, A: -2.0 * A * (1.0 - A * A),
        in_place=lambda Z: np.tanh(Z, out=Z),
        calls=in_place.tanh,
        slope_calls=in_place.tanh_slope,
        label="tanh",
        symbol="tanh",
        latex=r"\tanh",
        in_words="applies tanh, which gives an activation between −1 and 1",
        slope_in_words="the derivative of tanh: largest at A = 0, almost 0 near A = −1 and A = 1",
        value="tanh Z",
        value_latex=r"\tanh <Z>",
        code="np.tanh({Z})",
        slope_code="(1 - {A} * {A})",
        value_ways=(("tanh", "Z"),),
        slope_factors=(("()", ("−", 1, ("·", "A", "A"))),),
        slope="1 − {A}²",
        slope_matrix="(1 − {A} ⊙ {A})",
        slope_latex=r"\left(1 - {A} \odot {A}\right)",
        torch="torch.tanh({Z})",
        bounds=(-1.0, 1.0),
    ),
    "relu": Activation(
        function=lambda Z: np.maximum(Z, 0.0),
        derivative=lambda Z, A: (Z > 0.0).astype(Z.dtype),  # ReLU'(0) = 0, by convention
        second_derivative=lambda Z, A: np.zeros_like(Z),
        in_place=lambda Z: np.maximum(Z, Z.dtype.type(0), out=Z),
        calls=in_place.relu,
        slope_calls=in_place.relu_slope,
        label="ReLU",
        symbol="ReLU",
        latex=r"\operatorname{ReLU}",
        in_words="applies ReLU, which replaces negative values by 0",
        slope_in_words="the derivative of ReLU: 1 where Z > 0, otherwise 0",
        value="max(0, Z)",
        value_latex=r"\max(<Z>, 0)",
        code="np.maximum({Z}, 0)",
        slope_code="({Z} > 0)",
        value_ways=(("max", 0, "Z"),),
        slope_factors=((">", "Z", 0),),
        slope="[{Z} > 0]",
        slope_matrix="[{Z} > 0]",
        slope_latex=r"\left[{Z} > 0\right]",
        torch="torch.relu({Z})",
        kink=0.0,
        sides=("For Z < 0, ReLU returns 0.", "For Z > 0, ReLU returns Z itself."),
        can_die=True,
        map_ends=("0", "max"),
        init="he",
    ),
    "leaky": Activation(
        function=lambda Z: np.maximum(Z, LEAK * Z),
        derivative=lambda Z, A: np.where(Z > 0.0, Z.dtype.type(1), Z.dtype.type(LEAK)),  # at 0 as PyTorch
        second_derivative=lambda Z, A: np.zeros_like(Z),
        in_place=lambda Z: np.maximum(Z, Z.dtype.type(LEAK) * Z, out=Z),
        calls=in_place.leaky,
        slope_calls=in_place.leaky_slope,
        label="leaky ReLU",
        symbol="LReLU",
        latex=r"\operatorname{LReLU}",
        in_words="applies leaky ReLU, which multiplies negative values by 0.01",
        slope_in_words="the derivative of leaky ReLU: 1 where Z > 0, otherwise 0.01",
        value="max(Z, 0.01 Z)",
        value_latex=r"\max(<Z>, 0.01 <Z>)",
        code="np.maximum({Z}, 0.01 * {Z})",
        slope_code="np.where({Z} > 0, 1, 0.01)",
        value_ways=(("max", "Z", ("·", LEAK, "Z")),),
        slope_factors=(("max", (">", "Z", 0), LEAK),),
        slope="max([{Z} > 0], 0.01)",
        slope_matrix="max([{Z} > 0], 0.01)",
        slope_latex=r"\max\left(\left[{Z} > 0\right], 0.01\right)",
        torch="torch.nn.functional.leaky_relu({Z}, 0.01)",
        kink=0.0,
        sides=("For Z < 0, leaky ReLU returns 0.01 Z.", "For Z > 0, leaky ReLU returns Z itself."),
        init="he",
    ),
    "linear": Activation(
        function=lambda Z: Z,
        derivative=lambda Z, A: np.ones_like(Z),
        second_derivative=lambda Z, A: np.zeros_like(Z),
        in_place=lambda Z: None,
        calls=lambda Z, zeros: [],
        slope_calls=None,
        label="linear",
        symbol="id",
        latex=r"\operatorname{id}",
        in_words="passes Z on as it is: a linear unit has no bend",
        slope_in_words="the derivative of a linear unit: 1 everywhere",
        value="Z",
        value_latex="<Z>",
        code="{Z}",
        slope_code="1",
        value_ways=("Z",),
        slope_factors=(1,),
        slope="1",
        slope_matrix="1",
        slope_latex="1",
        torch="{Z}",
    ),
}
"""The activations a hidden layer may use; those of the output belong to `loss_functions.LOSSES`."""


def has_kink(name: str) -> bool:
    """Return whether the activation called `name` (softmax, too) lacks a derivative somewhere."""
    return name in ACTIVATIONS and ACTIVATIONS[name].kink is not None
