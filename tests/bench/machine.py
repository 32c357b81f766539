"""The machine and the date of a page's figures."""

import os
import platform
from datetime import UTC, datetime


def page_facts() -> dict[str, str | int | None]:
    """Return date, cores, machine, Python version and load, by the names of a page's blanks."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "busy": f"{os.getloadavg()[1]:.1f}",
    }
