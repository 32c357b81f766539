"""Words around a name that say what it is there for.

Four questions: is somebody there ("in", "near", "อยู่"), is it called a city or
province, is it only where they come from or want to go ("from", "back to",
"กลับ"), or is it no place at all ("language", "my name is")? A shelter offered
in the country someone fled from would be worse than a question asked twice.
The words themselves are data: `place_phrases`.
"""

import re
from functools import cache
from typing import NamedTuple

from nlu.text.places.phrases import (
    Phrases,
    adds_nothing,
    adds_nothing_unspaced,
    is_a_thing,
    is_one_of_many,
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


def is_theirs(words: list[str]) -> bool:
    """Tell whether a name, by the folded words before it, is a goal or where others are."""
    before = " ".join(words)
    if _GOAL.search(before) or _kin_are_there(words):
        return True
    return _OTHERS.search(before) is not None and _COMPANY.search(before) is None


def is_theirs_unspaced(before: str) -> bool:
    """Tell the same of a name in a script without spaces; "หนูกับแม่อยู่" (my mother and I are) is one's own place."""
    return any((_GOAL_TH.search(before), _OTHERS_TH.search(before), _kin_are_there_unspaced(before)))


def _kin_are_there(words: list[str]) -> bool:
    """Tell whether right before a name stand kin, and at most words such as "is still in", in the other languages."""
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
    """Return the words that may stand between kin and the place where they are."""
    return frozenset().union(*(phrases(kind).spaced for kind in ("fillers", "stay", "here", "weak")))


def _kin_are_there_unspaced(before: str) -> bool:
    """Tell the same of the text before a name in Chinese, Lao, Khmer or Burmese."""
    between = (*phrases("here").unspaced, *phrases("stay").unspaced, *phrases("fillers").unspaced, " ")
    text = before
    while (shorter := next((text.removesuffix(part) for part in between if text.endswith(part)), text)) != text:
        text = shorter
    kin = next((kin for kin in phrases("kin").unspaced if text.endswith(kin)), "")
    return kin != "" and not phrases("company").end_unspaced(text.removesuffix(kin).rstrip())


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
