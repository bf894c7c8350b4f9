"""The table of scenes: what the menu lists, in the order in which they are best met."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Scene:
    """Describe one page: its file, its name in the menu, an icon and what it is for."""

    file: str
    title: str
    icon: str
    purpose: str


PLAYGROUND = Scene("app.py", "Playground", ":material/play_circle:", "Watch backprop train a network")
START_HERE = Scene(
    "pages/start_here.py", "Start here", ":material/school:", "What the Playground shows, in two minutes"
)
ONE_STEP = Scene(
    "pages/one_step.py", "One step", ":material/grid_on:", "A training step in matrices, with every number"
)
NOTES = Scene(
    "pages/notes.py",
    "The notes",
    ":material/menu_book:",
    "Every equation of the notes, and whether it is right",
)
CHECK = Scene(
    "pages/gradient_check.py", "Gradient check", ":material/rule:", "Measure every derivative, and break it"
)
CODE = Scene(
    "pages/code.py", "Code", ":material/code:", "Your run as a short program, backward pass and all"
)
SLIDES = Scene(
    "pages/slides.py", "Slides", ":material/slideshow:", "Any picture for a lecture, as an image or a film"
)

SCENES = (PLAYGROUND, START_HERE, ONE_STEP, NOTES, CHECK, CODE, SLIDES)


def menu() -> None:
    """Draw the menu into the current container."""
    for scene in SCENES:
        st.page_link(scene.file, label=scene.title, icon=scene.icon, help=scene.purpose)
