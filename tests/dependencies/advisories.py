"""The published advisories against the packages of a running Waylight, and the list of those packages."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import Version

ROOT = Path(__file__).parents[2]
ADVISORIES_FILE = Path(__file__).with_name("advisories.json")


@dataclass(frozen=True)
class Advisory:
    """An advisory against a package, with all its ids.

    `fixed_in` is the first version without the problem, or None. We assume that later versions do not have it
    either.
    """

    package: str
    ids: frozenset[str]
    fixed_in: str | None

    def affects(self, version: str) -> bool:
        """Return whether the version is affected."""
        return self.fixed_in is None or Version(version) < Version(self.fixed_in)


def read_advisories(path: Path = ADVISORIES_FILE) -> list[Advisory]:
    """Return the saved advisories, also those that our versions are past, so that a downgrade shows."""
    entries = json.loads(path.read_text("utf-8"))["advisories"]
    return [Advisory(entry["package"], frozenset(entry["ids"]), entry["fixed_in"]) for entry in entries]


def locked_versions(lock: Path = ROOT / "uv.lock") -> dict[str, str]:
    """Return the installed version of each package that Waylight runs with, without development tools."""
    packages = {package["name"]: package for package in tomllib.loads(lock.read_text("utf-8"))["package"]}
    visited: set[tuple[str, str | None]] = set()
    queue: list[tuple[str, str | None]] = [("waylight", None)]
    while queue:
        requirement = queue.pop()
        if requirement not in visited:
            visited.add(requirement)
            queue += _requirements(packages[requirement[0]], requirement[1])
    return {name: packages[name]["version"] for name, _ in visited if name != "waylight"}


def _requirements(package: dict[str, Any], extra: str | None) -> list[tuple[str, str | None]]:
    """Return the requirements of a package, or those that an extra adds."""
    requirements = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
    return [
        (requirement_entry["name"], chosen)
        for requirement_entry in requirements
        for chosen in (None, *requirement_entry.get("extra", []))
    ]
