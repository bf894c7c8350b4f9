"""One training step of a 2-2-2 network, worked with pencil and paper.

Two samples, x = (1, 2) of class 0 and x = (-1, 0) of class 1; sigmoid, then softmax; rate 0.5.

    W1 = [0.50 -0.50]   b1 = (0, -0.5)      W2 = [1.0 -1.0]   b2 = (0, 0.5)
         [0.25  0.25]                            [0.5  2.0]

Forward, sample 0:

    Z1 = (1*0.5 + 2*0.25, -1*0.5 + 2*0.25 - 0.5)               = ( 1.0,         -0.5)
    A1 = (1/(1 + e^-1), 1/(1 + e^0.5))                         = ( 0.731058579,  0.377540669)
    Z2 = (0.731058579 + 0.188770334, -0.731058579 + 1.255081337) = ( 0.919828913,  0.524022759)
    A2 = (2.508861120, 1.688807670) / 4.197668790              = ( 0.597679628,  0.402320372)
    -ln 0.597679628                                            =   0.514700408

Forward, sample 1:

    Z1 = (-1*0.5, 1*0.5 - 0.5)                                 = (-0.5,          0.0)
    A1 = (1/(1 + e^0.5), 1/2)                                  = ( 0.377540669,  0.5)
    Z2 = (0.377540669 + 0.25, -0.377540669 + 1 + 0.5)          = ( 0.627540669,  1.122459331)
    A2 = (1.872998587, 3.072400971) / 4.945399558              = ( 0.378735543,  0.621264457)
    -ln 0.621264457                                            =   0.475998431

    loss = (0.514700408 + 0.475998431) / 2                     =   0.495349419

Backward; the mean halves every row of the output layer:

    dA2 = -Y / (2 A2)     = [-1/1.195359256, 0], [0, -1/1.242528914]
    dZ2 = (A2 - Y) / 2    = [-0.201160186  0.201160186], [ 0.189367771 -0.189367771]
    dA1 = dZ2 W2'         = [-0.402320372  0.301740279], [ 0.378735543 -0.284051657]
          (for sample 0: -0.201160186 - 0.201160186, 0.5 * -0.201160186 + 2 * 0.201160186)
    A1 (1 - A1)           = [ 0.196611933  0.235003712], [ 0.235003712  0.25       ]
    dZ1 = their product   = [-0.079100986  0.070910086], [ 0.089004259 -0.071012914]
    dW2 = A1' dZ2         = [-0.147059873 + 0.071494035, the same negated]
                            [-0.075946151 + 0.094683886, the same negated]
    db2 = column sums     = (-0.011792415, 0.011792415)
    dW1 = X' dZ1          = [-0.079100986 - 0.089004259,  0.070910086 + 0.071012914]
                            [2 * -0.079100986          ,  2 * 0.070910086          ]
    db1 = column sums     = ( 0.009903272, -0.000102829)
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core import Gradients, Trace, backward, cross_entropy, forward
from tests.core.oracles import Case

RATE = 0.5
DIGITS = 1.5e-9
NET = Case(
    weights=[
        (np.array([[0.5, -0.5], [0.25, 0.25]]), np.array([0.0, -0.5])),
        (np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.0, 0.5])),
    ],
    activation="sigmoid",
    X=np.array([[1.0, 2.0], [-1.0, 0.0]]),
    y=np.array([0, 1]),
)


@pytest.fixture(scope="module")
def trace() -> Trace:
    return forward(NET.network, NET.X)


@pytest.fixture(scope="module")
def gradients(trace: Trace) -> Gradients:
    return backward(NET.network, trace, NET.Y)


def test_forward(trace: Trace) -> None:
    assert_allclose(trace.Z[0], [[1.0, -0.5], [-0.5, 0.0]], atol=DIGITS)
    assert_allclose(trace.A[0], [[0.731058579, 0.377540669], [0.377540669, 0.5]], atol=DIGITS)
    Z2 = [[0.919828913, 0.524022759], [0.627540669, 1.122459331]]
    A2 = [[0.597679628, 0.402320372], [0.378735543, 0.621264457]]
    assert_allclose(trace.Z[1], Z2, rtol=0, atol=DIGITS)
    assert_allclose(trace.A[1], A2, rtol=0, atol=DIGITS)
    assert cross_entropy(trace.A[1], NET.Y) == pytest.approx(0.495349419, rel=0, abs=DIGITS)


def test_output_layer(gradients: Gradients) -> None:
    layer = gradients.layers[1]
    dZ2 = [[-0.201160186, 0.201160186], [0.189367771, -0.189367771]]
    dW2 = [[-0.075565845, 0.075565845], [0.018737735, -0.018737735]]
    assert_allclose(layer.dA, [[-0.836568584, 0.0], [0.0, -0.804810245]], rtol=0, atol=DIGITS)
    assert_allclose(layer.dZ, dZ2, rtol=0, atol=DIGITS)
    assert_allclose(layer.dW, dW2, rtol=0, atol=DIGITS)
    assert_allclose(layer.db, [-0.011792415, 0.011792415], rtol=0, atol=DIGITS)


def test_hidden_layer(gradients: Gradients) -> None:
    layer = gradients.layers[0]
    dA1 = [[-0.402320372, 0.301740279], [0.378735543, -0.284051657]]
    dZ1 = [[-0.079100986, 0.070910086], [0.089004259, -0.071012914]]
    dW1 = [[-0.168105245, 0.141923000], [-0.158201972, 0.141820171]]
    assert_allclose(layer.dA, dA1, rtol=0, atol=DIGITS)
    assert_allclose(layer.dZ, dZ1, rtol=0, atol=DIGITS)
    assert_allclose(layer.dW, dW1, rtol=0, atol=DIGITS)
    assert_allclose(layer.db, [0.009903272, -0.000102829], rtol=0, atol=DIGITS)


def test_the_step_that_follows(gradients: Gradients) -> None:
    new = [
        ([[0.584052622, -0.570961500], [0.329100986, 0.179089914]], [-0.004951636, -0.499948586]),
        ([[1.037782922, -1.037782922], [0.490631133, 2.009368867]], [0.005896207, 0.494103793]),
    ]
    for layer, (W, b), (V, c) in zip(gradients.layers, NET.weights, new, strict=True):
        assert_allclose(W - RATE * layer.dW, V, rtol=0, atol=DIGITS)
        assert_allclose(b - RATE * layer.db, c, rtol=0, atol=DIGITS)
