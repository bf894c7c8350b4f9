"""What a scene is: the record of its choices, its controls, and one function from state to message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core import Timeline
from pages.figures.palette import Theme
from pages.frontend import Request
from pages.session.state import State

Message = Any


@dataclass(frozen=True)
class Visit:
    """Hold what a message depends on besides the state.

    Attributes
    ----------
    run : Timeline
        The run of the state, computed up to its step.
    theme : {"light", "dark"}
        The theme that the reader sees.
    request : Request
        What the stage requests; empty in scenes without a stage.
    opens : bool
        Whether the whole page runs; the browser may know nothing yet.
    moves : bool
        Whether the browser must leave the step that it shows.
    turn : callable
        Does work in the session's turn; a live scene calls it for what is not in the cache.
    """

    run: Timeline
    theme: Theme
    request: Request = Request()  # noqa: RUF009  # frozen
    opens: bool = True
    moves: bool = False
    turn: Callable[[Callable[[], Any]], Any] = lambda work: work()


@dataclass(frozen=True)
class Scene:
    """Describe one page.

    Attributes
    ----------
    file, title, icon, purpose : str
        Its script, and how the menu shows it.
    group : str
        The heading of the menu under which it stands.
    choices : tuple of types
        The records of choices that its link holds.  Fields that a record names as its ``PROGRESS`` are
        what a learner did, which a link for others leaves out.
    """

    file: str
    title: str
    icon: str
    purpose: str
    group: str
    choices: tuple[type[Any], ...] = ()


def records_of(scenes: Iterable[Scene]) -> tuple[type[Any], ...]:
    """Return the records of choices of all scenes, each once."""
    return tuple(dict.fromkeys(kind for scene in scenes for kind in scene.choices))


@dataclass(frozen=True)
class Page:
    """Say how a scene is drawn; what all scenes share is done around it (`pages.session.pipeline`).

    Attributes
    ----------
    message : callable
        From the state and a visit to what is shown; draws nothing, and is called in the session's turn.
    draw : callable
        Draws a message, and changes the state when the reader acts in it.
    rest : callable
        Draws what is below the first screen, once the browser is idle.  It takes what `draw` takes.
    controls, below : callable
        Draw the scene's own controls above and below the picture.
    heading : str
        Markdown above everything.
    is_beside : bool
        Whether the controls of a live scene, with its heading, stand beside the picture, not above it.
    is_live : bool
        Whether the browser pulls frames: then each request runs `message` and `draw` alone.
    is_kept : bool
        Whether the message is a mapping that is cached for all sessions.  It does not depend on a learner's
        ``PROGRESS``, nor on the choices of other pages.
    signs : bool
        Whether the address is written for it; a component with link keys of its own writes it itself.
    has_run_controls : bool
        Whether the sidebar has the controls of the run.
    """

    message: Callable[[State, Visit], Message]
    draw: Callable[[State, Message], None]
    rest: Callable[[State, Message], None] | None = None
    controls: Callable[[State], None] | None = None
    below: Callable[[State], None] | None = None
    heading: str = ""
    is_beside: bool = False
    is_live: bool = False
    is_kept: bool = False
    signs: bool = True
    has_run_controls: bool = True
