"""The README and the docs say what is true of the tree."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.core.settings import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "nlu", "actions", "directory", "locales")
README = (ROOT / "README.md").read_text("utf-8")
TREE = (ROOT / "docs" / "source-tree.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md")) + sorted((ROOT / ".github").rglob("*.md"))

_PATH = re.compile(r"`((?:bot|nlu|actions|directory|locales|tests|docs)/[\w/.<>-]*)`")
_MODULE = re.compile(r"`(\w+\.py)`")


def folders_in_tree() -> set[str]:
    """Return the paths that docs/source-tree.md lists."""
    paths, parent = set(), ""
    for line in TREE.splitlines():
        if not line.startswith("    "):
            continue
        name = line.split()[0]
        is_child = line.startswith("      ")
        parent = parent if is_child else name
        paths.add(parent + name if is_child else name)
    return {path.rstrip("/") for path in paths}


def folders_with_code() -> list[Path]:
    """Return every folder of the packages that holds Python modules."""
    return sorted({path.parent for name in PACKAGES for path in (ROOT / name).rglob("*.py")})


def test_the_source_tree_names_only_what_exists() -> None:
    """Every path of docs/source-tree.md exists."""
    assert [path for path in folders_in_tree() if not (ROOT / path).exists()] == []


def test_every_folder_with_code_is_in_the_source_tree() -> None:
    """Each package and its direct children that hold code are listed."""
    inside = {
        str(folder.relative_to(ROOT))
        for package in (*PACKAGES, "tests")
        for folder in (ROOT / package, *(ROOT / package).iterdir())
        if folder.is_dir() and any(folder.rglob("*.py")) and not folder.name.startswith((".", "__"))
    }
    assert inside - folders_in_tree() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_in_the_pages_exist(page: Path) -> None:
    """Paths that a page mentions exist, and so do the pages that it links to."""
    text = page.read_text("utf-8")
    named = [path for path in _PATH.findall(text) if "<" not in path]
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^):]+)\)", text)]
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [link for link in linked if link and not (page.parent / link).exists()]
    assert missing == []


def test_every_package_has_a_readme() -> None:
    """Each folder of code says what belongs in it and what does not."""
    without = {str(folder.relative_to(ROOT)) for folder in folders_with_code() if not (folder / "README.md").exists()}
    assert without == {"directory/migrations/versions"}


@pytest.mark.parametrize("folder", folders_with_code(), ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_readme_lists_the_modules_of_its_folder(folder: Path) -> None:
    """A folder's README names each module of the folder, and no module that does not exist."""
    if folder == ROOT / "directory" / "migrations" / "versions":
        return
    text = (folder / "README.md").read_text("utf-8")
    named = set(_MODULE.findall(text))
    modules = {path.name for path in folder.glob("*.py")}
    assert modules - named == {"__init__.py"} - named
    assert named - modules == set()


def test_the_readme_is_short() -> None:
    """A stranger reads it to the end."""
    assert len(README.splitlines()) <= 120


def test_every_setting_is_documented() -> None:
    """docs/settings.md has each setting, and no other."""
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(WAYLIGHT_\w+)`", page, re.MULTILINE))
    assert named == {f"WAYLIGHT_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_documented() -> None:
    """docs/commands.md has each command of the command line, and no other."""
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    named = set(re.findall(r"^\| `waylight ([a-z -]+)`", page, re.MULTILINE))
    actual = set()
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        actual |= {f"{name} {sub}" for sub in inner} if inner else {name}
    assert named == actual


def test_every_make_target_in_the_pages_exists() -> None:
    """A make command in a page is one of the Makefile's."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        mentioned = set(re.findall(r"(?:^    |`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
        assert mentioned <= targets, page
