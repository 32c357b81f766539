"""What is published against the packages that a running Waylight has, and which packages those are."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import Version

ROOT = Path(__file__).parents[2]
KNOWN = Path(__file__).with_name("advisories.json")


@dataclass(frozen=True)
class Advisory:
    """One thing that is published against a package, under all names that it has.

    `fixed_in` is the first version without it, None where there is none. We assume that what comes after is free of it.
    """

    package: str
    ids: frozenset[str]
    fixed_in: str | None

    def touches(self, version: str) -> bool:
        """Say whether that version has it."""
        return self.fixed_in is None or Version(version) < Version(self.fixed_in)


def known(path: Path = KNOWN) -> list[Advisory]:
    """Return what is written down, also what our versions are past, so that a lock that falls back shows."""
    entries = json.loads(path.read_text("utf-8"))["advisories"]
    return [Advisory(entry["package"], frozenset(entry["ids"]), entry["fixed_in"]) for entry in entries]


def locked(lock: Path = ROOT / "uv.lock") -> dict[str, str]:
    """Return each package and its version as it is installed where Waylight runs, without the developers' tools."""
    packages = {package["name"]: package for package in tomllib.loads(lock.read_text("utf-8"))["package"]}
    met: set[tuple[str, str | None]] = set()
    ahead: list[tuple[str, str | None]] = [("waylight", None)]
    while ahead:
        wanted = ahead.pop()
        if wanted not in met:
            met.add(wanted)
            ahead += _needed(packages[wanted[0]], wanted[1])
    return {name: packages[name]["version"] for name, _ in met if name != "waylight"}


def _needed(package: dict[str, Any], extra: str | None) -> list[tuple[str, str | None]]:
    """Return what a package needs by itself or, with an extra's name, what that adds."""
    needs = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
    return [(need["name"], chosen) for need in needs for chosen in (None, *need.get("extra", []))]
