"""The pages of the app, and what they share: one package for each purpose."""

import os

# Our matrices are small, and a server has many sessions: several threads for one product would wait for
# one another (measured: 7 times slower on two busy cores).  NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
