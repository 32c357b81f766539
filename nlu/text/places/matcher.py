"""Find mentions of places in a text, each with its cues."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from nlu.text.places import context
from nlu.text.places.context import Cues
from nlu.text.places.gazetteer import Gazetteer, Grade, Sense
from nlu.text.places.name_keys import Token, is_unspaced
from nlu.text.places.phrases import GENERIC_TOWNS

_LONGEST_NAME = 5
"""Words of the longest name: "Phra Nakhon Si Ayutthaya" and one more."""
_LONGEST_SECOND_PART = 8
"""Letters of the second part of a name in two scripts."""
_WORDS_AROUND = 9
_WORDS_BEHIND = 4
_LONGEST_REMARK = 12
"""Words, or tens of letters in an unspaced script, of the longest text that only states a place."""
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ\u17d2\u1039")
_TRAILING_VOWELS = frozenset("ะาำๅະາຳ")
_BURMESE_FINAL = frozenset("\u103a\u1039")


class Mention(NamedTuple):
    """A name in a text, its senses and its cues."""

    senses: list[Sense]
    cues: Cues
    start: int = -1
    end: int = -1
    """The words of the name are `start` to `end` (exclusive); -1 if it is only part of a token."""
    country_after: str = ""
    """The country right after it: "Nice, France"."""
    inside: str = ""
    """The country that it must be in, from the text next to it."""


def find_mentions(tokens: list[Token], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the mentions in a text, the longest at each position, without overlaps."""
    position = 0
    while position < len(tokens):
        if tokens[position].unspaced:
            yield from _mentions_within(tokens, position, gazetteer)
            position += 1
        else:
            size, senses = _longest_name(tokens, position, gazetteer)
            if senses:
                end = position + size
                cues = cues_at(tokens, position, end)
                if size == 1 and tokens[position].text in GENERIC_TOWNS:
                    cues = cues._replace(alone=False, unmistakable=False)
                yield Mention(senses, cues, position, end)
            position += size


_SHORT_WORD = 2
"""Letters of a word that may be "in"."""


def _longest_name(tokens: list[Token], start: int, gazetteer: Gazetteer) -> tuple[int, list[Sense]]:
    """Return the number of words of the longest name from a word on (1 if there is none), and its senses."""
    for size in range(max_name_words(tokens, start), 0, -1):
        senses = gazetteer.senses([token.text for token in tokens[start : start + size]])
        if senses and not (size > 1 and _is_preposition_of_name(tokens, start, senses, gazetteer)):
            return size, senses
    return 1, _senses_in_two_scripts(tokens, start, gazetteer)


def _is_preposition_of_name(tokens: list[Token], start: int, senses: list[Sense], gazetteer: Gazetteer) -> bool:
    """Return whether words only sound like a name because the first is a short word before one: "a Napoli"."""
    short = len(tokens[start].text) <= _SHORT_WORD and all(sense.grade == Grade.EVERYDAY for sense in senses)
    return short and bool(gazetteer.senses([tokens[start + 1].text]))


def _senses_in_two_scripts(tokens: list[Token], start: int, gazetteer: Gazetteer) -> list[Sense]:
    """Return the senses of a Latin word together with the unspaced script right after it: "KK园区"."""
    following = tokens[start + 1].text if start + 1 < len(tokens) and tokens[start + 1].unspaced else ""
    ends = range(min(_LONGEST_SECOND_PART, len(following)), 1, -1)
    found = (gazetteer.senses([tokens[start].text, following[:end]]) for end in ends)
    return next(filter(None, found), [])


def max_name_words(tokens: list[Token], start: int) -> int:
    """Return the maximum words of a name from here on: in one clause, in a spaced script."""
    size = 1
    while size < _LONGEST_NAME and start + size < len(tokens):
        token = tokens[start + size]
        if token.unspaced or token.clause != tokens[start].clause:
            break
        size += 1
    return size


def cues_at(tokens: list[Token], start: int, end: int) -> Cues:
    """Return the cues of the name in the tokens `start` to `end` (exclusive)."""
    clause = tokens[start].clause
    before = [token.text for token in tokens[max(0, start - _WORDS_AROUND) : start] if token.clause == clause]
    after = [token.text for token in tokens[end : end + _WORDS_BEHIND] if token.clause == clause]
    rest = [token.text for token in tokens[:start] + tokens[end:]]
    beside = [tokens[start - 1].text if start else "", tokens[end].text if end < len(tokens) else ""]
    if is_unspaced(beside[0]) or is_unspaced(beside[1]):  # A Latin name in a Thai sentence.
        return context.read_cues_unspaced(*beside, rest=_joined(rest))
    ending = [context.CLAUSE_END] if len(after) < _WORDS_BEHIND else []
    cues = context.read_cues(before, after + ending, rest=_short(rest))
    return cues._replace(is_capitalized=is_capitalized(tokens, start))


def is_capitalized(tokens: list[Token], start: int) -> bool:
    """Return whether a word begins with a capital, though it does not begin a sentence, in a text that has others."""
    begins = start == 0 or tokens[start - 1].clause != tokens[start].clause
    return tokens[start].is_capitalized and not begins and not all(token.is_capitalized for token in tokens)


def _short(words: list[str]) -> list[str]:
    """Return the words, or a neutral word if there are too many.

    Then a word such as "now" beside a name counts no more than a later name: in a longer text the writer, who is
    somewhere now, is often not the person who needs help.
    """
    return words if len(words) <= _LONGEST_REMARK else ["more"]


def _joined(words: list[str]) -> str:
    return " ".join(_short(words))


def _mentions_within(tokens: list[Token], index: int, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the mentions inside a run of an unspaced script."""
    text, start = tokens[index].text, 0
    while start < len(text):
        end = next((end for end in _ends(text, start, gazetteer) if gazetteer.senses([text[start:end]])), 0)
        if end:
            before = (tokens[index - 1].text + " " if index else "") + text[:start]
            after = text[end:] + (" " + tokens[index + 1].text if index + 1 < len(tokens) else "")
            others = _joined([token.text for token in tokens[:index] + tokens[index + 1 :]])
            rest = f"{others} {text[:start]} {text[end:]}"
            cues = context.read_cues_unspaced(
                before[-30:], after[:30], rest=rest if len(rest) < 10 * _LONGEST_REMARK else "more"
            )
            if (start, end) == (0, len(text)):
                cues = cues._replace(perhaps_here=True)
            yield Mention(gazetteer.senses([text[start:end]]), cues)
        start = end or start + 1


def _ends(text: str, start: int, gazetteer: Gazetteer) -> Iterator[int]:
    """Yield the possible ends of a name that do not split a syllable."""
    if start and (text[start - 1] in _LEADING_VOWELS or unicodedata.category(text[start])[0] == "M"):
        return
    for length in gazetteer.lengths_at(text, start):
        end = start + length
        following = text[end : end + 1]
        whole = not following or (unicodedata.category(following)[0] != "M" and following not in _TRAILING_VOWELS)
        if end <= len(text) and whole and text[end + 1 : end + 2] not in _BURMESE_FINAL:
            yield end
