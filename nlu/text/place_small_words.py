"""Small words right before a name, and round the answer to "where are you?".

An article makes a thing of an everyday word: "in a van" is no stay in the
Turkish city of Van, nor is "en un pueblo" one in Pueblo, Colorado. The danger is
the Spanish or French "a" (to), which brings people to towns: it is no article
where `here` says so.
"""

import re
from functools import cache

from nlu.text.place_phrases import phrases

ANY_TOWN = frozenset(["pueblo"])
"""Words for a town that are also the name of one, which counts only with its country behind it."""


def is_one_of_many(words: list[str], *, here: bool) -> bool:
    """Tell whether an indefinite article stands before a name."""
    return phrases("one_of_many").end(words) and not here


def is_a_thing(words: list[str], *, here: bool) -> bool:
    """Tell whether an article or the like stands before a name, so that an everyday word means itself."""
    return is_one_of_many(words, here=here) or phrases("thing").end(words)


def adds_nothing(words: list[str]) -> bool:
    """Tell whether words in a spaced script add nothing to a name: they and a name say only where somebody is."""
    return phrases("around").spaced.issuperset(words)


def adds_nothing_unspaced(text: str) -> bool:
    """Tell the same of a text without spaces, which may have words of other scripts in it."""
    return _around().fullmatch(text) is not None


def after_last_cue(text: str) -> str:
    """Return what follows the words such as "I am at" in an unspaced text, without polite endings."""
    begin = _around().match(text)
    bare = text[begin.end() if begin else 0 :].rstrip()
    while phrases("polite").end_unspaced(bare):
        ending = next(ending for ending in phrases("polite").unspaced if bare.endswith(ending))
        bare = bare[: -len(ending)].rstrip()
    return bare


@cache
def _around() -> re.Pattern[str]:
    """Compile the small words; possessive, because a text made to keep us busy could be cut in many ways."""
    around, polite = phrases("around"), phrases("polite")
    parts = sorted({*around.unspaced, *polite.unspaced}, key=lambda part: (-len(part), part))
    words = sorted({*around.spaced, *polite.spaced})
    return re.compile(rf"(?:{'|'.join(map(re.escape, parts))}|\b(?:{'|'.join(map(re.escape, words))})\b| )*+")
