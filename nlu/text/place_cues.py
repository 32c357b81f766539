"""Words around a name that say what it is there for.

Four questions: is somebody there ("in", "near", "อยู่"), is it called a city or
province, is it only where they come from or want to go ("from", "back to",
"กลับ"), or is it no place at all ("language", "my name is")? A shelter offered
in the country someone fled from would be worse than a question asked twice.
"""

import re
from typing import NamedTuple

from nlu.text.place_elsewhere import is_theirs, is_theirs_unspaced
from nlu.text.place_small_words import ROUND_AN_ANSWER, is_a_thing, is_one_of_many

_FILLERS = (
    r"(?: (?:the|a|an|this|la|el|los|las|un|una|city|town|province|state|district|village|country"
    r"|place|called|of|de|del|en|in|at"
    r"|ciudad|provincia|estado|pueblo|pais|zona|departamento|region|border|bridge|frontera|llamado|now|ahora|here|aqui))*$"
)
_WORDS_OF_AN_ANSWER, _LETTERS_OF_AN_ANSWER = 5, 8
"""Words, or letters of an unspaced script, besides the name."""
_HERE = re.compile(
    r"(?: |^)(?:in|at|near|nearby|around|inside|outside|within|(?:close|next|got|brought|taken"
    r"|sent|moved|sold|trafficked) to"
    r"|(?:took|brought|sent|sold|moved) (?:me|us|her|him|them) to|location|place is|place name is"
    r"|dey for|en|cerca|por|hacia|junto a"
    r"|(?:llevaron|trajeron|vendieron|mandaron|trajo|llevo|llegue|llegamos) a|yu|yuu|yoo|thi|tee"
    r"|nai|taew|thaew)" + _FILLERS,
)
_CALLED_PLACE = re.compile(
    r"(?: |^)(?:(?:city|town|province|state) of|(?:ciudad|provincia|estado|departamento|pueblo) de"
    r"|changwat)$",
)
_ORIGIN = re.compile(r"(?: |^)(?:from|desde|left)" + _FILLERS)
_GOAL = re.compile(
    r"(?: |^)(?:(?:back|home|return|returning|go|going|travel|fly|escape|run) to|(?:embassy"
    r"|consulate|citizen|people|president) of"
    r"|leave|(?:volver|regresar|retornar|ir|irme|viajar|vuelvo|regreso|volverme|regresarme|vuelta) (?:a|para)"
    r"|(?:embajada|consulado) (?:de|del))" + _FILLERS,
)
_OF = re.compile(r"(?: |^)de(?: la| los| las)?$")
_SPOT = re.compile(
    r"(?: |^)(?:cerca|ciudad|provincia|estado|pueblo|departamento|frontera|norte|sur|este|oeste"
    r"|centro|afueras|fuera|dentro|lado|capital|barrio"
    r"|puerto|zona|region|aeropuerto|estacion|puente|hospital|carcel|playa) de(?: la| los| las)?$",
)
_NOT_A_PLACE = re.compile(
    r"(?: |^)(?:(?:my|his|her) name is|me llamo|llamo|bahasa|tieng|speak|speaks|habla|hablas|hablo|idioma"
    r"|miss|mr|mrs|real)$",
)
_NO_PLACE_AFTER = re.compile(
    r"^(?:embassy|consulate|citizens?|nationals?|people|girls?|passport|language|languages|food"
    r"|music|song|songs|movie|movies|film|news|visa|weather|time|team|match|league|fc|united"
    r"|dollars?|baht|recipe|restaurant|massage|football)(?: |$)",
)

_HERE_UNSPACED = re.compile(
    r"(?:อยู่|ที่|ใน|แถว|แถวๆ|ใกล้|ใกล้ๆ|จังหวัด|(?:^| )จ|เมือง|อำเภอ|(?:^| )อ|ตำบล|ชายแดน|ประเทศ"
    r"|ฝั่ง|ถึง|มา|หลอกไป|ด่าน|รัฐ|ตอนนี้|ตัวเมือง"
    r"|ຢູ່|ທີ່|ໃນ|ແຂວງ|ເມືອງ|ບ້ານ|ປະເທດ|នៅ|ក្នុង|ខេត្ត|ក្រុង|ប្រទេស|在|到|去|至)$",
)
_HERE_AFTER_UNSPACED = re.compile(r"^ ?(?:မှာ|တွင်|ထဲ|မြို့|ပြည်နယ်|ဘက်|နယ်စပ်|省|市)")
_CALLED_PLACE_UNSPACED = re.compile(r"(?:จังหวัด|(?:^| )จ|อยู่ที่|เมือง|อำเภอ|(?:^| )อ|ແຂວງ|ເມືອງ|ខេត្ត|ក្រុង) ?$")
_CALLED_UNSPACED = r"(?:ที่|ประเทศ|เมือง|จังหวัด|ປະເທດ|ប្រទេស)? ?$"
_ORIGIN_UNSPACED = re.compile(r"(?:จาก|ຈາກ|ពី|从|来自)" + _CALLED_UNSPACED)
_NOT_THERE_UNSPACED = re.compile(
    r"(?:กลับ|สถานทูต|สถานกงสุล|สถานเอกอัครราชทูต|ກັບໄປ|ສະຖານທູດ|ត្រឡប់ទៅ|ស្ថានទូត|回)"
    + _CALLED_UNSPACED
    + r"|(?:คน|ชาว|ຄົນ|ជនជាតិ|ภาษา|พูด|อาหาร|หนัง|ซีรีส์|ซีรีย์|เพลง|ชื่อ|เงิน|ละคร|บอล|ผัด|ทีม|หวย"
    r"|ข่าว|นวด|มวย|ພາສາ|ເວົ້າ|ភាសា|អាហារ|说|叫) ?$"
)
_NO_PLACE_AFTER_UNSPACED = re.compile(r"^ ?(?:人|语|文|话|菜|စကား|လူမျိုး|ဘာသာ|သံရုံး|က|บาท|ไหม$)")
_ROUND_THE_NAME = re.compile(
    r"(?:หนู|ฉัน|ผม|ดิฉัน|เรา|พวกเรา|ตอนนี้|อยู่|ที่|ใน|จังหวัด|จ|เมือง|แถว|ใกล้|ๆ|ค่ะ|คะ|ครับ|คับ"
    r"|จ้ะ|จ้า|ค่า|นะ|ข้าพเจ้า|ประเทศ"
    r"|ຂ້ອຍ|ຢູ່|ທີ່|ແຂວງ|ເມືອງ|ເດີ້|ຈ້າ|ខ្ញុំ|នៅ|ខេត្ត|ក្រុង|我|在|现在|我们|ကျွန်တော်|ကျွန်မ|မှာ|ပါ|တယ်"
    r"|မြို့| )*",
)


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
    """The whole text says no more than that somebody is there."""
    answer: bool
    """Short enough to be an answer to "where are you?"."""
    one_of_many: bool = False
    thing: bool = False
    """An article ("a", "the") stands before it."""
    theirs: bool = False
    """`elsewhere` because it is a goal, or where others are: so is its country right beside it."""


def around(before: str, after: str, *, rest: str) -> Cues:
    """Read the cues round a name in a spaced script: words of its clause before and after, and all others."""
    called = _CALLED_PLACE.search(before) is not None
    spot = _SPOT.search(before) is not None
    here = called or spot or _HERE.search(before) is not None
    nothing_else, theirs = ROUND_AN_ANSWER.issuperset(rest.split()), is_theirs(before)
    return Cues(
        here=here,
        called_place=called,
        origin=not spot and (_ORIGIN.search(before) or _OF.search(before)) is not None,
        elsewhere=theirs or any((_GOAL.search(before), _NOT_A_PLACE.search(before), _NO_PLACE_AFTER.match(after))),
        alone=not rest.strip(),
        nothing_else=nothing_else,
        unmistakable=nothing_else and here,
        answer=len(rest.split()) <= _WORDS_OF_AN_ANSWER,
        one_of_many=is_one_of_many(before),
        thing=is_a_thing(before),
        theirs=theirs,
    )


def around_unspaced(before: str, after: str, *, rest: str) -> Cues:
    """Read the cues round a name in Thai, Lao, Khmer, Burmese or Chinese."""
    called = _CALLED_PLACE_UNSPACED.search(before) is not None
    theirs = is_theirs_unspaced(before)
    alone, nothing_else = not rest.strip(), _ROUND_THE_NAME.fullmatch(rest) is not None
    return Cues(
        here=called or any((_HERE_UNSPACED.search(before.rstrip()), _HERE_AFTER_UNSPACED.match(after))),
        called_place=called,
        origin=_ORIGIN_UNSPACED.search(before) is not None,
        elsewhere=theirs or any((_NOT_THERE_UNSPACED.search(before), _NO_PLACE_AFTER_UNSPACED.match(after))),
        theirs=theirs,
        alone=alone,
        nothing_else=nothing_else,
        # "อยู่เลย" is "still here" as often as "in Loei": only the bare name is plain.
        unmistakable=alone,
        answer=len(rest.strip()) <= _LETTERS_OF_AN_ANSWER,
    )


def after_last_cue(text: str) -> str:
    """Return what follows the words such as "I am at" in an unspaced text, without polite endings."""
    begin = _ROUND_THE_NAME.match(text)
    bare = text[begin.end() if begin else 0 :]
    return re.sub(r"(?:ค่ะ|คะ|ครับ|คับ|จ้ะ|จ้า|ค่า|นะ|แล้ว| )+$", "", bare)
