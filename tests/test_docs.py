"""The README and the docs say what is true of the tree."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.core.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))

_MAP = README.partition("## The map\n\n")[2].partition("\n\n")[0]
_PATH = re.compile(r"`((?:bot|nlu|actions|directory|locales|tests|docs)/[\w/.<>-]*)`")


def mapped() -> set[str]:
    """Return the paths that the README's map names."""
    paths, parent = set(), ""
    for line in _MAP.splitlines():
        name = line.split()[0]
        parent = parent if line.startswith("      ") else name
        paths.add(name if line.startswith("    ") and not line.startswith("      ") else parent + name)
    return {path.rstrip("/") for path in paths}


def test_the_map_names_only_what_exists() -> None:
    """Whatever the map names is there."""
    assert [path for path in mapped() if not (ROOT / path).exists()] == []


def test_every_folder_with_code_is_on_the_map() -> None:
    """A folder of ours that a newcomer will meet is on the map."""
    inside = {
        str(folder.relative_to(ROOT))
        for package in ("bot", "nlu", "actions", "directory", "locales", "tests")
        for folder in (ROOT / package, *(ROOT / package).iterdir())
        if folder.is_dir() and any(folder.rglob("*.py")) and not folder.name.startswith((".", "__"))
    }
    assert inside - mapped() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_in_the_pages_exist(page: Path) -> None:
    """Paths of ours that a page mentions exist, and so do the pages that it links to."""
    text = page.read_text("utf-8")
    named = [path for path in _PATH.findall(text) if "<" not in path]
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^):]+)\)", text)]
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [link for link in linked if link and not (page.parent / link).exists()]
    assert missing == []


def test_every_package_opens_with_a_readme() -> None:
    """Each folder of code says what belongs in it and what must not."""
    folders = {
        path.parent
        for name in ("bot", "nlu", "actions", "directory", "locales")
        for path in (ROOT / name).rglob("*.py")
    }
    without = {str(folder.relative_to(ROOT)) for folder in folders if not (folder / "README.md").exists()}
    assert without == {"directory/migrations/versions"}


def test_every_setting_is_in_the_readme() -> None:
    """The table of settings has each setting, and no other."""
    named = set(re.findall(r"^\| `(WAYLIGHT_\w+)`", README, re.MULTILINE))
    assert named == {f"WAYLIGHT_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_in_the_readme() -> None:
    """Each command of the command line is named, and no other."""
    sentence = README.partition("## Commands\n\n")[2].partition("; each explains")[0]
    named = set(re.findall(r"[a-z][a-z-]+", re.sub(r"\([^)]*\)", "", sentence))) - {"waylight"}
    command = get_command(app)
    actual = set()
    for name, sub in command.commands.items():  # type: ignore[attr-defined]
        actual |= {name, *getattr(sub, "commands", {})}
    assert named == actual


def test_every_make_target_in_the_pages_exists() -> None:
    """A make command in a page is one of the Makefile's."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        asked = set(re.findall(r"(?:^    |`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
        assert asked <= targets, page
