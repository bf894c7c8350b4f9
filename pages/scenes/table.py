"""The table of scenes: what the menu lists, by group, in the recommended order."""

from pages.export.choices import HandoutChoices, StripChoices, Style, WorksheetChoices
from pages.scenes.clinic.choices import ClinicChoices
from pages.scenes.code.choices import CodeChoices
from pages.scenes.drill.choices import DrillChoices
from pages.scenes.gradient_check.choices import GradientCheckChoices
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.notes.choices import NotesChoices
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.start_here.choices import StartHereChoices
from pages.session.scene import Scene, records_of

WATCH, UNDERSTAND, PRACTISE, TAKE_AWAY = "Watch", "Understand", "Practise", "Take away"
TEACH = "For teachers"
"""The groups of the menu."""

PLAYGROUND = Scene("app.py", "Playground", ":material/play_circle:", "Watch a network being trained", WATCH)
START_HERE = Scene(
    "pages/start_here.py",
    "Start here",
    ":material/school:",
    "A short tour of what the Playground shows",
    UNDERSTAND,
    (StartHereChoices,),
)
ONE_STEP = Scene(
    "pages/one_step.py",
    "One step",
    ":material/grid_on:",
    "One training step as matrices, with every number",
    UNDERSTAND,
    (OneStepChoices,),
)
NOTES = Scene(
    "pages/notes.py",
    "The notes",
    ":material/menu_book:",
    "The lecture notes, derived and checked on your run",
    UNDERSTAND,
    (NotesChoices,),
)
GRADIENT_CHECK = Scene(
    "pages/gradient_check.py",
    "Gradient check",
    ":material/rule:",
    "Measure every derivative, or inject a bug and find it",
    UNDERSTAND,
    (GradientCheckChoices,),
)
LESSONS = Scene(
    "pages/lessons.py",
    "Lessons",
    ":material/local_library:",
    "Short lessons that ask, beside a run that answers",
    PRACTISE,
    (LessonChoices,),
)
DRILL = Scene(
    "pages/drill.py",
    "Drill",
    ":material/extension:",
    "Matrix calculus by hand: build each line of a step from tiles",
    PRACTISE,
    (DrillChoices,),
)
CLINIC = Scene(
    "pages/clinic.py",
    "Clinic",
    ":material/stethoscope:",
    "Runs that do not learn: find out why, and cure them",
    PRACTISE,
    (ClinicChoices,),
)
CODE = Scene(
    "pages/code.py",
    "Code",
    ":material/code:",
    "Your run as a short program, backward pass included",
    TAKE_AWAY,
    (CodeChoices,),
)
SLIDES = Scene(
    "pages/slides.py",
    "Slides",
    ":material/slideshow:",
    "Any picture for a lecture, as an image or a film",
    TAKE_AWAY,
    (
        Style,
        StripChoices,
        HandoutChoices,
        WorksheetChoices,
        OneStepChoices,
        NotesChoices,
        GradientCheckChoices,
    ),
)
TEACHER = Scene(
    "pages/teacher.py",
    "Tickets of a class",
    ":material/groups:",
    "What your students answered, from their tickets",
    TEACH,
)

SCENES = (
    PLAYGROUND, START_HERE, ONE_STEP, NOTES, GRADIENT_CHECK, LESSONS, DRILL, CLINIC, CODE, SLIDES, TEACHER,
)  # fmt: skip

RECORDS = records_of(SCENES)
"""The records of choices of all scenes."""
