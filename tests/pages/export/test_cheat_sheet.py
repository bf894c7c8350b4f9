"""The cheat sheet: every printed line, run on a random network, gives what core and PyTorch compute."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np
import pytest
import torch

from core import ACTIVATIONS, Experiment, Layer, Network, backward, forward, one_hot
from core.arrays import Array
from core.network.losses import softmax_cross_entropy
from pages.export.cheat_sheet import page
from pages.export.order import Order

SIZES = {"n": 7, "d": 3, "h": 5, "k": 4}
L2, RATE = 0.03, 0.7


@dataclass(frozen=True)
class PrintedLine:
    """Hold a line of the sheet: a statement of NumPy or two, and the shapes beside the last."""

    code: str
    shapes: str


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def printed(convention: int) -> list[PrintedLine]:
    """Return the lines of a column of the sheet: 0 for samples as rows, 1 for samples as columns."""
    table = page(Order()).partition('<table class="step">')[2].partition("</table>")[0]
    rows = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in table.split("</tr>")]
    cells = [row[convention] for row in rows if row]
    found = [re.search(r"<code>(.*)</code><span>(.*?)</span>", cell, re.DOTALL) for cell in cells]
    codes = [("\n".join(map(plain, each[1].split("<br>"))), plain(each[2])) for each in found if each]
    return [PrintedLine(code, shapes) for code, shapes in codes]


def random_network(rng: np.random.Generator) -> Network:
    d, h, k = (SIZES[letter] for letter in "dhk")
    pairs = (((d, h), "sigmoid"), ((h, k), "softmax"))
    return Network(tuple(Layer(rng.normal(size=s), rng.normal(size=s[1]), f) for s, f in pairs))


def turned(array: Array, convention: int) -> Array:
    """Return an array as the convention has it: transposed, b as a column."""
    if not convention:
        return array
    return array[:, None] if array.ndim == 1 else array.T


def run(convention: int) -> Iterator[tuple[PrintedLine, dict[str, Any], dict[str, Array]]]:
    """Run the sheet line by line; yield each with the variables so far and what they must be."""
    rng = np.random.default_rng(3)
    network, X = random_network(rng), rng.normal(size=(SIZES["n"], SIZES["d"]))
    Y = one_hot(rng.integers(SIZES["k"], size=SIZES["n"]), SIZES["k"])
    trace = forward(network, X)
    gradients = backward(network, trace, Y, l2=L2)
    given, right = {"X": X, "Y": Y}, {"l": -np.log((trace.A[-1] * Y).sum(axis=1, keepdims=True))}
    for at, (layer, gradient) in enumerate(zip(network.layers, gradients.layers, strict=True), start=1):
        given |= {f"W{at}": layer.W, f"b{at}": layer.b}
        right |= {f"Z{at}": trace.Z[at - 1], f"A{at}": trace.A[at - 1]}
        right |= {f"d{name}{at}": getattr(gradient, f"d{name}") for name in "ZAWb"}
        right |= {
            f"{name}{at}": getattr(layer, name) - RATE * getattr(gradient, f"d{name}") for name in "Wb"
        }
    right = {name: turned(value, convention) for name, value in right.items()}
    right["loss"] = np.asarray(softmax_cross_entropy(trace.Z[-1], Y))
    names: dict[str, Any] = {name: turned(value, convention) for name, value in given.items()}
    names |= {"np": np, "n": SIZES["n"], "l2": L2, "lr": RATE}
    for line in printed(convention):
        exec(line.code, names)
        yield line, names, right


@pytest.mark.parametrize("convention", [0, 1])
def test_every_line_gives_what_core_computes_in_the_printed_shape(convention: int) -> None:
    made = []
    for line, names, right in run(convention):
        targets = [name.strip() for name in line.code.split("\n")[-1].partition("=")[0].split(",")]
        shapes = re.findall(r"\(.*?\)", line.shapes.rpartition("= ")[2])
        for name, shape in zip(targets, shapes, strict=True):
            sizes = tuple(SIZES.get(letter) or int(letter) for letter in re.findall(r"\w+", shape))
            assert np.shape(names[name]) == sizes, line
            assert names[name] == pytest.approx(right[name], rel=1e-12, abs=1e-14), line
        made += targets
    assert made == [
        "Z1", "A1", "Z2", "A2", "l", "loss", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1",
        "W1", "b1", "W2", "b2",
    ]  # fmt: skip


@pytest.mark.parametrize("convention", [0, 1])
def test_the_shapes_of_a_product_are_those_of_its_factors(convention: int) -> None:
    for line, names, _ in run(convention):
        if "@" not in line.shapes:
            continue
        factors = re.findall(r"[\w.]+", line.code.partition("=")[2])[:2]
        shapes = re.findall(r"\(.*?\)", line.shapes)[:2]
        for factor, shape in zip(factors, shapes, strict=True):
            sizes = tuple(SIZES[letter] for letter in re.findall(r"\w+", shape))
            assert eval(factor, names).shape == sizes, line


def test_the_lines_are_the_gradient_that_autograd_finds() -> None:
    *_, (_, names, _) = run(0)
    rng = np.random.default_rng(3)
    network = random_network(rng)
    leaves = {
        f"{name}{at}": getattr(layer, name) for at, layer in enumerate(network.layers, 1) for name in "Wb"
    }
    W1, b1, W2, b2 = tensors = [
        torch.tensor(leaves[name], requires_grad=True) for name in ("W1", "b1", "W2", "b2")
    ]
    Z2 = torch.sigmoid(torch.tensor(names["X"]) @ W1 + b1) @ W2 + b2
    loss = torch.nn.functional.cross_entropy(Z2, torch.tensor(names["Y"]))
    (loss + L2 / 2 * sum((W**2).sum() for W in (W1, W2))).backward()
    assert names["loss"] == pytest.approx(loss.item(), rel=1e-12)
    for name, tensor in zip(("dW1", "db1", "dW2", "db2"), tensors, strict=True):
        assert names[name] == pytest.approx(tensor.grad.numpy(), rel=1e-10, abs=1e-14)  # type: ignore[union-attr]


def test_the_table_of_activations_is_true() -> None:
    table = page(Order()).partition('<table class="activations">')[2].partition("</table>")[0]
    rows = [
        list(map(plain, re.findall(r"<(?:td|th)>(.*?)</(?:td|th)>", row))) for row in table.split("</tr>")
    ][1:]
    found = {row[0]: row[1:] for row in rows if row}
    assert list(found) == [each.label for each in ACTIVATIONS.values()]
    Z, step = np.array([-2.3, -0.4, 0.6, 1.9]), 1e-6
    for activation in ACTIVATIONS.values():
        *_, code, slope = found[activation.label]
        A = eval(code, {"np": np, "Z": Z})
        assert activation.function(Z) == pytest.approx(A, rel=1e-12)
        above, below = (eval(code, {"np": np, "Z": Z + by}) for by in (step, -step))
        measured = (above - below) / (2 * step)
        assert eval(slope, {"np": np, "Z": Z, "A": A}) == pytest.approx(measured, rel=1e-8, abs=1e-9)


def test_the_sheet_does_not_depend_on_the_run() -> None:
    assert page(Order(experiment=Experiment(hidden=(8, 8)), step=3)) == page(Order())
