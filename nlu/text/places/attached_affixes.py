"""Part a name from what is written in one word with it: "بدبي" (in Dubai), "ঢাকায়" (in Dhaka), "dhakate".

The danger is a word that only looks like it ("bmoney"), so what is left must be a name.
"""

from collections.abc import Iterator

from nlu.text.places.gazetteer import Gazetteer, Grade
from nlu.text.places.name_keys import Token, is_latin
from nlu.text.places.phrases import glued

_SHORTEST, _SHORTEST_LATIN = 3, 5
"""Letters that must be left of a name."""
_WORDS = 3
"""Words of the longest name that is looked for."""


def unglued(tokens: list[Token], gazetteer: Gazetteer) -> list[Token]:
    """Return the tokens, with each glued name parted into two."""
    return [part for number in range(len(tokens)) for part in _parted(tokens, number, gazetteer)]


def _parted(tokens: list[Token], number: int, gazetteer: Gazetteer) -> list[Token]:
    token = tokens[number]
    if token.unspaced or gazetteer.senses([token.text]):
        return [token]
    before, after = tokens[max(0, number - _WORDS + 1) : number], tokens[number + 1 : number + _WORDS]
    for affix, bare in _bare(token.text, "glued_before"):
        if any(_is_name([bare, *_texts(after[:more])], gazetteer) for more in range(len(after) + 1)):
            return [token._replace(text=affix), token._replace(text=bare)]
    for affix, bare in _bare(token.text, "glued_after"):
        if any(_is_name([*_texts(before[more:]), bare], gazetteer) for more in range(len(before) + 1)):
            return [token._replace(text=bare), token._replace(text=affix)]
    return [token]


def _texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def _bare(word: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each affix that a word may have, with what is left of it."""
    for affix, kept in glued(kind).items():
        front = kind == "glued_before"
        if word.startswith(affix) if front else word.endswith(affix):
            bare = kept + word[len(affix) :] if front else word[: -len(affix)] + kept
            if len(bare) >= (_SHORTEST_LATIN if is_latin(word) else _SHORTEST):
                yield affix, bare


def _is_name(words: list[str], gazetteer: Gazetteer) -> bool:
    """Tell whether words are a name; one in Latin letters must be sure, as so many words look like a town."""
    worst = Grade.SURE if is_latin("".join(words)) else Grade.NEEDS_CUE
    return any(sense.grade <= worst for sense in gazetteer.senses(words))
