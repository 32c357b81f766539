"""How much is tried, and how long one text may take."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

CAP = 0.25
"""Seconds of CPU of this process that a text may take on an idle machine."""

BUSY = 3
"""Machines are shared, and busy neighbours make the same work dearer in CPU time too: so much more is allowed here."""

FUZZED = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "50")),
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow],
)
"""Few examples, more where the environment says so; floods are slow to make, which Hypothesis would complain of."""


@contextmanager
def in_time() -> Iterator[None]:
    """Fail if the lines under this take longer than that."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took <= BUSY * CAP, f"{took:.3f} s"
