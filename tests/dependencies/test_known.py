"""SECURITY.md tells all that is known against what we install, and nothing that isn't so any more."""

import re

from tests.dependencies.known import ROOT, Advisory, known, locked

CHAPTER = (ROOT / "SECURITY.md").read_text("utf-8").partition("\n## Dependencies\n")[2].partition("\n## ")[0]
ROWS = re.findall(r"^\| ([a-z0-9-]+) ([0-9][^ ]*) \| ([^|]+) \|", CHAPTER, re.MULTILINE)
"""Package, version and names of advisories of each row of the table."""


def against(package: str, version: str, versions: dict[str, str]) -> list[Advisory]:
    """Return what is known against a package, if that is the version that is locked."""
    same = versions.get(package) == version
    return [one for one in known() if same and one.package == package and one.touches(version)]


def test_every_advisory_that_touches_us_has_a_row() -> None:
    """Whoever reads SECURITY.md learns of each advisory against a version that runs with Waylight."""
    versions = locked()
    touching = [one for one in known() if one.package in versions and one.touches(versions[one.package])]
    told = {(package, version): set(names.split(", ")) for package, version, names in ROWS}
    untold = [one for one in touching if not one.ids & told.get((one.package, versions[one.package]), set())]
    assert untold == []


def test_every_row_is_still_true() -> None:
    """A row names a version that is locked, and only advisories that are known against it."""
    versions = locked()
    stale = [
        (package, version, name)
        for package, version, names in ROWS
        for name in names.split(", ")
        if not any(name in one.ids for one in against(package, version, versions))
    ]
    assert stale == []


def test_the_rest_is_counted() -> None:
    """The number of packages with nothing against them is the lock's, less those of the table."""
    said = re.search(r"other \*\*(\d+)\*\* packages", CHAPTER)
    assert said
    assert int(said[1]) == len(locked()) - len({package for package, _, _ in ROWS})
