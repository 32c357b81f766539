"""The number of examples, and the time limit of one text."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

MAX_CPU_SECONDS = 0.25
"""CPU time that a text may take on an idle machine."""

BUSY_FACTOR = 3
"""Allowance for shared machines, on which busy neighbours increase even the CPU time of the same work."""

FUZZ_SETTINGS = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "50")),
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow],
)
"""Few examples by default. Long texts are slow to generate, which Hypothesis would report."""


@contextmanager
def time_limit() -> Iterator[None]:
    """Fail if the block takes longer."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took <= BUSY_FACTOR * MAX_CPU_SECONDS, f"{took:.3f} s"
