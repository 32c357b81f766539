"""An installation has what the service imports, though it lacks what only tests and checks need."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

from tests.deploying.files import ROOT

_IMPORTED_WITHOUT = """
import sys
for name in sys.argv[1:]:
    sys.modules[name] = None  # as Python marks what can't be imported
import bot.service.app
"""


def installed_without_development() -> set[str]:
    """Return every distribution that uv.lock brings into an installation."""
    locked: dict[str, dict[str, Any]] = {
        package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    }
    found: set[tuple[str, str]] = set()
    waiting = [("waylight", "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        package = locked[name]
        wanted = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
        for one in wanted:
            waiting += [(one["name"], part) for part in ("", *one.get("extra", ()))]
    return {name for name, _ in found}


def test_the_service_starts_without_the_tools_of_developers() -> None:
    """All that the service imports comes with an installation; what only tests and checks bring is not needed."""
    installed = installed_without_development()
    owners = {
        name: {owner.lower().replace("_", "-").replace(".", "-") for owner in found}
        for name, found in packages_distributions().items()
    }
    missing = [name for name, owned in owners.items() if not owned & installed]
    assert {"pytest", "playwright"} <= set(missing)
    command = [sys.executable, "-W", "ignore", "-c", _IMPORTED_WITHOUT, *missing]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
