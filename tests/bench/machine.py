"""What a page says of the machine and the day that its figures are from."""

import os
import platform
from datetime import UTC, datetime


def of_today() -> dict[str, str | int | None]:
    """Return the date, cores, machine, Python's version and how busy it was, by the names of a page's blanks."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "busy": f"{os.getloadavg()[1]:.1f}",
    }
