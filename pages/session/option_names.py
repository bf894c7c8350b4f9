"""What the options of the run are called in its controls."""

from core import ACTIVATIONS, LOSSES

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
