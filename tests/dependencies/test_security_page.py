"""SECURITY.md lists exactly the known advisories against the installed packages."""

import re

from tests.dependencies.advisories import ROOT, Advisory, locked_versions, read_advisories

CHAPTER = (ROOT / "SECURITY.md").read_text("utf-8").partition("\n## Dependencies\n")[2].partition("\n## ")[0]
ROWS = re.findall(r"^\| ([a-z0-9-]+) ([0-9][^ ]*) \| ([^|]+) \|", CHAPTER, re.MULTILINE)
"""Package, version and advisory names of each row of the table."""


def advisories_against(package: str, version: str, versions: dict[str, str]) -> list[Advisory]:
    """Return the known advisories against a package if that version is locked."""
    same = versions.get(package) == version
    return [
        advisory for advisory in read_advisories() if same and advisory.package == package and advisory.affects(version)
    ]


def test_every_advisory_has_a_row() -> None:
    """Every advisory against a version that runs with Waylight has a row."""
    versions = locked_versions()
    affecting = [
        advisory
        for advisory in read_advisories()
        if advisory.package in versions and advisory.affects(versions[advisory.package])
    ]
    listed = {(package, version): set(names.split(", ")) for package, version, names in ROWS}
    unlisted = [
        advisory
        for advisory in affecting
        if not advisory.ids & listed.get((advisory.package, versions[advisory.package]), set())
    ]
    assert unlisted == []


def test_every_row_is_current() -> None:
    """A row names a locked version, and only known advisories against it."""
    versions = locked_versions()
    stale = [
        (package, version, name)
        for package, version, names in ROWS
        for name in names.split(", ")
        if not any(name in advisory.ids for advisory in advisories_against(package, version, versions))
    ]
    assert stale == []


def test_number_of_other_packages() -> None:
    """The number of packages without advisories is that of the lock minus those of the table."""
    match = re.search(r"other \*\*(\d+)\*\* packages", CHAPTER)
    assert match
    assert int(match[1]) == len(locked_versions()) - len({package for package, _, _ in ROWS})
