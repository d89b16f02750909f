"""Keeps numpy's arithmetic on the thread that asks: imported before numpy, since its library reads this once."""

import os

# A question's arrays are small; four threads waiting for one another on two cores took six times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
