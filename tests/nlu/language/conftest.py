"""The language model alone, fitted once on our own texts, which takes seconds instead of minutes."""

from pathlib import Path

import pytest

from nlu.text.language_model import LanguageModel
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import read_examples

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "nlu" / "data"

LANGUAGES = sorted(path.stem for path in DATA.glob("*.yml"))
"""Languages with training texts."""

NAMES_ALONE = {"give_place", "change_language"}
"""Intents whose texts may be only a name, which identifies no language."""


def sentences_elsewhere(name: str) -> dict[str, list[str]]:
    """Return language -> sentences of a file in this folder."""
    found: dict[str, list[str]] = read_yaml(HERE / f"{name}.yml")
    return found


@pytest.fixture(scope="session")
def model() -> LanguageModel:
    """Return a model trained on nlu/data."""
    texts = [
        (text, language)
        for language in LANGUAGES
        for text, intent in read_examples(DATA / f"{language}.yml")
        if intent not in NAMES_ALONE
    ]
    return LanguageModel.fit([text for text, _ in texts], [language for _, language in texts])
