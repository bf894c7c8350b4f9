"""Lines that are right by algebra: other brackets, transposes and orders, and 1/n elsewhere."""

from hypothesis import strategies as st

from core import CONVENTIONS, LOSSES
from core.drill.exercise import SQUARE, STEP, WRITE, DrillLine, Exercise, make_exercise
from core.drill.expression import BRACKETS, NEGATIVE, Node, read_expression

# Ways to write an operation; {0} and {1} are its operands.
WAYS = {
    "@": ("({0}@{1})", "(({1}).T@({0}).T).T", "(-({0})@(-({1})))"),
    "*": ("({0}*{1})", "({1}*({0}))", "-({0}*(-{1}))"),
    "/": ("({0})/({1})", "(-({0})/(-({1})))"),
    "+": ("({0}+{1})", "({1}+({0}))", "({0}-(-({1})))"),
    "-": ("({0}-({1}))", "-({1}-({0}))", "(-({1})+{0})"),
    NEGATIVE: ("-({0})", "(-1*({0}))"),
    BRACKETS: ("({0})", "{0}"),
    "fp(": ("fp({0})",),
    "exp(": ("exp({0})",),
}
WAYS_OF_A_NAME = ("{0}", "{0}.T.T", "({0})*1", "(1*{0})")


@st.composite
def equal_lines(draw: st.DrawFn) -> tuple[Exercise, DrillLine, str]:
    """Draw a line and its right answer, written in another way."""
    exercise = make_exercise(
        draw(st.sampled_from([WRITE, SQUARE, STEP])),
        draw(st.integers(0, 9)),
        convention=draw(st.sampled_from(CONVENTIONS)),
        loss=draw(st.sampled_from(list(LOSSES))),
    )
    line = draw(st.sampled_from(exercise.lines))

    def written(node: Node) -> str:
        if not node.operands:
            return draw(st.sampled_from(WAYS_OF_A_NAME)).format(node.operation)
        parts = [written(each) for each in node.operands]
        if (difference := _difference(node)) and draw(st.booleans()):
            one, two = (written(each) for each in difference.operands)
            return f"(({one})*{parts[1]}-({two})*{parts[1]})"
        ways = WAYS.get(node.operation, (f"({{0}}){node.operation}",))
        return draw(st.sampled_from(ways)).format(*parts)

    root = read_expression(line.answer).root
    assert root
    return exercise, line, written(root)


def _difference(node: Node) -> Node | None:
    """Return the difference that a product multiplies first, if it does: the product can be expanded."""
    first = node.operands[0]
    is_expandable = node.operation == "*" and first.operation == BRACKETS
    return first.operands[0] if is_expandable and first.operands[0].operation == "-" else None
