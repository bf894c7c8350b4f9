"""Names of the entries of a layer's matrices, in every figure and sentence.

Inputs, units and samples are counted from 1, classes from 0, as the targets hold them.  Layers are counted
from 1, rows and columns from 0, as arrays have them.
"""

from collections.abc import Sequence

from pages.figures.words import sub


def row_name(layer: int, row: int) -> str:
    """Return what a row of a layer's weights belongs to.

    >>> row_name(1, 0), row_name(2, 0)
    ('x₁', 'unit 1')
    """
    return sub("x", row + 1) if layer == 1 else f"unit {row + 1}"


def input_names(inputs: Sequence[str]) -> list[str]:
    """Return the names of the inputs; one that is a function of others says which.

    >>> input_names(["x₁", "x₂", "x₁x₂"])
    ['x₁', 'x₂', 'x₃ = x₁x₂']
    """
    names = [sub("x", i) for i in range(1, len(inputs) + 1)]
    return [
        name if name == given else f"{name} = {given}" for name, given in zip(names, inputs, strict=True)
    ]


def class_name(label: int, names: Sequence[str] = ()) -> str:
    """Return a class by its number, and its name if it has one.

    >>> class_name(1), class_name(1, ["setosa", "virginica"])
    ('class 1', 'class 1 (virginica)')
    """
    return f"class {label} ({names[label]})" if names else f"class {label}"


def column_name(layer: int, column: int, *, layers: int, classes: Sequence[str] = ()) -> str:
    """Return what a column of a layer belongs to; the last of `layers` has classes, which may have names.

    >>> column_name(1, 0, layers=2), column_name(2, 0, layers=2)
    ('unit 1', 'class 0')
    """
    if layer < layers:
        return f"unit {column + 1}"
    return classes[column] if classes else f"class {column}"


def weight_name(
    prefix: str, layer: int, row: int, column: int, *, layers: int, classes: Sequence[str] = ()
) -> str:
    """Return the name of a weight, or with a prefix of what belongs to it.

    >>> weight_name("d", 2, 3, 0, layers=2), weight_name("", 1, 1, 2, layers=2)
    ('dW₂[unit 4, class 0]', 'W₁[x₂, unit 3]')
    """
    place = f"{row_name(layer, row)}, {column_name(layer, column, layers=layers, classes=classes)}"
    return f"{sub(f'{prefix}W', layer)}[{place}]"


def bias_name(prefix: str, layer: int, column: int, *, layers: int, classes: Sequence[str] = ()) -> str:
    """Return the name of a bias.

    >>> bias_name("d", 2, 1, layers=2)
    'db₂[class 1]'
    """
    return f"{sub(f'{prefix}b', layer)}[{column_name(layer, column, layers=layers, classes=classes)}]"


def column_symbol(layer: int, column: int, *, layers: int) -> str:
    """Return the symbol that heads a column: z of a unit, or of a class.

    >>> column_symbol(1, 0, layers=2), column_symbol(2, 0, layers=2)
    ('z₁', 'z₀')
    """
    return sub("z", column + (layer < layers))


def row_symbol(layer: int, row: int) -> str:
    """Return the symbol beside a row: an input, or the activation of a unit.

    >>> row_symbol(1, 0), row_symbol(2, 0)
    ('x₁', 'a₁')
    """
    return sub("a" if layer > 1 else "x", row + 1)
