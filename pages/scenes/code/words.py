"""How to run the program, and how far its numbers agree with the app."""

from __future__ import annotations

from core import Agreement

INTRODUCTION = (
    "Your run as a short program, from the data to the update, with **the backward pass written by hand**. "
    "It uses the same random numbers, so it gives the same losses and the same weights."
)
_NEEDS = {"numpy": "NumPy", "torch": "NumPy and PyTorch"}
_SKELETON = (
    "In this program **the backward pass is left to you**. Save it, replace each `...` in `backward` by "
    "your line, and run `python {name}`. It needs only NumPy. It checks the shape of each gradient, prints "
    "the gradients, and compares them with central differences. Then it trains, and ends with these lines:"
)


def how_to_run(name: str, library: str, step: int, *, is_first: bool) -> str:
    """Return how to run a program, and what it prints."""
    goes = f"The run is at step 0, so the program trains up to step {step:,}. " if is_first else ""
    if library == "skeleton":
        return f"{goes}{_SKELETON.format(name=name)}"
    return (
        f"{goes}Save it and run `python {name}`. It needs only {_NEEDS[library]}, and prints the numbers "
        "that the Playground shows at these steps."
    )


def agreed(found: Agreement, step: int) -> str:
    """Return how far a second computation of the run gives the same digits."""
    if found.diverged is not None:
        return (
            f"**From step {found.diverged:,} on, the digits may differ.** Adding the same numbers in "
            "another order changes the last bit, and this run amplifies the difference until it shows. Any "
            "two programs or machines diverge on such a run."
        )
    if not found.reached:
        return "This run takes too long to compute it a second time here."
    far = "" if found.reached == step else f", up to step {found.reached:,}"
    return f"Computed a second time with the updates of the program{far}: every digit agrees."
