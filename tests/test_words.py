"""Names come from the field: no private words, no file that is named after a gerund, no file that is too long."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("actions", "bot", "directory", "locales", "nlu")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "versions" not in path.parts
)

PRIVATE_WORDS = {
    *("anybody", "asked", "asking", "desk", "fault", "faults", "gone", "hanging", "hear", "heard", "kept", "keeper"),
    *("ladder", "meant", "mend", "mended", "nobody", "noted", "noting", "overheard", "resting", "said", "shelves"),
    *("somebody", "spared", "standing", "telling", "texted", "theirs", "told", "uninvited", "unsaid", "whereabouts"),
    *("whoever", "whose"),
}
"""Words that Waylight once used for what its fields have a term for (docs/glossary.md)."""
FIELD_GERUNDS = {
    "filling",
    "finding",
    "formatting",
    "logging",
    "parsing",
    "polling",
    "ranking",
    "rendering",
    "signing",
    "training",
}
"""Terms of the field that end in -ing."""
LONGEST_FILE = 400
"""Lines."""


def defined_names(tree: ast.AST) -> Iterator[str]:
    """Yield every name that a module defines or assigns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif (isinstance(node, ast.ExceptHandler) and node.name) or (isinstance(node, ast.alias) and node.asname):
            yield str(node.name if isinstance(node, ast.ExceptHandler) else node.asname)


def words_of(name: str) -> set[str]:
    """Return the words of a name in snake_case or CamelCase."""
    return set(re.findall(r"[a-z]+", re.sub(r"([A-Z]+)", r"_\1", name).lower()))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_private_words(package: str) -> None:
    """A newcomer finds every door by the word that the field uses."""
    private = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in MODULES
        if path.is_relative_to(ROOT / package)
        for name in {path.stem, *defined_names(ast.parse(path.read_text("utf-8")))}
        if words_of(name) & PRIVATE_WORDS
    }
    assert private == set()


def test_modules_are_nouns() -> None:
    """A module is named after a thing; gerunds only if the field uses them."""
    names = {path.stem: path.stem.rpartition("_")[2] for path in MODULES}
    assert {name for name, last in names.items() if last.endswith("ing") and last not in FIELD_GERUNDS} == set()


def test_files_stay_readable() -> None:
    """No module is longer than one sitting."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {str(path.relative_to(ROOT)) for path, lines in lengths.items() if lines > LONGEST_FILE} == set()


def test_private_words_are_seen() -> None:
    """The check itself finds a private word in each kind of name."""
    source = (
        "class Overheard:\n    def hear(self, told, result):\n        kept = self.gone = 1\n"
        "try: ...\nexcept ValueError as fault: ..."
    )
    names = defined_names(ast.parse(source))
    assert {word for name in names for word in words_of(name) & PRIVATE_WORDS} == {
        *("overheard", "hear", "told", "kept", "gone", "fault")
    }
