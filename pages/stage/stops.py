"""Where a run shall stop while it plays."""

from __future__ import annotations

from core import LAST_STEP, Real, Whole
from core.run.fields import Kind

NONE = "none"
_KINDS: dict[str, Kind] = {
    "loss": Real(1e-6, 100.0),
    "accuracy": Real(1.0, 100.0),
    "step": Whole(1, LAST_STEP),
}


class StopText:
    """Allow ``none``, or a kind and its value: ``loss:0.1``, ``accuracy:95``, ``step:1000``.

    The run stops at the first step with a training loss of at most, or a training accuracy in percent of at
    least the value.
    """

    @property
    def allowed(self) -> str:
        """The form and an example of each kind."""
        return "none, or a loss, an accuracy in percent or a step, such as loss:0.1, accuracy:95, step:1000"

    def validate(self, value: object) -> str:
        """Return the text in its canonical form."""
        if not isinstance(value, str):
            raise TypeError(f"must be text, {self.allowed}; got {type(value).__name__}")
        return self.read(value)

    def write(self, value: str) -> str:
        """Return the text."""
        return value

    def read(self, text: str) -> str:
        """Return the text in its canonical form."""
        if text == NONE:
            return text
        name, _, number = text.partition(":")
        if name not in _KINDS:
            raise ValueError(f"must be {self.allowed}")
        kind = _KINDS[name]
        try:
            return f"{name}:{kind.write(kind.read(number))}"
        except ValueError:
            raise ValueError(f"must be {self.allowed}; {name} {kind.allowed}") from None
