"""What the scene says of the program: how it is run, and how far its numbers can be trusted to agree."""

from __future__ import annotations

from core import Agreement

INTRODUCTION = (
    "Your run as one short program, from the data to the update, **the backward pass written by hand**. "
    "It starts from the same random numbers, so it comes to the same losses and the same weights."
)
_NEEDS = {"numpy": "NumPy", "torch": "NumPy and PyTorch"}


def how_to_run(name: str, library: str, step: int, *, is_first: bool) -> str:
    """Return how a program is run, and what it does then."""
    goes = f"You stand at step 0, so the program goes on to step {step:,}. " if is_first else ""
    return (
        f"{goes}Save it and run `python {name}`: it needs {_NEEDS[library]} alone, and prints what the "
        "Playground shows at these steps."
    )


def agreed(found: Agreement, step: int) -> str:
    """Return how far a second way of computing the run came to the same digits."""
    if found.parted is not None:
        return (
            f"**From step {found.parted:,} on the digits may differ.** Two ways of adding up the same "
            "numbers differ in the last bit, and this run amplifies that until it shows. Any two "
            "programs, and any two machines, part ways on such a run."
        )
    if not found.reached:
        return "This run takes too long to be computed a second time here."
    far = "" if found.reached == step else f", as far as step {found.reached:,}"
    return f"Computed a second time, with the same updates as the program's{far}: every digit agrees."
