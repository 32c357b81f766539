"""What a page says of the machine and the day that its figures are from."""

import os
import platform
from datetime import UTC, datetime


def of_today() -> dict[str, str | int | None]:
    """Return the date, the number of cores, the machine and Python's version, by the names of a page's blanks."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
