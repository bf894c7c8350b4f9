"""The table of scenes: what the menu lists, in the recommended order."""

from pages.export.choices import StripChoices, Style
from pages.scenes.code.choices import CodeChoices
from pages.scenes.gradient_check.choices import GradientCheckChoices
from pages.scenes.notes.choices import NotesChoices
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.start_here.choices import StartHereChoices
from pages.session.scene import Scene, records_of

PLAYGROUND = Scene("app.py", "Playground", ":material/play_circle:", "Watch a network being trained")
START_HERE = Scene(
    "pages/start_here.py",
    "Start here",
    ":material/school:",
    "A two-minute tour of what the Playground shows",
    (StartHereChoices,),
)
ONE_STEP = Scene(
    "pages/one_step.py",
    "One step",
    ":material/grid_on:",
    "One training step as matrices, with every number",
    (OneStepChoices,),
)
NOTES = Scene(
    "pages/notes.py",
    "The notes",
    ":material/menu_book:",
    "Every equation of the lecture notes, checked on your run",
    (NotesChoices,),
)
GRADIENT_CHECK = Scene(
    "pages/gradient_check.py",
    "Gradient check",
    ":material/rule:",
    "Measure every derivative, or inject a bug and find it",
    (GradientCheckChoices,),
)
CODE = Scene(
    "pages/code.py",
    "Code",
    ":material/code:",
    "Your run as a short program, backward pass included",
    (CodeChoices,),
)
SLIDES = Scene(
    "pages/slides.py",
    "Slides",
    ":material/slideshow:",
    "Any picture for a lecture, as an image or a film",
    (Style, StripChoices, OneStepChoices, NotesChoices, GradientCheckChoices),
)

SCENES = (PLAYGROUND, START_HERE, ONE_STEP, NOTES, GRADIENT_CHECK, CODE, SLIDES)

RECORDS = records_of(SCENES)
"""The records of choices of all scenes."""
