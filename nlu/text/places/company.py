"""Names of places that are goals, or where relatives and friends are, by grammar: English, Spanish, Thai.

"My family is in Manila" is not the writer's place, "I am with my family in Manila" is. Other languages have lists of
words only (`kin`, `stay`, `company` in `nlu/gazetteer/cues`).
"""

import re
from functools import cache

from nlu.text.places.phrases import phrases

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


def is_goal(words: list[str]) -> bool:
    """Return whether the folded words before a name make it a goal, by grammar."""
    return _GOAL.search(" ".join(words)) is not None


def is_of_others(words: list[str]) -> bool:
    """Return whether the folded words before a name make it the place of other people."""
    before = " ".join(words)
    if _is_place_of_kin(words):
        return True
    named = phrases("family").longest_end(words)
    if named and phrases("company").end(words[:-named]):
        return False
    return (named > 0 or _OTHERS.search(before) is not None) and _COMPANY.search(before) is None


def is_goal_unspaced(before: str) -> bool:
    """Return whether the text before a name makes it a goal, in Thai or Lao."""
    return _GOAL_TH.search(before) is not None


def is_of_others_unspaced(before: str) -> bool:
    """Return the same for a script without spaces; "หนูกับแม่อยู่" (my mother and I are) is the writer's own place."""
    return _OTHERS_TH.search(before) is not None or _is_place_of_kin_unspaced(before)


def _is_place_of_kin(words: list[str]) -> bool:
    """Return whether kin are mentioned right before a name, with at most words such as "is still in" between."""
    kin, between = phrases("kin"), _between()
    for end in range(len(words), 0, -1):
        size = kin.longest_end(words[:end])
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
