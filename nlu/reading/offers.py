"""Warning signs of an offer of work, told in words: "he wants a deposit first", "on a tourist visa"."""

from nlu.text.phrase_index import FoundPhrase, find_in_lexicon, lexicon_index, phrase_key
from nlu.text.word_lists import UNSPACED

_WORDS_BEFORE, _LETTERS_BEFORE = 2, 6
"""How far before a phrase a denial may stand: in words, and in letters where words are not spaced."""


def find_offer_signs(text: str, language: str) -> tuple[str, ...]:
    """Return the signs that a text of a language (BCP 47) tells, in its order.

    They are the names of lists of `nlu/lexicon/offers`, and of signs in actions/checks.yml.
    """
    text_key = phrase_key(text)
    hits = find_in_lexicon(text_key, "offers", language, "signs")
    return tuple(dict.fromkeys(hit.label for hit in hits if not _is_denied(text_key, hit, language)))


def _is_denied(text_key: str, hit: FoundPhrase, language: str) -> bool:
    """Return whether a denial stands right before a phrase: "they don't keep my passport"."""
    before = " ".join(text_key[: hit.start].split()[-_WORDS_BEFORE:])
    if UNSPACED.search(before):
        before = before[-_LETTERS_BEFORE:]
    return any(any(lexicon_index("offers", code, "denials").find(before)) for code in {language, "en"})
