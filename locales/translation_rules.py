"""Rules for translations: what they must keep of the English texts, and what they must not contain."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from string import Formatter

from babel import Locale

_QUOTED = re.compile(r"(?<![A-Za-zÀ-ɏ])'.+?'(?![A-Za-zÀ-ɏ])|[‘“\"„].+?[’”\"“]|[«‹].+?[»›]|「.+?」|『.+?』")
"""A word in quotation marks of any language, which a person may type; not an apostrophe between letters."""

UNTRANSLATED = {"gps", "iom", "lgbtq", "line", "signal", "sms", "telegram", "viber", "wechat", "whatsapp", "zalo"}
"""Names that are written in Latin letters in all languages."""

_LOAN_WORDS = {
    "es": {"no"},
    "fil": {"emergency", "hotline", "tel", "text"},
    "hi": {"ambulance", "doctor", "emergency", "free", "hello", "police"},
    "vi": {"hotline"},
}
"""English loan words of a language; a text of only such words may equal the English."""

_LATIN_WORDS = re.compile(r"[A-Za-z]+(?:['\s,-]+[A-Za-z]+){2,}")
"""Three or more words in a row."""

_ENGLISH = re.compile(
    r"\b(?:and|are|cannot|don't|from|have|the|they|this|we|what|when|where|which|with|you|your)\b", re.IGNORECASE
)
"""English words that no other of our languages in Latin script has, but for `_OWN_WORDS`."""

_OWN_WORDS = {"hi": {"the"}}
"""Words of a language in Latin letters that are English as well: "the" is "were" in Hindi."""


def form_errors(english: tuple[str, ...], form: str, locale: Locale, optional: Collection[str]) -> Iterator[str]:
    """Yield the first error of a translated form, as the start of a sentence that the English ends.

    `english` is the text, or its singular and plural; `optional` are placeholders that this form may omit.
    """
    try:
        matches = placeholders_by_line(form) in (
            placeholders_by_line(english[-1]),
            _placeholders_without(english[-1], optional),
        )
    except ValueError:
        matches = False
    if not matches:
        yield "other placeholders, or on other lines, than in"
    elif form in english and not _is_borrowed(_words(form), locale):
        yield "still in English:"
    elif has_untranslated_english(_words(form), locale):
        yield "English words left in the translation of"
    elif len(_QUOTED.findall(form)) != len(_QUOTED.findall(english[-1])):
        yield "other words in quotation marks, which people type, than in"
    elif unicodedata.normalize("NFC", form) != form:
        yield "not in NFC (`make messages` fixes it): the translation of"


def placeholders_by_line(text: str) -> list[list[str]]:
    """Return the sorted placeholders of each line: a line without its value is omitted, so lines must match.

    Raises `ValueError` for an unmatched brace.
    """
    return [sorted(name for _, name, _, _ in Formatter().parse(line) if name) for line in text.split("\n")]


def _placeholders_without(text: str, names: Collection[str]) -> list[list[str]]:
    return [[name for name in line if name not in names] for line in placeholders_by_line(text)]


def _words(text: str) -> str:
    """Return the translatable text; each placeholder ends a run of words."""
    return "|".join(
        literal for literal, _, _, _ in Formatter().parse(text) if any(character.isalpha() for character in literal)
    )


def _is_borrowed(words: str, locale: Locale) -> bool:
    """Return whether all words are loan words of the language; True if there are no words."""
    return {word.lower() for word in re.findall(r"\w+", words)} <= _LOAN_WORDS.get(locale.language, set())


def has_untranslated_english(words: str, locale: Locale, names: Collection[str] = frozenset(UNTRANSLATED)) -> bool:
    """Return whether a part is not translated; `names` stay as they are in all languages."""
    if uses_latin_script(locale):
        return bool({word.lower() for word in _ENGLISH.findall(words)} - _OWN_WORDS.get(locale.language, set()))
    rest = re.sub(r"[A-Za-z]+", lambda word: "|" if word[0].lower() in names else word[0], words)
    return bool(_LATIN_WORDS.search(rest))


def uses_latin_script(locale: Locale) -> bool:
    """Return whether a language is written in Latin letters."""
    return locale.script == "Latn" or unicodedata.name(str(locale.get_display_name())[0]).startswith("LATIN")


_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%")
"""Python placeholders; a percent sign must be doubled, a single one would break the page."""

_TAG = re.compile(r"<[^>]*>?")

_STAFF_UNTRANSLATED = frozenset(
    UNTRANSLATED | {"csv", "excel", "hsds", "json", "open", "pdf", "po", "qr", "referral", "utc", "waylight", "xlsx"}
)
"""Names that are written in Latin letters in all languages, including file types."""


def staff_form_errors(english: tuple[str, ...], form: str, locale: Locale, optional: Collection[str]) -> Iterator[str]:
    """Yield the first error of a translated form, as the start of a sentence that the English ends.

    `english` is the text, or its singular and plural; `optional` are placeholders that this form may omit.
    """
    text = english[-1]
    if not _keeps_placeholders(text, form, optional):
        yield "other placeholders than in"
    elif sorted(_TAG.findall(form)) != sorted(_TAG.findall(text)):
        yield "other HTML tags than in"
    elif _plain(form).count('"') > _plain(text).count('"'):
        yield 'a straight quotation mark ("), not one of the language, in the translation of'
    elif form in english and not _may_equal_english(_translatable_text(form), locale):
        yield "still in English:"
    elif has_untranslated_english(_translatable_text(form), locale, _STAFF_UNTRANSLATED):
        yield "English words left in the translation of"
    elif unicodedata.normalize("NFC", form) != form:
        yield "not in NFC (`make messages` fixes it): the translation of"


def _keeps_placeholders(english: str, form: str, optional: Collection[str]) -> bool:
    """Return whether a form has the placeholders of the English, each as often, in any order."""
    requested, found = (Counter(_PLACEHOLDER.findall(text)) for text in (english, form))
    optional = [placeholder for placeholder in requested if placeholder[2:-2] in optional]
    return found == requested or found == requested - Counter({name: requested[name] for name in optional})


def _plain(text: str) -> str:
    """Return a text without its tags."""
    return _TAG.sub("", text)


def _translatable_text(text: str) -> str:
    """Return the translatable text; each tag or placeholder ends a run of words."""
    return _PLACEHOLDER.sub("|", _TAG.sub("|", text))


def _may_equal_english(words: str, locale: Locale) -> bool:
    """Return whether a text may equal the English: names always, and in Latin script one other word.

    "Date", "Total" and "Status" are words of many languages; two such words in a row rarely are.
    """
    left = [word for word in re.findall(r"[^\W\d_]+", words) if word.lower() not in _STAFF_UNTRANSLATED]
    return len(left) <= uses_latin_script(locale)
