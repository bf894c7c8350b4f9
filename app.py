"""The Playground: watch backpropagation train a network.  ``streamlit run app.py``."""

from pages.scenes.playground.page import PAGE
from pages.scenes.table import PLAYGROUND, SCENES
from pages.session.pipeline import show

show(PLAYGROUND, PAGE, SCENES)
