"""An installation has what the service imports, without tools for tests and checks."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

import pytest

from tests.deploying.files import ROOT

pytestmark = pytest.mark.slow

_IMPORTED_WITHOUT = """
import sys
for name in sys.argv[1:]:
    sys.modules[name] = None  # as Python marks what can't be imported
import bot.service.app
"""


def installed_without_development() -> set[str]:
    """Return every distribution that uv.lock installs without development dependencies."""
    locked: dict[str, dict[str, Any]] = {
        package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    }
    visited: set[tuple[str, str]] = set()
    queue = [("waylight", "")]
    while queue:
        name, extra = queue.pop()
        if (name, extra) in visited:
            continue
        visited.add((name, extra))
        package = locked[name]
        requirements = (
            package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
        )
        for requirement in requirements:
            queue += [(requirement["name"], part) for part in ("", *requirement.get("extra", ()))]
    return {name for name, _ in visited}


def test_service_starts_without_development_tools() -> None:
    """Everything that the service imports is installed; packages for tests and checks are not needed."""
    installed = installed_without_development()
    owners = {
        name: {owner.lower().replace("_", "-").replace(".", "-") for owner in names}
        for name, names in packages_distributions().items()
    }
    missing = [name for name, owned in owners.items() if not owned & installed]
    assert {"pytest", "playwright"} <= set(missing)
    command = [sys.executable, "-W", "ignore", "-c", _IMPORTED_WITHOUT, *missing]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert result.returncode == 0, result.stderr
