"""Code: the run as a program, shown and offered for download.

`core.program` writes the text.
"""

from pages.scenes.code.choices import CodeChoices

__all__ = ["CodeChoices"]
