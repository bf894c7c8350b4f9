"""What the fields of the run are called in links, and they and their options in its controls."""

from dataclasses import fields

from core import ACTIVATIONS, LOSSES, Experiment, key_of

RUN_KEYS = {key_of(Experiment, item.name): item.name for item in fields(Experiment)}
"""The fields of a run by their link keys."""

LABELS = {
    "dataset": "Dataset",
    "samples": "Samples",
    "noise": "Noise",
    "points": "Own points",
    "given_rows": "Samples entered by hand",
    "columns": "Columns",
    "scaling": "Scaling",
    "jitter": "Noise on given points",
    "test_fraction": "Test fraction",
    "hidden": "Hidden units",
    "activation": "Activation",
    "loss": "Loss",
    "features": "Input features",
    "init": "Initialization",
    "optimizer": "Optimizer",
    "learning_rate": "Learning rate",
    "edits": "Weights set by hand",
    "frozen": "Frozen weights",
    "batch_size": "Batch size",
    "l2": "L2 penalty",
    "l1": "L1 penalty",
    "data_seed": "Data seed",
    "seed": "Weight seed",
}
"""The fields of a run as its controls name them."""

_NAMES = {
    "circles": "Circles",
    "moons": "Moons",
    "xor": "XOR",
    "gaussians": "Gaussians",
    "spiral": "Spiral",
    "arms": "Three arms",
    "blobs": "Three blobs",
    "iris": "Iris flowers",
    "own": "Your own points",
    "by_hand": "Entered by hand",
    **{name: f"{each.label.capitalize()} ({each.output})" for name, each in LOSSES.items()},
    "zeros": "Zeros",
    "normal": "Small normal",
    "xavier": "Xavier",
    "he": "He",
    "sgd": "SGD",
    "momentum": "Momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}


def name_of(choice: str) -> str:
    """Return the name of an option."""
    if choice not in ACTIVATIONS:
        return _NAMES[choice]
    label = ACTIVATIONS[choice].label
    return label[0].upper() + label[1:]


def setting_words(setting: str) -> str:
    """Return a setting of a link as its control names it.

    >>> setting_words("lr=0.3")
    'Learning rate 0.3'
    """
    key, _, value = setting.partition("=")
    return f"{LABELS.get(RUN_KEYS.get(key, ''), key)} {value_name(value)}"


def value_name(value: str) -> str:
    """Return the value of a link as its control shows it.

    >>> value_name("he"), value_name("0.3")
    ('He', '0.3')
    """
    return name_of(value) if value in (*_NAMES, *ACTIVATIONS) else value
