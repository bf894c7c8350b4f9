"""The board as blocks and words that can be drawn on a sheet: the browser's board in another medium."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from core import Phase, line_of_code
from pages.figures.block import Block, Light
from pages.figures.block_layout import Scheme
from pages.figures.block_words import Words
from pages.figures.words import fmt
from pages.scenes.one_step.cell_sums import cell_sums
from pages.scenes.one_step.equations import equation, in_code, number
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.layout import Piece, layout
from pages.scenes.one_step.message import matrices, pinned
from pages.scenes.one_step.phrases import samples_in_words
from pages.scenes.one_step.printed_sum import Cell, cells_of, place_of, sum_texts


class BoardDrawing:
    """Turn a phase of an inspected step into blocks and words."""

    def __init__(self, inspected: InspectedStep, key: str) -> None:
        """Take the phase called `key`.

        Raises
        ------
        KeyError
            If the step has no such phase; the message names those that it has.
        """
        self._inspected = inspected
        self.phase: Phase = inspected.rows.phase(key)
        self._shown = inspected.shown.phase(key)
        self._layout = layout(inspected, self._shown)
        self._matrices = dict(matrices(inspected))

    @cached_property
    def scheme(self) -> Scheme:
        """The blocks as the board arranges them."""
        lines = [[self._block(piece) for piece in line] for line in self._lines]
        is_product, is_beside = "rule" in self._layout, self._layout.get("beside", False)
        return Scheme(lines, is_product, is_beside, self._focus())

    @cached_property
    def words(self) -> Words:
        """The equation, the code, over which samples, and the sum of the marked cell."""
        rule = [f"{self._layout['rule']}."] if "rule" in self._layout else []
        if self.phase.factor is not None:
            rule.append(f"lr = {fmt(self.phase.factor)}.")
        return Words(
            equation=equation(self._inspected, self.phase),
            number=number(self._inspected, self.phase),
            code=line_of_code(self._inspected.shown, in_code(self._shown)),
            notes=[*rule, f"{self.samples[0].upper()}{self.samples[1:]}."],
            cell=self._cell_in_words(),
            sums=self._sum_texts(),
        )

    @property
    def samples(self) -> str:
        """Over which samples the phase is taken."""
        return samples_in_words(self._inspected, self.phase)

    @cached_property
    def _lines(self) -> list[list[Piece]]:
        """The pieces of the board, those of a product in one line."""
        if "lines" in self._layout:
            lines: list[list[Piece]] = self._layout["lines"]
            return lines
        names = {"plus": self._layout["plus"], "result": self.phase.result}
        added = [{"name": name, "role": role} for role, name in names.items() if name]
        return [[*({**self._layout[side], "role": side} for side in ("left", "right")), *added]]

    @cached_property
    def marked(self) -> Cell | None:
        """The pinned cell, otherwise the first one of the result."""
        pin = pinned(self._inspected)
        if pin and any(piece["name"] == pin["name"] for line in self._lines for piece in line):
            return pin["name"], pin["row"], pin["column"]
        return (self.phase.result, 0, 0) if self.phase.result and self.phase.kind != "data" else None

    @cached_property
    def _sum(self) -> dict[str, Any] | None:
        """How the marked cell is computed; None if it is given."""
        return cell_sums(self._inspected, self._shown).get(self.marked[0]) if self.marked else None

    def _block(self, piece: Piece) -> Block:
        matrix, is_transposed = self._matrices[piece["name"]], piece.get("transposed", False)
        operand = self._inspected.shown.matrices[piece["name"]]
        turned = operand.transposed if is_transposed else operand
        names = matrix["row_names"], matrix["column_names"]
        rows, columns = names[::-1] if is_transposed else names
        letters = matrix["letters"][::-1] if is_transposed else matrix["letters"]
        seen = matrix.get("seen", matrix["values"])
        values = seen.T if is_transposed else seen
        made = f"= {matrix['made']}" if matrix["made"] else ""
        return Block(
            symbol=matrix["symbol"] + "ᵀ" * is_transposed,
            notes=[text for text in (matrix["whose"], made) if text],
            shape=f"({' × '.join(letters)}) = ({' × '.join(map(str, values.shape))})",
            values=values,
            scale=matrix["scale"],
            rows=rows,
            columns=columns,
            axes=(turned.rows, turned.columns),
            sign=piece.get("sign", ""),
            role=piece.get("role", ""),
            lights=list(self._lights(piece)),
            name=piece["name"],
            is_transposed=is_transposed,
        )

    def _lights(self, piece: Piece) -> Iterator[Light]:
        """Yield the marks on a block: the marked cell, and what it is made of.

        A mark with a role has its place in the block, any other one in the matrix.
        """
        if self.marked is None:
            return
        name, *at = self.marked
        marks: list[dict[str, Any]] = [{"name": name, "row": at[0], "column": at[1]}]
        if self._sum and "lights" in self._sum:
            index = dict(zip("ij", at, strict=True))
            marks += [
                {
                    **mark,
                    "row": place_of(mark.get("row"), index),
                    "column": place_of(mark.get("column"), index),
                }
                for mark in self._sum["lights"]
            ]
        elif self._sum:
            cells = cells_of(self._sum["ways"][0], (at[0], at[1]))
            marks += [{"name": of, "row": row, "column": column} for of, row, column in cells]
        for mark in marks:
            if mark["name"] == piece["name"] and mark.get("role", piece.get("role")) == piece.get("role"):
                light = Light(mark["row"], mark["column"])
                is_turned = piece.get("transposed", False) and "role" not in mark
                yield Light(light.column, light.row) if is_turned else light

    def _focus(self) -> dict[str, int]:
        """Return the row and the column of the marked cell, by the letters of its axes."""
        if self.marked is None:
            return {}
        name, row, column = self.marked
        matrix = self._inspected.shown.matrices[name]
        return {matrix.rows.letter: row, matrix.columns.letter: column}

    def _cell_in_words(self) -> str:
        """Return the marked cell and its value: ``dW₂[unit 3, class 0] = 0.1``."""
        if self.marked is None:
            return ""
        name, row, column = self.marked
        matrix = self._matrices[name]
        place = ", ".join(filter(None, [matrix["row_names"][row], matrix["column_names"][column]]))
        whose = f" {matrix['whose']}" if matrix["whose"] else ""
        return f"{matrix['symbol']}{place and f'[{place}]'}{whose} = {fmt(matrix['values'][row, column])}"

    def _sum_texts(self) -> list[str]:
        if not self._sum or self.marked is None:
            return []
        name, row, column = self.marked
        values = {of: matrix["values"] for of, matrix in self._matrices.items()}
        return sum_texts(self._sum["ways"], (row, column), float(values[name][row, column]), values)
