"""A phase of One step as a picture: the matrices of the board, in a row."""

from __future__ import annotations

from collections.abc import Iterator

from core import Matrix, Phase, line_of_code
from core.step.parts import Operand
from pages.figures.blocks import Block
from pages.scenes.one_step.equations import equation
from pages.scenes.one_step.names import axis_names, bracketed, symbol, symbol_in
from pages.scenes.one_step.scaling import scales
from pages.scenes.one_step.sentences import title
from pages.scenes.one_step.subject import Subject

_JOINS = {"data": ",", "error": "−", "loss": ",", "chain": ","}


class PhasePicture:
    """Hold what the picture of a phase is made of.

    Raises
    ------
    ValueError
        If the run has no such phase, naming those that it has.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        try:
            self.phase = subject.rows.phase(subject.opened.phase)
        except KeyError as problem:
            raise ValueError(problem.args[0]) from None
        self._shown = subject.shown.phase(self.phase.key)
        self._scales = scales(subject.rows)

    @property
    def title(self) -> str:
        """What the phase does, and in which step."""
        return title(self.phase)

    @property
    def equation(self) -> str:
        """The phase's equation."""
        return equation(self._subject, self.phase)

    @property
    def code(self) -> str:
        """The phase as a line of NumPy."""
        return line_of_code(self._subject.shown, self._shown)

    @property
    def blocks(self) -> list[Block]:
        """Its matrices in the order of the equation, the result last."""
        return list(self._blocks(self._shown))

    def _blocks(self, phase: Phase) -> Iterator[Block]:
        if phase.kind == "product":
            yield from self._product(phase)
        elif phase.kind == "update":
            yield from self._update(phase)
            return
        else:
            for at, name in enumerate(phase.inputs):
                yield self._named(name, _JOINS.get(phase.kind, ",") if at else "")
        if phase.result is not None and phase.kind != "data":
            yield self._named(phase.result, "=" if phase.kind == "product" else "→")

    def _product(self, phase: Phase) -> Iterator[Block]:
        for at, operand in enumerate(phase.factors):
            yield self._operand(operand, "·" if at else "")
        if phase.plus:
            yield self._named(phase.plus, "+")
        if phase.penalty:
            yield self._named(phase.penalty.name, "+ λ")

    def _update(self, phase: Phase) -> Iterator[Block]:
        for at, move in enumerate(phase.moves):
            yield self._named(move.old, "," if at else "")
            yield self._named(move.step, "−")
            if move.new:
                yield self._named(move.new, "=")

    def _operand(self, operand: Operand, before: str) -> Block:
        matrix = self._subject.shown.factor(operand)
        mark = "ᵀ" if operand.transposed else ""
        return self._block(matrix, before, symbol(operand.name) + mark)

    def _named(self, name: str, before: str) -> Block:
        return self._block(self._subject.shown.matrices[name], before, symbol_in(self._subject, name))

    def _block(self, matrix: Matrix, before: str, written: str) -> Block:
        rows, columns = matrix.values.shape
        return Block(
            before=before,
            symbol=written,
            shape=bracketed((rows, columns)),
            values=matrix.values,
            scale=self._scales[matrix.name],
            rows=axis_names(self._subject, matrix.rows, rows),
            columns=axis_names(self._subject, matrix.columns, columns),
        )
