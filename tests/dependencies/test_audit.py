"""An audit that got no answer says so, and what it was told is kept whole."""

from pathlib import Path
from typing import Any

import pytest

from tests.dependencies.audit import UnansweredError, audited, renewed, write
from tests.dependencies.known import Advisory, known

LOCKED = {"kept": "1.5", "safe": "2.0"}


def told(*ids: str, fixed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return one finding as pip-audit writes it."""
    return {"id": ids[0], "aliases": list(ids[1:]), "fix_versions": list(fixed), "description": ""}


def answer(*findings: dict[str, Any]) -> dict[str, Any]:
    """Return pip-audit's answer with these findings against `kept`."""
    entries = [
        {"name": "kept", "version": "1.5", "vulns": list(findings)},
        {"name": "safe", "version": "2.0", "vulns": []},
    ]
    return {"dependencies": entries, "fixes": []}


def test_a_package_without_an_answer_is_no_package_without_faults() -> None:
    """What pip-audit skips, since the index doesn't answer for it, stops the audit."""
    skipped = answer()
    skipped["dependencies"][0] = {"name": "kept", "skip_reason": "not found"}
    with pytest.raises(UnansweredError, match="1 locked packages, kept the first"):
        audited(skipped, LOCKED)


def test_an_answer_for_another_version_is_none() -> None:
    """An answer that was made for another lock stops the audit."""
    with pytest.raises(UnansweredError):
        audited(answer(), {**LOCKED, "safe": "2.1"})


def test_the_first_version_that_mends_ours_counts() -> None:
    """Of several versions that mend a fault, the nearest above ours is written down, by number and not by letter."""
    found = audited(answer(told("CVE-1", fixed=("1.2", "10.0", "2.0"))), LOCKED)
    assert found == [Advisory("kept", frozenset({"CVE-1"}), "2.0")]


def test_one_fault_under_two_names_is_one() -> None:
    """What two databases tell under names of their own is one advisory with all its names."""
    found = audited(answer(told("PYSEC-1", "CVE-1"), told("GHSA-1", "CVE-1", fixed=("1.6",))), LOCKED)
    assert found == [Advisory("kept", frozenset({"PYSEC-1", "CVE-1", "GHSA-1"}), "1.6")]


def test_what_we_are_past_stays_and_what_was_withdrawn_goes() -> None:
    """An audit keeps what a lower version would have again, and drops what nobody holds against ours any more."""
    past, withdrawn = Advisory("kept", frozenset({"CVE-1"}), "1.5"), Advisory("safe", frozenset({"CVE-2"}), None)
    left_out, new = Advisory("gone", frozenset({"CVE-3"}), None), Advisory("kept", frozenset({"CVE-4"}), None)
    assert renewed([past, withdrawn, left_out], [new], LOCKED) == [left_out, past, new]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """The file holds all of an advisory."""
    advisories = [Advisory("kept", frozenset({"CVE-1", "GHSA-1"}), None), Advisory("safe", frozenset({"CVE-2"}), "2.1")]
    write(advisories, tmp_path / "advisories.json", "2026-11-28")
    assert known(tmp_path / "advisories.json") == advisories


@pytest.mark.parametrize(("version", "touched"), [("9.9", True), ("10.0", False), ("10.0.1", False)])
def test_a_version_is_touched_until_it_is_mended(version: str, *, touched: bool) -> None:
    """Versions are compared as versions."""
    assert Advisory("kept", frozenset({"CVE-1"}), "10.0").touches(version) is touched
