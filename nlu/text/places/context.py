"""The context of a name: words around it that decide whether the writer is there.

Four questions: is the writer there ("in", "near", "อยู่"), is it called a city or province, is it only an origin or a
goal ("from", "back to", "กลับ"), or is it not a place ("language", "my name is")? A shelter in the country that a
person fled from would be worse than a repeated question. Most of the words are data: `phrases.py`.
"""

import re
from functools import cache
from typing import NamedTuple

from nlu.text.places.phrases import (
    Phrases,
    adds_nothing,
    adds_nothing_unspaced,
    has_any_article,
    has_indefinite_article,
    phrases,
)

_NO_IN = (
    r"(?: (?:the|my|our|own|la|el|los|las|mi|nuestro|country|city|town|province|state|village|of|ciudad"
    r"|provincia|estado|pueblo|pais|de))*$"
)
_ANY = (
    r"(?: (?:in|at|on|to|the|en|a|de|la|el|los|las|del|of|city|town|province|state|district|village|country|called"
    r"|ciudad|provincia|estado|pueblo|pais|zona|region|alla|over|there|back|is|queda|here|aqui))*$"
)
_KIN = (
    r"(?:mothers?|mom|moms|mum|mama|fathers?|dad|dads|family|families|parents|husbands?|wife|sons?|daughters?|child"
    r"|children|kids?|baby|sisters?|brothers?|friends?|boyfriends?|girlfriends?|aunts?|auntie|uncle|cousins?"
    r"|grandma|grandmother|madre|papa|papas|padres?|familia|familiares|parientes|esposos?|esposas?|marido|hij[oa]s?"
    r"|bebe|hermanit?[oa]s?|herman[oa]s?|amig[oa]s?|novi[oa]|ti[oa]s?|prim[oa]s?|abuel[oa]s?)"
)
_ONES_KIN = (
    r"(?:(?:my|our|mis?|nuestr[oa]s?|have|tengo|has)(?: (?!and |y )[^ ]+)?"
    rf" {_KIN}(?: (?:mayor|menor|pequen[oa]s?|members))?)"
)
_KINSFOLK = rf"{_ONES_KIN}(?: (?:and|y|e) {_ONES_KIN})*"
_ADVERB = (
    r"(?: (?:living|staying|working|stuck|viviendo|trabajando|who|que|se|still|all|now|not|both|todavia|aun|ahora"
    r"|todos|todas|ya|no))"
)
_VERB = (
    r"(?: (?:is|are|was|were|lives?|stays?|works?|esta|estan|estaba|estaban|viven?|trabajan?|sigue|siguen"
    r"|quedo|quedaron))"
)
_IN = r" (?:in|at|near|en|cerca de)"
_HOME = (
    r"(?: (?:back|to|a|para|hacia|my|our|own|the|mi|nuestra|la|el))* (?:home|house|homeland|hometown|casa|casita|hogar)"
    rf"(?: (?:of|de) (?:my|mi|mis) {_KIN})?"
)
_GOAL = re.compile(
    r"(?: |^)(?:"
    rf"(?:(?:go|going|return|returning|fly|travel)(?: back| home)*|(?:come|get|bring me|take me|send me"
    rf"|want|wanna|need)(?: back| home)+)(?: to)?{_NO_IN}"
    r"|(?:volver|regresar|retornar|ir|irme|irnos|viajar|vuelvo|regreso|volverme|volvernos|regresarme|regresarnos)"
    rf"(?: a| para| hacia)?{_NO_IN}"
    r"|(?:go|going|return|returning|come|get|fly|travel|bring me|take me|send me|want|wanna|volver|regresar|retornar|ir"
    r"|irme|irnos|viajar|vuelvo|regreso|voy|volverme|volvernos|regresarme|regresarnos|devolverme)"
    rf"{_HOME}{_ANY})",
)
_SELF = r"(?:i|im|me|us|we|yo|nosotr[oa]s) (?:and|y)"
_ARE_IN = rf"{_ADVERB}*{_VERB}(?:{_VERB}|{_ADVERB})*{_IN}?{_ANY}"
_ONLY_IN = rf"{_ADVERB}*{_IN}{_ANY}"
_OTHERS = re.compile(rf"(?: |^){_KINSFOLK}(?:{_ARE_IN}|{_ONLY_IN})")
_COMPANY = re.compile(
    rf"(?: |^)(?:{_SELF} {_KINSFOLK}(?:{_ARE_IN}|{_ONLY_IN})"
    r"|(?:with|con|for|para|of|de|at|donde|stay|staying|live|living|visit|visiting)"
    rf" {_KINSFOLK}{_ONLY_IN})",
)

_ONES_OWN = r"(?:ของ)?(?:หนู|ฉัน|ผม|ดิฉัน|เรา|พวกเรา)?"
_KIN_TH = (
    r"(?:(?:คุณ)?(?:พ่อแม่|แม่|พ่อ)|ครอบครัว|สามี|ภรรยา|แฟน|ลูก(?:สาว|ชาย|ๆ)?|พี่(?:สาว|ชาย|น้อง)|น้อง(?:สาว|ชาย)|เพื่อน(?:ๆ)?|ญาติ)"
    + _ONES_OWN
)
_CALLED_TH = r"(?:ที่|ใน|แถว|ประเทศ|เมือง|จังหวัด|ฝั่ง| )*$"
_GOAL_TH = re.compile(
    rf"กลับ(?:ไป)?(?:ที่)?(?:(?:หา|อยู่กับ){_KIN_TH}|(?:บ้าน(?:เกิด)?{_ONES_OWN}))?(?:อยู่)?{_CALLED_TH}"
    r"|ກັບ(?:ໄປ)?(?:ບ້ານ)?(?:ຢູ່|ທີ່|ປະເທດ|ເມືອງ| )*$",
)
_OTHERS_TH = re.compile(
    rf"(?<!กับ)(?<!และ){_KIN_TH}(?:(?:กับ|และ){_KIN_TH})*(?:ตอนนี้|ยัง|ก็|ทำงาน|อาศัย|ติด)*(?:อยู่|ทำงานที่){_CALLED_TH}",
)


def is_of_others(words: list[str]) -> bool:
    """Return whether the folded words before a name make it a goal or the place of other people."""
    before = " ".join(words)
    if _GOAL.search(before) or _is_place_of_kin(words):
        return True
    return _OTHERS.search(before) is not None and _COMPANY.search(before) is None


def is_of_others_unspaced(before: str) -> bool:
    """Return the same for a script without spaces; "หนูกับแม่อยู่" (my mother and I are) is the writer's own place."""
    return any((_GOAL_TH.search(before), _OTHERS_TH.search(before), _is_place_of_kin_unspaced(before)))


def _is_place_of_kin(words: list[str]) -> bool:
    """Return whether kin are mentioned right before a name, with at most words such as "is still in" between."""
    kin, between = phrases("kin"), _between()
    for end in range(len(words), 0, -1):
        size = next((size for size in range(kin.longest, 0, -1) if kin.has(words[:end], size)), 0)
        if size:
            return not phrases("company").end(words[: end - size])
        if words[end - 1] not in between:
            return False
    return False


@cache
def _between() -> frozenset[str]:
    """Return the words that may be between kin and their place."""
    return frozenset().union(*(phrases(kind).spaced for kind in ("fillers", "stay", "here", "weak")))


def _is_place_of_kin_unspaced(before: str) -> bool:
    """Return the same for Chinese, Lao, Khmer or Burmese."""
    between = (*phrases("here").unspaced, *phrases("stay").unspaced, *phrases("fillers").unspaced, " ")
    text = before
    while (shorter := next((text.removesuffix(part) for part in between if text.endswith(part)), text)) != text:
        text = shorter
    kin = next((kin for kin in phrases("kin").unspaced if text.endswith(kin)), "")
    return kin != "" and not phrases("company").end_unspaced(text.removesuffix(kin).rstrip())


_WORDS_OF_AN_ANSWER, _LETTERS_OF_AN_ANSWER = 5, 8
"""Maximum words, or letters of an unspaced script, besides the name."""
_SURELY_IN = (["ɑ"], ["ɵ"])
"""French "à" and Vietnamese "ở", as folded by `name_keys`: after these even an everyday word is a place."""


class Cues(NamedTuple):
    """What the words around a name say about it."""

    here: bool
    called_place: bool
    origin: bool
    elsewhere: bool
    """A goal, an embassy, a language, a person's name: never where the writer is."""
    alone: bool
    """The text is the name."""
    nothing_else: bool
    """The text has only the name and words such as "I am" and "in"."""
    unmistakable: bool
    """The whole text only says that the writer is there, or the word before the name is unambiguous."""
    answer: bool
    """Short enough to be an answer to "where are you?"."""
    perhaps_here: bool = False
    """A word next to it means "in" only in some languages ("no", "me"), or the name is a whole clause."""
    is_indefinite: bool = False
    has_article: bool = False
    """There is an article ("a", "the") before it."""
    of_others: bool = False
    """`elsewhere` because it is a goal or the place of others; so is its country next to it."""


def read_cues(before: list[str], after: list[str], *, rest: list[str]) -> Cues:
    """Return the cues of a name in a spaced script: from the words of its clause before and after, and all others."""
    called = phrases("called").end(before) or phrases("called_after").start(after)
    spot = phrases("spot").end(before)
    here = called or spot or _before("here", before)
    nothing_else, of_others = adds_nothing(rest), is_of_others(before)
    nearby = phrases("here_after").start(after)
    origin = _before("origin", before) or phrases("of").end(before)
    brought = phrases("here").end(before)
    return Cues(
        here=here,
        called_place=called,
        # In Hindi "ke" is "of", but "ke paas" is "near".
        origin=not spot and (origin or (phrases("origin_after").start(after) and not nearby)),
        elsewhere=of_others or _is_elsewhere(before, after[1:] if nearby else after),
        alone=not rest,
        nothing_else=nothing_else,
        unmistakable=(nothing_else and here) or before[-1:] in _SURELY_IN,
        answer=len(rest) <= _WORDS_OF_AN_ANSWER,
        perhaps_here=_before("weak", before) or nearby or not (before or after),
        # All that is said is "a paris", in French.
        is_indefinite=rest != ["a"] and has_indefinite_article(before, here=brought),
        has_article=has_any_article(before, here=brought),
        of_others=of_others,
    )


def _is_elsewhere(before: list[str], after: list[str]) -> bool:
    """Return whether a name is a goal or not a place, by the words before it and after its "in"."""
    goal = _before("goal", before) or phrases("goal_after").start(after)
    return goal or phrases("no_place").end(before) or phrases("no_place_after").start(after)


def _before(kind: str, words: list[str]) -> bool:
    """Return whether a phrase of a kind comes before a name, or before words such as "the city of"."""
    found, fillers = phrases(kind), phrases("fillers").spaced
    for end in range(len(words), 0, -1):
        if found.end(words[:end]):
            return True
        if words[end - 1] not in fillers:
            return False
    return False


def read_cues_unspaced(before: str, after: str, *, rest: str) -> Cues:
    """Return the cues of a name in Thai, Lao, Khmer, Burmese or Chinese."""
    near, behind = before.rstrip(), after.lstrip()
    called = phrases("called").end_unspaced(near) or phrases("called_after").start_unspaced(behind)
    here = called or phrases("here").end_unspaced(near) or phrases("here_after").start_unspaced(behind)
    of_others = is_of_others_unspaced(before)
    goal = _before_unspaced("goal", near)
    no_place = phrases("no_place").end_unspaced(near) or phrases("no_place_after").start_unspaced(behind)
    alone, nothing_else = not rest.strip(), adds_nothing_unspaced(rest)
    return Cues(
        here=here,
        called_place=called,
        origin=_before_unspaced("origin", near) or phrases("origin_after").start_unspaced(behind),
        elsewhere=of_others or goal or no_place,
        of_others=of_others,
        alone=alone,
        nothing_else=nothing_else,
        # "อยู่เลย" is "still here" as often as "in Loei": only the bare name is plain.
        unmistakable=alone,
        answer=len(rest.strip()) <= _LETTERS_OF_AN_ANSWER,
    )


def _before_unspaced(kind: str, text: str) -> bool:
    """Return whether a phrase of a kind comes before a name, or before a word such as "province" or "country"."""
    found: Phrases = phrases(kind)
    bare = next((text.removesuffix(filler) for filler in phrases("fillers").unspaced if text.endswith(filler)), text)
    return found.end_unspaced(text) or found.end_unspaced(bare.rstrip())
