"""What arrays hold, by name."""

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indices = NDArray[np.intp]
"""Positions, or numbers of classes, groups and folds."""
Mask = NDArray[np.bool_]
Labels = NDArray[np.str_]
