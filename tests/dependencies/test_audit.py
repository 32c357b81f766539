"""An audit without an answer fails, and an answer is saved completely."""

from pathlib import Path
from typing import Any

import pytest

from tests.dependencies.advisories import Advisory, read_advisories
from tests.dependencies.audit import UnansweredError, merge_advisories, read_audit, write

LOCKED = {"kept": "1.5", "safe": "2.0"}


def finding(*ids: str, fixed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a finding as pip-audit writes it."""
    return {"id": ids[0], "aliases": list(ids[1:]), "fix_versions": list(fixed), "description": ""}


def answer(*findings: dict[str, Any]) -> dict[str, Any]:
    """Return pip-audit's answer with these findings against `kept`."""
    entries = [
        {"name": "kept", "version": "1.5", "vulns": list(findings)},
        {"name": "safe", "version": "2.0", "vulns": []},
    ]
    return {"dependencies": entries, "fixes": []}


def test_package_without_an_answer() -> None:
    """A package that pip-audit skips, because the index doesn't answer, stops the audit."""
    skipped = answer()
    skipped["dependencies"][0] = {"name": "kept", "skip_reason": "not found"}
    with pytest.raises(UnansweredError, match="1 locked packages, kept the first"):
        read_audit(skipped, LOCKED)


def test_answer_for_another_version() -> None:
    """An answer for another lock stops the audit."""
    with pytest.raises(UnansweredError):
        read_audit(answer(), {**LOCKED, "safe": "2.1"})


def test_first_fixed_version_counts() -> None:
    """Of several versions that fix a problem, the nearest above ours is saved, compared as versions."""
    advisories = read_audit(answer(finding("CVE-1", fixed=("1.2", "10.0", "2.0"))), LOCKED)
    assert advisories == [Advisory("kept", frozenset({"CVE-1"}), "2.0")]


def test_advisory_with_two_names() -> None:
    """An advisory that two databases report under their own names is saved once with all names."""
    advisories = read_audit(answer(finding("PYSEC-1", "CVE-1"), finding("GHSA-1", "CVE-1", fixed=("1.6",))), LOCKED)
    assert advisories == [Advisory("kept", frozenset({"PYSEC-1", "CVE-1", "GHSA-1"}), "1.6")]


def test_past_advisories_stay_and_withdrawn_ones_go() -> None:
    """An audit keeps advisories that a downgrade would bring back, and drops withdrawn ones."""
    past, withdrawn = Advisory("kept", frozenset({"CVE-1"}), "1.5"), Advisory("safe", frozenset({"CVE-2"}), None)
    left_out, new = Advisory("gone", frozenset({"CVE-3"}), None), Advisory("kept", frozenset({"CVE-4"}), None)
    assert merge_advisories([past, withdrawn, left_out], [new], LOCKED) == [left_out, past, new]


def test_written_advisories_are_read_back(tmp_path: Path) -> None:
    """The file holds every field of an advisory."""
    advisories = [Advisory("kept", frozenset({"CVE-1", "GHSA-1"}), None), Advisory("safe", frozenset({"CVE-2"}), "2.1")]
    write(advisories, tmp_path / "advisories.json", "2026-11-28")
    assert read_advisories(tmp_path / "advisories.json") == advisories


@pytest.mark.parametrize(("version", "affected"), [("9.9", True), ("10.0", False), ("10.0.1", False)])
def test_version_is_affected_until_it_is_fixed(version: str, *, affected: bool) -> None:
    """Versions are compared as versions."""
    assert Advisory("kept", frozenset({"CVE-1"}), "10.0").affects(version) is affected
