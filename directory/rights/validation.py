"""Find problems of valid pages: what a frightened person should not be shown."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from directory.domain.digits import to_ascii_digits
from directory.domain.place_codes import UnknownCodeError, parse_country, parse_language
from directory.rights.library import EU, Rights
from directory.rights.pages import TOPICS, EnglishPage, Page, Sentence, Translation, first_day, today_utc

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARK = "[,.'’٬ \u00a0\u2009\u202f]"
"""Separators between groups of digits in different languages."""
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
_LONGEST: Final = 150
_LONGEST_GSM: Final = 220
"""Three SMS with room for the text around a fact; an SMS has 160 characters of the GSM alphabet, else 70."""
_GSM_SIGNS: Final = frozenset("@£$¥èéùìòÇØøÅåÆæßÉ€ÄÖÑÜ§¿äöñüà¡")
_FORBIDDEN_WORDS = re.compile(r"\b(?:victim|illegal (?:immigrant|migrant|alien)|illegals\b)\w*", re.IGNORECASE)
_IN_WORDS: Final = frozenset({"1", "2"})
"""Numbers that a text may spell out."""
_NOTHING: Final = "I found no"
"""How a sentence begins that only says that nothing was found."""


def find_problems(rights: Rights, today: date | None = None) -> Iterator[str]:
    """Yield each problem as a sentence that names file and id. A missing translation is not a problem."""
    for place in rights.places():
        page = rights.page(place)
        yield from _with_place(page.english.path, _english_problems(page.english, today or today_utc()))
        for language, translation in page.translations.items():
            yield from _with_place(translation.path, _translation_problems(page, language, translation))


def extract_numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text in ASCII digits: "٢٠٬٠٠٠", "20.000" and "20 000" are all "20000"."""
    plain = _GROUPED.sub(lambda match: re.sub("[^0-9]", "", match[0]), to_ascii_digits(text))
    return frozenset(re.sub("[,٫]", ".", number).lstrip("0") or "0" for number in _NUMBER.findall(plain))


def extract_months(english: str) -> frozenset[str]:
    """Return the months that an English text names, as numbers: many languages write them so."""
    return frozenset(str(number) for number, name in enumerate(_MONTHS, start=1) if re.search(rf"\b{name}\b", english))


def find_phone_like(english: str) -> str | None:
    """Return the first digits that could be a phone number rather than a year, a grouped number or a sum of money."""
    match = _PHONE.search(_NO_PHONE.sub("#", english))
    return match[0] if match else None


def _with_place(path: object, problems: Iterator[tuple[str, str]]) -> Iterator[str]:
    return (f"{path}{', ' if where else ''}{where}: {problem}." for where, problem in problems)


def _english_problems(english: EnglishPage, today: date) -> Iterator[tuple[str, str]]:
    yield from _unknown_codes(english)
    if _is_future(english.read, today):
        yield "read", f'the day "{english.read}" is in the future'
    for topic in TOPICS:
        yield from ((topic, problem) for problem in _topic_problems(english.topics.get(topic, ())))
    for sentence in english.sentences:
        yield from ((sentence.id, problem) for problem in _sentence_problems(sentence, today))


def _topic_problems(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Sentences that tell nothing don't count for the upper limit: they are left out until somebody asks."""
    known = [sentence.known for sentence in sentences]
    count = max(sum(known), min(len(known), 4))
    if not 2 <= count <= 5:  # noqa: PLR2004 - as the format says
        yield f"a topic has 2 to 5 sentences, this one {count}"
    elif not any(known):
        yield "no sentence tells anything"
    if known != sorted(known, reverse=True):
        yield "put what is not known behind what is known"


def _unknown_codes(english: EnglishPage) -> Iterator[tuple[str, str]]:
    try:
        parse_country(None if english.place == EU else english.place)
        for language in english.languages:
            parse_language(language)
    except UnknownCodeError as exc:
        yield "", str(exc).removesuffix(".")


def _sentence_problems(sentence: Sentence, today: date) -> Iterator[str]:
    yield from _form_problems(sentence.text, _LONGEST)
    if _is_future(sentence.date, today):
        yield f'the date "{sentence.date}" is in the future'
    if dear := _not_gsm(sentence.text):
        yield f'write plain signs in place of "{dear}": with it an SMS holds 70 characters, not 160'
    if digits := find_phone_like(sentence.text):
        yield f'"{digits}" looks like a phone number: those belong into the directory, where they are checked'
    if sentence.known and sentence.text.startswith(_NOTHING):
        yield "it only says that nothing was found: add `known: no`, or begin with what was found"
    if not sentence.known and _NOTHING not in sentence.text:
        yield f'`known: no` hides it until somebody asks, but it does not say "{_NOTHING}"'
    if sentence.answers and not sentence.known:
        yield "what is not known answers nothing: leave out `known: no` or `answers`"
    if word := _FORBIDDEN_WORDS.search(sentence.text):
        yield f'never say "{word[0]}": say what happened to people'


def _translation_problems(page: Page, language: str, translation: Translation) -> Iterator[tuple[str, str]]:
    try:
        parse_language(language)
    except UnknownCodeError as exc:
        yield "", str(exc).removesuffix(".")
    outdated = set(translation.stale(page.english)) & translation.made_from.keys()
    for sentence in page.english.sentences:
        if text := translation.sentences.get(sentence.id):
            problems = _form_problems(text, _LONGEST if _not_gsm(text) else _LONGEST_GSM)
            yield from ((sentence.id, problem) for problem in problems)
            if sentence.id not in outdated:
                yield from ((sentence.id, problem) for problem in _number_problems(sentence.text, text))


def _form_problems(text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"{len(text)} characters are too long: at most {longest} here"
    if text != " ".join(text.split()):
        yield "write it in one line, with single spaces"


def _number_problems(english: str, text: str) -> Iterator[str]:
    """Compare numbers; a month in the English may be a number, and 1 and 2 may be spelled out on either side."""
    expected, given = extract_numbers(english), extract_numbers(text)
    if missing := expected - given - _IN_WORDS:
        yield f"the number {_join(missing)} of the English is missing"
    if extra := given - expected - extract_months(english) - _IN_WORDS:
        yield f"the number {_join(extra)} is not in the English"


def _join(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _not_gsm(text: str) -> str | None:
    """Return the first character outside of the GSM alphabet, in which SMS are cheap."""
    return next((sign for sign in text if not sign.isascii() and sign not in _GSM_SIGNS), None)


def _is_future(text: str, today: date) -> bool:
    day = first_day(text)
    return bool(day and day > today)
