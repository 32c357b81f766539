"""What is wrong with pages that can be read: what a frightened person should not be shown."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from directory.domain.place_codes import UnknownCodeError, country_from, language_from
from directory.rights.dates import first_day, present_day
from directory.rights.library import UNION, Rights
from directory.rights.pages import TOPICS, English, Page, Sentence, Translation

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARK = "[,.'’٬ \u00a0\u2009\u202f]"
"""Between groups of digits in one language or another."""
_GROUPED = re.compile(rf"(?<![0-9])[1-9][0-9]{{0,2}}(?:{_MARK}[0-9]{{2,3}})*{_MARK}[0-9]{{3}}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:[.,٫][0-9]{1,2}(?![0-9]))?")

_MONEY: Final = (
    "baht|cents?|dirhams?|dollars?|dong|euros?|kip|kyats?|pesos?|pounds?|rials?|riels?|ringgit|riyals?|rupees?|rupiah"
    "|taka|won|yen|yuan"
)
_NO_PHONE = re.compile(
    r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?![0-9])"  # 20,000
    r"|(?<![0-9])(?:19[89][0-9]|20[0-3][0-9])(?![0-9])"  # a year
    rf"|[0-9]+(?= ?(?:million )?(?:\w+ )?(?:{_MONEY})\b)"
    r"|(?:[$£€¥₩฿]|\b(?:[A-Z]{3}|RM|Rs) ?)[0-9]+"
)
_PHONE = re.compile(r"[0-9]{4,}|[0-9](?:[ ().\-]{0,2}[0-9]){5,}")


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as ASCII digits: "٢٠٬٠٠٠", "20.000" and "20 000" are all "20000"."""
    plain = _GROUPED.sub(lambda match: re.sub("[^0-9]", "", match[0]), _in_ascii(text))
    return frozenset(re.sub("[,٫]", ".", found).lstrip("0") or "0" for found in _NUMBER.findall(plain))


def months(english: str) -> frozenset[str]:
    """Return the months that an English text names, as numbers: many languages write them so."""
    return frozenset(str(number) for number, name in enumerate(_MONTHS, start=1) if re.search(rf"\b{name}\b", english))


def phone_like(english: str) -> str | None:
    """Return the first digits that could be a phone number: no year, nothing grouped like 20,000, no sum of money."""
    match = _PHONE.search(_NO_PHONE.sub("#", english))
    return match[0] if match else None


def _in_ascii(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


_LONGEST: Final = 150
_LONGEST_GSM: Final = 220
"""Three SMS with room for what is said around a fact; an SMS has 160 characters of the GSM alphabet, else 70."""

_GSM_SIGNS: Final = frozenset("@£$¥èéùìòÇØøÅåÆæßÉ€ÄÖÑÜ§¿äöñüà¡")
_NEVER = re.compile(r"\b(?:victim|illegal (?:immigrant|migrant|alien)|illegals\b)\w*", re.IGNORECASE)
_IN_WORDS: Final = frozenset({"1", "2"})
"""Numbers that a text may write as words."""


def faults(rights: Rights, today: date | None = None) -> Iterator[str]:
    """Yield each fault as a sentence that names file and id. What is only not translated yet is no fault."""
    for place in rights.places():
        page = rights.page(place)
        yield from _named(page.english.path, _of_english(page.english, today or present_day()))
        for language, translation in page.translations.items():
            yield from _named(translation.path, _of_translation(page, language, translation))


def _named(path: object, found: Iterator[tuple[str, str]]) -> Iterator[str]:
    return (f"{path}{', ' if where else ''}{where}: {fault}." for where, fault in found)


def _of_english(english: English, today: date) -> Iterator[tuple[str, str]]:
    yield from _unknown_codes(english)
    if _is_future(english.read, today):
        yield "read", f'the day "{english.read}" is not there yet'
    for topic in TOPICS:
        count = len(english.topics.get(topic, ()))
        if not 2 <= count <= 4:  # noqa: PLR2004 - as the format says
            yield topic, f"a topic has 2 to 4 sentences, this one {count}"
    for sentence in english.sentences:
        yield from ((sentence.id, fault) for fault in _of_sentence(sentence, today))


def _unknown_codes(english: English) -> Iterator[tuple[str, str]]:
    try:
        country_from(None if english.place == UNION else english.place)
        for language in english.languages:
            language_from(language)
    except UnknownCodeError as fault:
        yield "", str(fault).removesuffix(".")


def _of_sentence(sentence: Sentence, today: date) -> Iterator[str]:
    yield from _of_form(sentence.text, _LONGEST)
    if _is_future(sentence.date, today):
        yield f'the date "{sentence.date}" is not there yet'
    if dear := _not_gsm(sentence.text):
        yield f'write plain signs in place of "{dear}": with it an SMS holds 70 characters, not 160'
    if digits := phone_like(sentence.text):
        yield f'"{digits}" looks like a phone number: those belong into the directory, where they are checked'
    if word := _NEVER.search(sentence.text):
        yield f'never say "{word[0]}": say what happened to people'


def _of_translation(page: Page, language: str, translation: Translation) -> Iterator[tuple[str, str]]:
    try:
        language_from(language)
    except UnknownCodeError as fault:
        yield "", str(fault).removesuffix(".")
    outdated = set(translation.stale(page.english)) & translation.made_from.keys()
    for sentence in page.english.sentences:
        if text := translation.sentences.get(sentence.id):
            found = _of_form(text, _LONGEST if _not_gsm(text) else _LONGEST_GSM)
            yield from ((sentence.id, fault) for fault in found)
            if sentence.id not in outdated:
                yield from ((sentence.id, fault) for fault in _other_numbers(sentence.text, text))


def _of_form(text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"{len(text)} characters are too long: at most {longest} here"
    if text != " ".join(text.split()):
        yield "write it in one line, with single spaces"


def _other_numbers(english: str, text: str) -> Iterator[str]:
    """Compare numbers; a month in the English may be a number, and 1 and 2 may be words on either side."""
    meant, said = numbers(english), numbers(text)
    if missing := meant - said - _IN_WORDS:
        yield f"the number {_listed(missing)} of the English is missing"
    if extra := said - meant - months(english) - _IN_WORDS:
        yield f"the number {_listed(extra)} is not in the English"


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _not_gsm(text: str) -> str | None:
    """Return the first sign that is not of the alphabet in which SMS are cheap."""
    return next((sign for sign in text if not sign.isascii() and sign not in _GSM_SIGNS), None)


def _is_future(text: str, today: date) -> bool:
    day = first_day(text)
    return bool(day and day > today)
