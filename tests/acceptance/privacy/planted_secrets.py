"""Unique strings that are put into everything a person sends."""

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
class PlantedSecrets:
    """Gives out strings and numbers, each once, and remembers them."""

    lot: random.Random
    texts: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    """Phone numbers, with +."""
    ids: set[int] = field(default_factory=set)
    points: set[float] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Shuffle numbers that are never assigned."""
        left = [f"+1500555{number:04}" for number in range(10_000)]
        left.remove(OUR_NUMBER)
        self.lot.shuffle(left)
        self._left = left

    def word(self, script: str = "latin") -> str:
        """Return a word of fourteen letters in a script, in NFC as the service normalizes input."""
        word = unicodedata.normalize("NFC", "".join(self.lot.choices(_SCRIPTS[script], k=_LETTERS)))
        self.texts.add(word)
        return word

    def any_word(self) -> str:
        """Return a word in a random script."""
        return self.word(self.lot.choice(list(_SCRIPTS)))

    def number(self) -> str:
        """Return a phone number of Twilio's test range."""
        number = self._left.pop()
        self.numbers.add(number)
        return number

    def chat(self) -> int:
        """Return a Telegram user id, which has up to 52 bits (Bot API, User)."""
        chat = self.lot.randrange(2**50, 2**52)
        self.ids.add(chat)
        return chat

    def coordinate(self, about: float) -> float:
        """Return a coordinate near `about`, to the millimetre."""
        exact = round(about + self.lot.uniform(-0.05, 0.05), 8)
        self.points.add(exact)
        return exact
