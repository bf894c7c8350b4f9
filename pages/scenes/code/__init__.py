"""The run as a program: what the reader chooses, and the page that shows and hands out the code.

The text is written by `core.program`; here it is only placed.
"""

from pages.scenes.code.choices import CodeChoices

__all__ = ["CodeChoices"]
