"""The right lines of a step, in both conventions and for both losses."""

from __future__ import annotations

from core.network.loss_functions import LOSSES

_ROWS = {
    "Z1": "X@W1+b1",
    "Z2": "A1@W2+b2",
    "dW2": "A1.T@dZ2",
    "db2": "dZ2.sum0",
    "dA1": "dZ2@W2.T",
    "dW1": "X.T@dZ1",
    "db1": "dZ1.sum0",
}
_COLUMNS = {
    "Z1": "W1@X+b1",
    "Z2": "W2@A1+b2",
    "dW2": "dZ2@A1.T",
    "db2": "dZ2.sum1k",
    "dA1": "W2.T@dZ2",
    "dW1": "dZ1@X.T",
    "db1": "dZ1.sum1k",
}


def answers(convention: str, loss: str) -> dict[str, str]:
    """Return the right line of each quantity as the text of a link."""
    lines = _COLUMNS if convention == "columns" else _ROWS
    units = ".sum0" if convention == "columns" else ".sum1k"
    is_softmax = LOSSES[loss].output == "softmax"
    return lines | {
        "A2": f"exp(Z2)/exp(Z2){units}" if is_softmax else "1/(1+exp(-Z2))",
        "dZ2": "(A2-Y)*1/n" if is_softmax else "(A2-Y)*1/n*fp(Z2)",
        "dZ1": "dA1*fp(Z1)",
        "m": "beta*m+(1-beta)*dW2",
        "W2": "W2-lr*dW2",
        "b2": "b2-lr*db2",
        "W1": "W1-lr*dW1",
        "b1": "b1-lr*db1",
    }
