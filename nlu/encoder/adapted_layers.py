"""The last layers of the network as they were trained on our texts: `adapted.npz`, written by `adaptation`.

A matrix is stored as the 7-bit steps in which it runs, with one scale for each output: what was measured is what runs.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.encoder.packed_model import Floats

ADAPTED_PATH = Path(__file__).parent / "adapted.npz"
STEPS = 63


def quantize(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return `weights` (outputs, inputs) as steps from -63 to 63, and the scale of each output."""
    scales: Floats = (np.abs(weights).max(axis=1) / STEPS).astype(np.float32)
    return np.round(weights / scales[:, None]).astype(np.int8), scales


def adapted_tensors(prefix: str = "") -> dict[str, NDArray[np.generic]]:
    """Return the tensors whose names begin so: "l8.q.w" in steps, "l8.q.s" scales, others as they are."""
    with np.load(ADAPTED_PATH) as archive:
        return {name: archive[name] for name in archive.files if name.startswith(prefix)}
