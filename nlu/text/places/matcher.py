"""Find the names of places in a text, each with the words around it."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from nlu.text.places import context
from nlu.text.places.context import Cues
from nlu.text.places.gazetteer import Gazetteer, Sense
from nlu.text.places.name_keys import Token, is_unspaced
from nlu.text.places.phrases import ANY_TOWN

_LONGEST_NAME = 5
"""Words of the longest name that is looked up: "Phra Nakhon Si Ayutthaya" and one more."""
_LONGEST_SECOND_PART = 8
"""Letters of the second part of a name in two scripts."""
_WORDS_AROUND = 9
_LONGEST_REMARK = 12
"""Words, or tens of letters of an unspaced script, of the longest text that only says where somebody is."""
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ\u17d2\u1039")
_TRAILING_VOWELS = frozenset("ะาำๅະາຳ")
_BURMESE_FINAL = frozenset("\u103a\u1039")


class Mention(NamedTuple):
    """A name in a text, the places it may stand for, and its cues."""

    senses: list[Sense]
    cues: Cues
    start: int = -1
    end: int = -1
    """The name's words are those from `start` to before `end`; -1 where it is only part of one."""
    country_after: str = ""
    """The country named right behind it: "Nice, France"."""
    inside: str = ""
    """The country that it must be in, because the text says so right beside it."""


def mentions(tokens: list[Token], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the names in a text, the longest at each position, none overlapping another."""
    position = 0
    while position < len(tokens):
        if tokens[position].unspaced:
            yield from _within(tokens, position, gazetteer)
            position += 1
        else:
            size, senses = _longest(tokens, position, gazetteer)
            if senses:
                end = position + size
                cues = cues_at(tokens, position, end)
                if size == 1 and tokens[position].text in ANY_TOWN:
                    cues = cues._replace(alone=False, unmistakable=False)
                yield Mention(senses, cues, position, end)
            position += size


def _longest(tokens: list[Token], start: int, gazetteer: Gazetteer) -> tuple[int, list[Sense]]:
    """Return the longest name that starts at a word, and how many words it takes (1 if there is none)."""
    for size in range(words_of_one_name(tokens, start), 0, -1):
        senses = gazetteer.senses([token.text for token in tokens[start : start + size]])
        if senses:
            return size, senses
    return 1, _of_two_scripts(tokens, start, gazetteer)


def _of_two_scripts(tokens: list[Token], start: int, gazetteer: Gazetteer) -> list[Sense]:
    """Return what a Latin word means together with the letters of an unspaced script right behind it: "KK园区"."""
    following = tokens[start + 1].text if start + 1 < len(tokens) and tokens[start + 1].unspaced else ""
    ends = range(min(_LONGEST_SECOND_PART, len(following)), 1, -1)
    found = (gazetteer.senses([tokens[start].text, following[:end]]) for end in ends)
    return next(filter(None, found), [])


def words_of_one_name(tokens: list[Token], start: int) -> int:
    """Count the words from here on that could be one name: of one clause, in a spaced script."""
    size = 1
    while size < _LONGEST_NAME and start + size < len(tokens):
        token = tokens[start + size]
        if token.unspaced or token.clause != tokens[start].clause:
            break
        size += 1
    return size


def cues_at(tokens: list[Token], start: int, end: int) -> Cues:
    """Read the words around a name that takes the words from `start` to before `end`."""
    clause = tokens[start].clause
    before = [token.text for token in tokens[max(0, start - _WORDS_AROUND) : start] if token.clause == clause]
    after = [token.text for token in tokens[end : end + 3] if token.clause == clause]
    rest = [token.text for token in tokens[:start] + tokens[end:]]
    beside = [tokens[start - 1].text if start else "", tokens[end].text if end < len(tokens) else ""]
    if is_unspaced(beside[0]) or is_unspaced(beside[1]):  # A Latin name in a Thai sentence.
        return context.around_unspaced(*beside, rest=_joined(rest))
    return context.around(before, after, rest=_short(rest))


def _short(words: list[str]) -> list[str]:
    """Return the words, or where there are too many to be cues a word that is none."""
    return words if len(words) <= _LONGEST_REMARK else ["more"]


def _joined(words: list[str]) -> str:
    return " ".join(_short(words))


def _within(tokens: list[Token], index: int, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the names inside a stretch of an unspaced script."""
    text, start = tokens[index].text, 0
    while start < len(text):
        end = next((end for end in _ends(text, start, gazetteer) if gazetteer.senses([text[start:end]])), 0)
        if end:
            before = (tokens[index - 1].text + " " if index else "") + text[:start]
            after = text[end:] + (" " + tokens[index + 1].text if index + 1 < len(tokens) else "")
            others = _joined([token.text for token in tokens[:index] + tokens[index + 1 :]])
            rest = f"{others} {text[:start]} {text[end:]}"
            cues = context.around_unspaced(
                before[-30:], after[:30], rest=rest if len(rest) < 10 * _LONGEST_REMARK else "more"
            )
            if (start, end) == (0, len(text)):
                cues = cues._replace(perhaps_here=True)
            yield Mention(gazetteer.senses([text[start:end]]), cues)
        start = end or start + 1


def _ends(text: str, start: int, gazetteer: Gazetteer) -> Iterator[int]:
    """Yield where a name could end, so that no syllable is cut in two."""
    if start and (text[start - 1] in _LEADING_VOWELS or unicodedata.category(text[start])[0] == "M"):
        return
    for length in gazetteer.lengths_at(text, start):
        end = start + length
        following = text[end : end + 1]
        whole = not following or (unicodedata.category(following)[0] != "M" and following not in _TRAILING_VOWELS)
        if end <= len(text) and whole and text[end + 1 : end + 2] not in _BURMESE_FINAL:
            yield end
