"""``python -m pages.figures``: any figure without the app."""

import sys

from pages.shared.slides.command import main

if __name__ == "__main__":
    sys.exit(main())
