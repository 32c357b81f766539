"""Split affixes from names: "بدبي" (in Dubai), "ঢাকায়" (in Dhaka), "dhakate".

The danger is a word that only looks like it ("bmoney"), so the rest must be a name.
"""

from collections.abc import Iterator

from nlu.text.places.gazetteer import Gazetteer, Grade
from nlu.text.places.name_keys import Token, is_latin
from nlu.text.places.phrases import affixes

_SHORTEST, _SHORTEST_LATIN = 3, 5
"""Minimum letters of the remaining name."""
_WORDS = 3
"""Words of the longest name that is looked up."""


def split_affixes(tokens: list[Token], gazetteer: Gazetteer) -> list[Token]:
    """Return the tokens, with each name with an affix split into two."""
    return [part for number in range(len(tokens)) for part in _split(tokens, number, gazetteer)]


def _split(tokens: list[Token], number: int, gazetteer: Gazetteer) -> list[Token]:
    token = tokens[number]
    if token.unspaced or gazetteer.senses([token.text]):
        return [token]
    before, after = tokens[max(0, number - _WORDS + 1) : number], tokens[number + 1 : number + _WORDS]
    for affix, bare in _affix_splits(token.text, "glued_before"):
        if any(_is_name([bare, *_texts(after[:more])], gazetteer) for more in range(len(after) + 1)):
            return [token._replace(text=affix), token._replace(text=bare)]
    for affix, bare in _affix_splits(token.text, "glued_after"):
        if any(_is_name([*_texts(before[more:]), bare], gazetteer) for more in range(len(before) + 1)):
            return [token._replace(text=bare), token._replace(text=affix)]
    return [token]


def _texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def _affix_splits(word: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each possible affix of a word, with the rest of the word."""
    for affix, kept in affixes(kind).items():
        front = kind == "glued_before"
        if word.startswith(affix) if front else word.endswith(affix):
            bare = kept + word[len(affix) :] if front else word[: -len(affix)] + kept
            if len(bare) >= (_SHORTEST_LATIN if is_latin(word) else _SHORTEST):
                yield affix, bare


def _is_name(words: list[str], gazetteer: Gazetteer) -> bool:
    """Return whether words are a name; in Latin letters it must be SURE, since so many words look like a town."""
    worst = Grade.SURE if is_latin("".join(words)) else Grade.NEEDS_CUE
    return any(sense.grade <= worst for sense in gazetteer.senses(words))
