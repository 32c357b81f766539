"""Warning signs of an offer that are told in words."""

import pytest

from actions.checks import load_checks
from nlu.reading.offers import find_offer_signs
from nlu.text.phrase_index import LEXICON
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import LANGUAGES

SIGNS = {"fees", "passport", "contract", "pay", "hurry", "licence", "border", "money"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists(language: str) -> None:
    """Every language has phrases for every sign; no phrase stands in two lists."""
    lists = read_yaml(LEXICON / "offers" / f"{language}.yml")
    phrases = [phrase for each in lists.values() for phrase in each]
    assert set(lists) == SIGNS
    assert all(lists.values())
    assert len(set(phrases)) == len(phrases)


def test_signs_of_checks() -> None:
    """A sign that is told in words is one that a check of an offer knows."""
    assert {sign for check in load_checks().values() if "steps" in check for sign in check["questions"]} >= SIGNS


@pytest.mark.parametrize(
    ("language", "text", "signs"),
    [
        ("en", "i must pay a deposit first and they keep my passport", {"fees", "passport"}),
        ("en", "they don't keep my passport", set()),
        ("en", "he told me not to tell my family", {"hurry"}),
        ("en", "the shop sells fruit and pays 12 an hour", set()),
        ("es", "dice que primero hay que pagar y que no le diga a nadie", {"fees", "hurry"}),
        ("ru", "виза туристическая, договора нет", {"border", "contract"}),
        ("id", "pakai visa turis dulu", {"border"}),
        ("de", "they keep my passport", {"passport"}),
    ],
)
def test_told(language: str, text: str, signs: set[str]) -> None:
    """A sign is found by what is said of it, and not where it is denied."""
    assert set(find_offer_signs(text, language)) == signs
