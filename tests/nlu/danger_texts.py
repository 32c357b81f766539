"""The test texts of danger, and what the models learn of it."""

from functools import cache
from pathlib import Path

from nlu.text.normalization import key
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import DATA, HERE, read_examples

TESTS = HERE / "danger"
TRAINED = DATA.parent / "danger"

Lists = dict[str, list[str]]
"""Kind (a `Danger` or "neither") -> texts."""


def lists(path: Path) -> Lists:
    """Return the lists of a file."""
    found: Lists = read_yaml(path)
    return found


@cache
def trained(language: str) -> frozenset[str]:
    """Return what the models learn of a language, in one spelling."""
    own = [text for texts in lists(TRAINED / f"{language}.yml").values() for text in texts]
    return frozenset(map(key, [*own, *(text for text, _ in read_examples(DATA / f"{language}.yml"))]))


def unseen(language: str, *kinds: str) -> list[str]:
    """Return the test texts of these kinds that nothing was trained on."""
    told = lists(TESTS / f"{language}.yml")
    return [text for kind in kinds for text in told[kind] if key(text) not in trained(language)]
