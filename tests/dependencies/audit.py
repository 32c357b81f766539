"""Update `advisories.json` from the result of pip-audit; `make audit` runs this.

The danger is a gap that looks like health: if the index can't answer for a package, pip-audit skips it and reports
no
findings. So nothing is updated unless there is an answer for every locked package.
"""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.version import Version

from tests.dependencies.advisories import ADVISORIES_FILE, Advisory, locked_versions, read_advisories


class UnansweredError(Exception):
    """Some locked packages have no answer, so their advisories are unknown."""

    def __init__(self, packages: Iterable[str]) -> None:
        names = sorted(packages)
        super().__init__(f"No answer for {len(names)} locked packages, {names[0]} the first. Nothing was updated.")


def read_audit(answer: dict[str, Any], versions: dict[str, str]) -> list[Advisory]:
    """Return pip-audit's advisories against these versions; raise UnansweredError if an answer is missing."""
    results = {entry["name"]: entry for entry in answer["dependencies"] if "vulns" in entry}
    if unanswered := {name for name, version in versions.items() if results.get(name, {}).get("version") != version}:
        raise UnansweredError(unanswered)
    advisories: list[Advisory] = []
    for name in sorted(versions):
        for finding in results[name]["vulns"]:
            advisories = _add_advisory(advisories, _advisory(name, versions[name], finding))
    return advisories


def _advisory(package: str, version: str, finding: dict[str, Any]) -> Advisory:
    """Read a finding of pip-audit; of the versions that fix it, the first one after ours counts."""
    fixes = sorted(Version(fix) for fix in finding["fix_versions"] if Version(fix) > Version(version))
    return Advisory(package, frozenset({finding["id"], *finding["aliases"]}), str(fixes[0]) if fixes else None)


def _add_advisory(advisories: list[Advisory], new: Advisory) -> list[Advisory]:
    """Add an advisory; one that two databases report becomes one with all its names."""
    same = [old for old in advisories if old.package == new.package and old.ids & new.ids]
    fixes = [advisory.fixed_in for advisory in (*same, new) if advisory.fixed_in]
    joined = Advisory(new.package, new.ids.union(*(old.ids for old in same)), min(fixes, key=Version, default=None))
    return [old for old in advisories if old not in same] + [joined]


def merge_advisories(before: list[Advisory], advisories: list[Advisory], versions: dict[str, str]) -> list[Advisory]:
    """Return the advisories to save: the new ones, and old ones that our versions are past or no longer include."""
    past = [old for old in before if old.package not in versions or not old.affects(versions[old.package])]
    for advisory in advisories:
        past = _add_advisory(past, advisory)
    return sorted(past, key=lambda advisory: (advisory.package, sorted(advisory.ids)))


def write(advisories: list[Advisory], path: Path, date: str) -> None:
    """Write the advisories in an order that keeps diffs small."""
    entries = [
        {"package": advisory.package, "ids": sorted(advisory.ids), "fixed_in": advisory.fixed_in}
        for advisory in advisories
    ]
    data = {"from": "the package index, by make audit", "asked_on": date, "advisories": entries}
    path.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    results = Path(sys.argv[1])
    if not results.exists():
        sys.exit("pip-audit wrote no answer. Nothing was updated.")
    try:
        current = read_audit(json.loads(results.read_text("utf-8")), locked_versions())
    except UnansweredError as exc:
        sys.exit(str(exc))
    write(
        merge_advisories(read_advisories(), current, locked_versions()),
        ADVISORIES_FILE,
        datetime.now(UTC).date().isoformat(),
    )
