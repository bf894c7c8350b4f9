"""``python -m pages.export``: any figure without the app."""

import signal
import sys

from pages.export.command import main

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by a script: as if by Ctrl-C
    sys.exit(main())
