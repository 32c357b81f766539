"""Words around a name that say what it is there for.

Four questions: is somebody there ("in", "near", "อยู่"), is it called a city or
province, is it only where they come from or want to go ("from", "back to",
"กลับ"), or is it no place at all ("language", "my name is")? A shelter offered
in the country someone fled from would be worse than a question asked twice.
The words themselves are data: `place_phrases`.
"""

from typing import NamedTuple

from nlu.text.place_elsewhere import is_theirs, is_theirs_unspaced
from nlu.text.place_phrases import Phrases, phrases
from nlu.text.place_small_words import adds_nothing, adds_nothing_unspaced, is_a_thing, is_one_of_many

_WORDS_OF_AN_ANSWER, _LETTERS_OF_AN_ANSWER = 5, 8
"""Words, or letters of an unspaced script, besides the name."""
_SURELY_IN = (["ɑ"], ["ɵ"])
"""French "à" and Vietnamese "ở", as `place_folding` writes them: after these even an everyday word is a place."""


class Cues(NamedTuple):
    """What the words around one name say."""

    here: bool
    called_place: bool
    origin: bool
    elsewhere: bool
    """A goal, an embassy, a language, a person's name: not where somebody is, whoever asked."""
    alone: bool
    """The text is the name."""
    nothing_else: bool
    """Nothing else in the text but words such as "I am" and "in"."""
    unmistakable: bool
    """The whole text says no more than that somebody is there, or the word before the name can mean nothing else."""
    answer: bool
    """Short enough to be an answer to "where are you?"."""
    perhaps_here: bool = False
    """A word beside it means "in" in one language and not in another ("no", "me"), or the name is all of a clause."""
    one_of_many: bool = False
    thing: bool = False
    """An article ("a", "the") stands before it."""
    theirs: bool = False
    """`elsewhere` because it is a goal, or where others are: so is its country right beside it."""


def around(before: list[str], after: list[str], *, rest: list[str]) -> Cues:
    """Read the cues round a name in a spaced script: words of its clause before and after, and all others."""
    called = phrases("called").end(before) or phrases("called_after").start(after)
    spot = phrases("spot").end(before)
    here = called or spot or _before("here", before)
    nothing_else, theirs = adds_nothing(rest), is_theirs(before)
    nearby = phrases("here_after").start(after)
    origin = _before("origin", before) or phrases("of").end(before)
    brought = phrases("here").end(before)
    return Cues(
        here=here,
        called_place=called,
        # In Hindi "ke" is "of", but "ke paas" is "near".
        origin=not spot and (origin or (phrases("origin_after").start(after) and not nearby)),
        elsewhere=theirs or _is_elsewhere(before, after[1:] if nearby else after),
        alone=not rest,
        nothing_else=nothing_else,
        unmistakable=(nothing_else and here) or before[-1:] in _SURELY_IN,
        answer=len(rest) <= _WORDS_OF_AN_ANSWER,
        perhaps_here=_before("weak", before) or nearby or not (before or after),
        # All that is said is "a paris", in French.
        one_of_many=rest != ["a"] and is_one_of_many(before, here=brought),
        thing=is_a_thing(before, here=brought),
        theirs=theirs,
    )


def _is_elsewhere(before: list[str], after: list[str]) -> bool:
    """Tell whether a name is a goal, or no place, by the words before it and after its "in"."""
    goal = _before("goal", before) or phrases("goal_after").start(after)
    return goal or phrases("no_place").end(before) or phrases("no_place_after").start(after)


def _before(kind: str, words: list[str]) -> bool:
    """Tell whether a phrase of a kind stands before a name, or before words such as "the city of"."""
    found, fillers = phrases(kind), phrases("fillers").spaced
    for end in range(len(words), 0, -1):
        if found.end(words[:end]):
            return True
        if words[end - 1] not in fillers:
            return False
    return False


def around_unspaced(before: str, after: str, *, rest: str) -> Cues:
    """Read the cues round a name in Thai, Lao, Khmer, Burmese or Chinese."""
    near, behind = before.rstrip(), after.lstrip()
    called = phrases("called").end_unspaced(near) or phrases("called_after").start_unspaced(behind)
    here = called or phrases("here").end_unspaced(near) or phrases("here_after").start_unspaced(behind)
    theirs = is_theirs_unspaced(before)
    goal = _before_unspaced("goal", near)
    no_place = phrases("no_place").end_unspaced(near) or phrases("no_place_after").start_unspaced(behind)
    alone, nothing_else = not rest.strip(), adds_nothing_unspaced(rest)
    return Cues(
        here=here,
        called_place=called,
        origin=_before_unspaced("origin", near) or phrases("origin_after").start_unspaced(behind),
        elsewhere=theirs or goal or no_place,
        theirs=theirs,
        alone=alone,
        nothing_else=nothing_else,
        # "อยู่เลย" is "still here" as often as "in Loei": only the bare name is plain.
        unmistakable=alone,
        answer=len(rest.strip()) <= _LETTERS_OF_AN_ANSWER,
    )


def _before_unspaced(kind: str, text: str) -> bool:
    """Tell whether a phrase of a kind stands before a name, or before a word such as "province" or "country"."""
    found: Phrases = phrases(kind)
    bare = next((text.removesuffix(filler) for filler in phrases("fillers").unspaced if text.endswith(filler)), text)
    return found.end_unspaced(text) or found.end_unspaced(bare.rstrip())
