"""Test texts and training texts about danger."""

from functools import cache
from pathlib import Path

from nlu.reading.examples import own_examples
from nlu.text.normalization import match_key
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import DATA, HERE, read_examples

TESTS = HERE / "danger"
TRAINED = DATA.parent / "danger"

Lists = dict[str, list[str]]
"""Kind (a `Danger` or "neither") -> texts."""


def read_lists(path: Path) -> Lists:
    """Return the lists of a file."""
    found: Lists = read_yaml(path)
    return found


@cache
def trained(language: str) -> frozenset[str]:
    """Return what the models learn of a language, in one spelling: whole texts and their clauses."""
    own = [text for each in _own().get(language, []) for text in each]
    path = DATA / f"{language}.yml"
    intents = [text for text, _ in read_examples(path)] if path.exists() else []
    return frozenset(map(match_key, {*own, *intents}))


@cache
def _own() -> dict[str, list[tuple[str, ...]]]:
    """Return language -> each text with its clauses, of all but the texts of the intents."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for example in own_examples():
        found.setdefault(example.language, []).append((" ".join(example.texts), *example.texts))
    return found


def unseen(language: str, *kinds: str) -> list[str]:
    """Return the test texts of these kinds that nothing was trained on."""
    told = read_lists(TESTS / f"{language}.yml")
    return [text for kind in kinds for text in told[kind] if match_key(text) not in trained(language)]
