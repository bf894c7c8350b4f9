"""A stage with made-up waves: `streamlit run app.py` from this folder."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
for folder in (here, here.parents[2]):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from scene import show  # noqa: E402

show()
