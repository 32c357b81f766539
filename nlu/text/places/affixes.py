"""Prefixes, postpositions and case endings that are written in one word with a name: "ব্যাংককে", "بدبي", "dubaida"."""

from collections.abc import Iterator

from nlu.text.places.gazetteer import Gazetteer, Grade
from nlu.text.places.name_keys import Token, is_latin
from nlu.text.places.phrases import affixes

_SHORTEST, _SHORTEST_LATIN, _SHORTEST_HANGUL = 3, 5, 2
"""Minimum letters of the remaining name."""
_LONG_LATIN = 7
"""Letters from which a name in Latin letters need not be SURE."""
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


def affix_splits(token: Token) -> Iterator[tuple[list[Token], Token, list[Token]]]:
    """Yield each possible prefix, bare word and ending of a token, whether or not the bare word is a name."""
    for affix, bare in _affix_splits(token.text, "glued_before"):
        yield [token._replace(text=affix)], token._replace(text=bare), []
    for affix, bare in _affix_splits(token.text, "glued_after"):
        yield [], token._replace(text=bare), [token._replace(text=affix)]


def _texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def _affix_splits(word: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each possible affix of a word, as a token, with the rest of the word."""
    front = kind == "glued_before"
    shortest = _SHORTEST_LATIN if is_latin(word) else _SHORTEST_HANGUL if word[0] >= "\uac00" else _SHORTEST
    for affix in affixes(kind).get(word[0 if front else -1], ()):
        if word.startswith(affix.written) if front else word.endswith(affix.written):
            bare = (
                affix.remainder + word[len(affix.written) :] if front else word[: -len(affix.written)] + affix.remainder
            )
            if len(bare) >= shortest:
                yield affix.token, bare


def _is_name(words: list[str], gazetteer: Gazetteer) -> bool:
    """Return whether words are a name; a short Latin one must be SURE, since so many words look like a town."""
    key = "".join(words)
    worst = Grade.SURE if is_latin(key) and len(key) < _LONG_LATIN else Grade.NEEDS_CUE
    return any(sense.grade <= worst for sense in gazetteer.senses(words))
