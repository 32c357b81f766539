"""Strings that exist nowhere else, put into everything that a person sends."""

import random
import unicodedata
from dataclasses import dataclass, field

OUR_NUMBER = "+15005550006"
_SCRIPTS = {
    "latin": "abcdefghijklmnopqrstuvwxyz", "thai": "กขคงจชซดตถทนบปผพมยรลวสหอ", "lao": "ກຂຄງຈຊຍດຕຖທນບປຜພມຢຣລວສຫອ",
    "khmer": "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភម", "myanmar": "ကခဂဃငစဆဇဈညတထဒဓနပဖဗဘမယရလဝသဟ",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя", "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "devanagari": "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह", "bengali": "কখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশষসহ",
    "chinese": "天地人日月山水火木金土石田禾竹米虫貝見言走足車門雨馬", "vietnamese": "ăâđêôơưáàảãạéèẻẽẹíìỉĩị",
}  # fmt: skip
_LETTERS = 14


@dataclass
class Plants:
    """Gives out strings and numbers, each once, and knows all that it gave."""

    lot: random.Random
    texts: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    """Phone numbers, with +."""
    ids: set[int] = field(default_factory=set)
    points: set[float] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Shuffle the numbers that nobody can have."""
        left = [f"+1500555{number:04}" for number in range(10_000)]
        left.remove(OUR_NUMBER)
        self.lot.shuffle(left)
        self._left = left

    def word(self, script: str = "latin") -> str:
        """Return a word of fourteen letters in a script, composed as we compose what people type."""
        word = unicodedata.normalize("NFC", "".join(self.lot.choices(_SCRIPTS[script], k=_LETTERS)))
        self.texts.add(word)
        return word

    def any_word(self) -> str:
        """Return a word in any script."""
        return self.word(self.lot.choice(list(_SCRIPTS)))

    def number(self) -> str:
        """Return a phone number of Twilio's range that nobody can have."""
        number = self._left.pop()
        self.numbers.add(number)
        return number

    def chat(self) -> int:
        """Return the id of a person on Telegram; these have up to 52 bits (Bot API, User)."""
        chat = self.lot.randrange(2**50, 2**52)
        self.ids.add(chat)
        return chat

    def coordinate(self, about: float) -> float:
        """Return a coordinate near one, to the millimetre."""
        exact = round(about + self.lot.uniform(-0.05, 0.05), 8)
        self.points.add(exact)
        return exact
