"""Renew `advisories.json` from what pip-audit was told; `make audit` runs this.

The danger is silence that looks like health: where the index can't answer for a package, pip-audit leaves it out
and says that it found nothing. So nothing is renewed unless there is an answer for every locked package.
"""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.version import Version

from tests.dependencies.known import KNOWN, Advisory, known, locked


class UnansweredError(Exception):
    """No answer came for some of the locked packages, so nobody knows what is against them."""

    def __init__(self, packages: Iterable[str]) -> None:
        names = sorted(packages)
        super().__init__(f"No answer for {len(names)} locked packages, {names[0]} the first. Nothing was renewed.")


def audited(answer: dict[str, Any], versions: dict[str, str]) -> list[Advisory]:
    """Return what pip-audit's answer holds against these versions; raise UnansweredError where one is missing."""
    answered = {entry["name"]: entry for entry in answer["dependencies"] if "vulns" in entry}
    if unanswered := {name for name, version in versions.items() if answered.get(name, {}).get("version") != version}:
        raise UnansweredError(unanswered)
    found: list[Advisory] = []
    for name in sorted(versions):
        for told in answered[name]["vulns"]:
            found = _with(found, _advisory(name, versions[name], told))
    return found


def _advisory(package: str, version: str, told: dict[str, Any]) -> Advisory:
    """Read one of pip-audit's findings; of the versions that mend it, the first one after ours counts."""
    mended = sorted(Version(fix) for fix in told["fix_versions"] if Version(fix) > Version(version))
    return Advisory(package, frozenset({told["id"], *told["aliases"]}), str(mended[0]) if mended else None)


def _with(found: list[Advisory], new: Advisory) -> list[Advisory]:
    """Add an advisory; one that is told twice, by two databases, becomes one under all its names."""
    same = [old for old in found if old.package == new.package and old.ids & new.ids]
    fixes = [one.fixed_in for one in (*same, new) if one.fixed_in]
    joined = Advisory(new.package, new.ids.union(*(old.ids for old in same)), min(fixes, key=Version, default=None))
    return [old for old in found if old not in same] + [joined]


def renewed(before: list[Advisory], found: list[Advisory], versions: dict[str, str]) -> list[Advisory]:
    """Return what to write down: what was found, and from before what our versions are past or no longer have."""
    past = [old for old in before if old.package not in versions or not old.touches(versions[old.package])]
    for advisory in found:
        past = _with(past, advisory)
    return sorted(past, key=lambda advisory: (advisory.package, sorted(advisory.ids)))


def write(advisories: list[Advisory], path: Path, asked_on: str) -> None:
    """Write the advisories down, in an order that makes small differences."""
    entries = [{"package": one.package, "ids": sorted(one.ids), "fixed_in": one.fixed_in} for one in advisories]
    data = {"from": "the package index, by make audit", "asked_on": asked_on, "advisories": entries}
    path.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    answered = Path(sys.argv[1])
    if not answered.exists():
        sys.exit("pip-audit wrote no answer. Nothing was renewed.")
    try:
        against = audited(json.loads(answered.read_text("utf-8")), locked())
    except UnansweredError as unanswered:
        sys.exit(str(unanswered))
    write(renewed(known(), against, locked()), KNOWN, datetime.now(UTC).date().isoformat())
