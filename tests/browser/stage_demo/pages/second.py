"""The same stage on a sub-page."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parents[1]
for folder in (here, here.parents[2]):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from scene import show  # noqa: E402

show()
