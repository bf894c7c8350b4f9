"""The mathematics of Backpass: NumPy and the standard library, nothing else.

One notation, used by code, pages, figures and tests alike.  Rows are samples.

=================================  =====================================  ======================
mathematics                        code                                   shape
=================================  =====================================  ======================
input batch, targets (one-hot)     ``X``, ``Y``                           (n, d), (n, k)
classes of the samples             ``y``                                  (n,)
weights, biases                    ``W``, ``b``                           (d, h), (h,)
pre-activation, activation         ``Z = A_prev @ W + b``, ``A = f(Z)``   (n, h)
probabilities, the last A          ``P``                                  (n, k)
loss, the mean over n samples      ``loss``                               ()
∂loss/∂·                           ``dA``, ``dZ``, ``dW``, ``db``         that of the thing itself
=================================  =====================================  ======================

``d…`` is always the derivative of the (mean) loss.  ReLU'(0) = 0.  Read the files in the order of the
argument: activations, losses, initializers, datasets → network (forward) → backprop (backward) →
optimizers → fields, experiment, link → training → overflow, snapshot, timeline → plane, gradient_check.
`twin` and `plane` are the two files that are fast instead of plain.
"""

from core.activations import ACTIVATIONS, Activation
from core.backprop import Gradients, LayerGradients, backward, objective, penalty
from core.datasets import DATASETS, Dataset, make_dataset, train_test_split
from core.experiment import LAST_STEP, Experiment
from core.fields import Choice, OneOf, Real, Whole, Widths, declare, default_of, key_of, kind_of
from core.gradient_check import (
    NumericGradients,
    check_gradients,
    numeric_gradients,
    relative_error,
)
from core.initializers import INITIALIZERS
from core.link import from_link, read_record, to_link, write_record
from core.losses import accuracy, cross_entropy, one_hot, softmax, softmax_cross_entropy
from core.network import Layer, Network, Trace, forward, initial_network
from core.optimizers import OPTIMIZERS
from core.overflow import Divergence
from core.plane import plane_activations
from core.snapshot import Snapshot
from core.timeline import HISTORY_ROWS, Timeline, history_spacing
from core.training import reference_run

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "HISTORY_ROWS",
    "INITIALIZERS",
    "LAST_STEP",
    "OPTIMIZERS",
    "Activation",
    "Choice",
    "Dataset",
    "Divergence",
    "Experiment",
    "Gradients",
    "Layer",
    "LayerGradients",
    "Network",
    "NumericGradients",
    "OneOf",
    "Real",
    "Snapshot",
    "Timeline",
    "Trace",
    "Whole",
    "Widths",
    "accuracy",
    "backward",
    "check_gradients",
    "cross_entropy",
    "declare",
    "default_of",
    "forward",
    "from_link",
    "history_spacing",
    "initial_network",
    "key_of",
    "kind_of",
    "make_dataset",
    "numeric_gradients",
    "objective",
    "one_hot",
    "penalty",
    "plane_activations",
    "read_record",
    "reference_run",
    "relative_error",
    "softmax",
    "softmax_cross_entropy",
    "to_link",
    "train_test_split",
    "write_record",
]
