"""Clinic: runs that do not learn, to be diagnosed and cured."""

from pages.scenes.clinic.page import PAGE
from pages.scenes.table import CLINIC, SCENES
from pages.session.pipeline import show

show(CLINIC, PAGE, SCENES)
