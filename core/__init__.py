"""The mathematics of Backpass: NumPy and the standard library, nothing else.

One notation, used by code, pages, figures and tests alike.  Rows are samples.

=================================  =====================================  ======================
mathematics                        code                                   shape
=================================  =====================================  ======================
input batch, targets (one-hot)     ``X``, ``Y``                           (n, d), (n, k)
classes of the samples             ``y``                                  (n,)
weights, biases                    ``W``, ``b``                           (d, h), (h,)
pre-activation, activation         ``Z = A_prev @ W + b``, ``A = f(Z)``   (n, h)
probabilities, the softmax's A     ``P``                                  (n, k)
loss, the mean over n samples      ``loss``                               ()
∂loss/∂·                           ``dA``, ``dZ``, ``dW``, ``db``         that of the quantity
=================================  =====================================  ======================

In names on the page inputs, units and samples are counted from 1, and classes from 0, as ``y`` holds them:
dW₂[unit 3, class 1].

``d…`` is always the derivative of the (mean) loss.  ReLU'(0) = 0.  Read the packages in the order of the
argument: network → run → vital_signs → diagnosis → step → gradient_check → drill → notes → program.  Each
package says in which order to read its files.  Three files are written for speed: `network.plane`,
`run.fast_step` with its calls, and `run.batched_snapshots`; a test proves each equal to the readable
version.
"""

from core.diagnosis.diagnose import diagnose, diagnosis_in_slices
from core.diagnosis.finding import Advice, Diagnosis, Evidence, Finding, Outcome
from core.gradient_check.differences import (
    PRECISIONS,
    SCHEMES,
    NumericGradients,
    best_epsilon,
    check_gradients,
    numeric_gradients,
    relative_error,
    tolerance,
)
from core.gradient_check.selection import Selection, select
from core.gradient_check.sweep import Sweep, sweep
from core.gradient_check.verdict import Verdict, judge, kinks_within
from core.network.activation import Activation
from core.network.activations import ACTIVATIONS
from core.network.backprop import Gradients, LayerGradients, backward, objective
from core.network.initializers import INITIALIZERS
from core.network.layers import Layer, Network, Trace, forward, initial_network
from core.network.loss_functions import LOSSES, Loss
from core.network.losses import accuracy, cross_entropy, one_hot, softmax, softmax_cross_entropy
from core.network.penalties import penalty
from core.network.plane import plane_activations
from core.notes import EQUATIONS, Case, Equation, examine
from core.program import (
    CONVENTIONS,
    LIBRARIES,
    SKELETON,
    Agreement,
    agreement,
    notebook,
    program,
    program_output,
)
from core.run.datasets import DATASETS, Dataset, make_dataset, train_test_split
from core.run.experiment import LAST_STEP, Experiment
from core.run.features import FEATURES, input_symbols
from core.run.fields import (
    Choice,
    OneOf,
    Real,
    Whole,
    declare,
    default_of,
    is_allowed,
    key_of,
    kind_of,
)
from core.run.given import GIVEN, IRIS, OWN, fewer_points, short_points
from core.run.history import HISTORY_ROWS, history_spacing, history_steps
from core.run.link import from_link, read_record, to_link, write_record
from core.run.optimizers import OPTIMIZERS
from core.run.overflow import Divergence
from core.run.point_text import MOST_CLASSES, MOST_POINTS, GivenPoints, make_points, read_points
from core.run.scaling import SCALINGS
from core.run.sequences import Names, Numbers, Widths
from core.run.snapshot import Snapshot
from core.run.texts import Text
from core.run.timeline import Timeline
from core.run.training import reference_run
from core.step.code_lines import line_of_code, listing
from core.step.parts import Axis, Matrix, Phase, TrainingStep, Update
from core.step.phases import open_step
from core.vital_signs.curvature import hessian_vector_product
from core.vital_signs.layers import LayerSigns, layer_signs, unit_slopes
from core.vital_signs.sharpness import sharpness, sharpness_threshold

__all__ = [
    "ACTIVATIONS",
    "CONVENTIONS",
    "DATASETS",
    "EQUATIONS",
    "FEATURES",
    "GIVEN",
    "HISTORY_ROWS",
    "INITIALIZERS",
    "IRIS",
    "LAST_STEP",
    "LIBRARIES",
    "LOSSES",
    "MOST_CLASSES",
    "MOST_POINTS",
    "OPTIMIZERS",
    "OWN",
    "PRECISIONS",
    "SCALINGS",
    "SCHEMES",
    "SKELETON",
    "Activation",
    "Advice",
    "Agreement",
    "Axis",
    "Case",
    "Choice",
    "Dataset",
    "Diagnosis",
    "Divergence",
    "Equation",
    "Evidence",
    "Experiment",
    "Finding",
    "GivenPoints",
    "Gradients",
    "Layer",
    "LayerGradients",
    "LayerSigns",
    "Loss",
    "Matrix",
    "Names",
    "Network",
    "Numbers",
    "NumericGradients",
    "OneOf",
    "Outcome",
    "Phase",
    "Real",
    "Selection",
    "Snapshot",
    "Sweep",
    "Text",
    "Timeline",
    "Trace",
    "TrainingStep",
    "Update",
    "Verdict",
    "Whole",
    "Widths",
    "accuracy",
    "agreement",
    "backward",
    "best_epsilon",
    "check_gradients",
    "cross_entropy",
    "declare",
    "default_of",
    "diagnose",
    "diagnosis_in_slices",
    "examine",
    "fewer_points",
    "forward",
    "from_link",
    "hessian_vector_product",
    "history_spacing",
    "history_steps",
    "initial_network",
    "input_symbols",
    "is_allowed",
    "judge",
    "key_of",
    "kind_of",
    "kinks_within",
    "layer_signs",
    "line_of_code",
    "listing",
    "make_dataset",
    "make_points",
    "notebook",
    "numeric_gradients",
    "objective",
    "one_hot",
    "open_step",
    "penalty",
    "plane_activations",
    "program",
    "program_output",
    "read_points",
    "read_record",
    "reference_run",
    "relative_error",
    "select",
    "sharpness",
    "sharpness_threshold",
    "short_points",
    "softmax",
    "softmax_cross_entropy",
    "sweep",
    "to_link",
    "tolerance",
    "train_test_split",
    "unit_slopes",
    "write_record",
]
