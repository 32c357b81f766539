"""Which of the offered choices a typed answer means: its number or its label."""

import re
from collections.abc import Sequence

from nlu.text.normalise import key

_WORDS = (
    ("one", "first", "uno", "una", "primero", "primera", "หนึ่ง", "แรก", "neung", "nueng"),
    ("two", "second", "dos", "segundo", "segunda", "สอง", "song"),
    ("three", "third", "tres", "tercero", "tercera", "สาม", "sam"),
    ("four", "fourth", "cuatro", "cuarto", "cuarta", "สี่"),
    ("five", "fifth", "cinco", "quinto", "quinta", "ห้า"),
    ("six", "sixth", "seis", "sexto", "sexta", "หก"),
    ("seven", "seventh", "siete", "septimo", "septima", "เจ็ด"),
)
"""How the first seven numbers are said and written, in the languages of our training texts."""

_SAID = {key(word): number for number, words in enumerate(_WORDS, start=1) for word in words}

_AROUND = re.compile(
    r"(?:(?:the|option|number|choice|no|nr|la|el|opcion|numero|quiero|เอา|ขอ|เลือก|กด|ข้อที่|ข้อ|หมายเลข|เบอร์|อันที่|อัน|ที่|ตัวเลือก)\s*)*"
    r"(.+?)"
    r"(?:\s*(?:one|please|pls|por favor|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|นะคะ|นะ))?"
)
"""What people write around a number that is their whole answer."""

_NUMBER = re.compile(r"\d{1,2}")
_SIGNED = re.compile(r"[-+±]\s*\d")


def chosen(text: str, labels: Sequence[str]) -> int | None:
    """Return the index in `labels` that `text` names, or None.

    A number counts from 1, in the digits of any script or in words, when it is the whole
    answer ("2", "2.", "#2", "option 2", "the second one", "๒"), so that "2 days" is no choice.
    """
    said = key(text)
    keys = [key(label) for label in labels]
    if said and said in keys:
        return keys.index(said)
    number = None if _SIGNED.search(text) else _number(said)
    return number - 1 if number and number <= len(labels) else None


def _number(said: str) -> int | None:
    """Return the number that a text is, with what people write around it."""
    if said in _SAID:
        return _SAID[said]
    inner = _AROUND.fullmatch(said)
    word = inner[1] if inner else said
    return int(word) if _NUMBER.fullmatch(word) else _SAID.get(word)
