"""Tell whether a name is where somebody wants to go, or where others are.

"i want go home myanmar" and "my family is in manila" name no place where the
writer is. The danger is to send somebody back to what they fled, or to take
"with my sister in bangkok" for the sister's place alone: company is no distance.
English, Spanish and Thai have their grammar here; in the other languages kin count
where they stand right before the name (`kin`, `stay` and `company` in the cues).
"""

import re
from functools import cache

from nlu.text.place_phrases import phrases

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
