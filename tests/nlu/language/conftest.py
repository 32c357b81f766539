"""The language model alone, fitted once on our own texts: seconds, where the whole pipeline takes minutes."""

from pathlib import Path

import pytest

from nlu.text.language_model import LanguageModel
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import read_examples

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "nlu" / "data"

LANGUAGES = sorted(path.stem for path in DATA.glob("*.yml"))
"""Those that we have training texts of."""

NAMES_ALONE = {"give_place", "change_language"}
"""Intents whose texts may be nothing but a name, which shows no language."""


def sentences_elsewhere(name: str) -> dict[str, list[str]]:
    """Return language -> sentences of a file beside this one."""
    found: dict[str, list[str]] = read_yaml(HERE / f"{name}.yml")
    return found


@pytest.fixture(scope="session")
def model() -> LanguageModel:
    """Return the model of the texts in nlu/data."""
    texts = [
        (text, language)
        for language in LANGUAGES
        for text, intent in read_examples(DATA / f"{language}.yml")
        if intent not in NAMES_ALONE
    ]
    return LanguageModel.fit([text for text, _ in texts], [language for _, language in texts])
