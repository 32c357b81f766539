"""What a translation of the bot's words must keep of the English, and what it must not."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from string import Formatter

from babel import Locale

_QUOTED = re.compile(r"(?<![A-Za-zÀ-ɏ])'.+?'(?![A-Za-zÀ-ɏ])|[‘“\"„].+?[’”\"“]|[«‹].+?[»›]|「.+?」|『.+?』")
"""A word in quotation marks of any language: what a person may type. No apostrophes: those stand between letters."""

UNTRANSLATED = {"gps", "iom", "lgbtq", "line", "signal", "sms", "telegram", "viber", "wechat", "whatsapp", "zalo"}
"""Names that are written in Latin letters in every script."""

_BORROWED = {"es": {"no"}, "fil": {"emergency", "hotline", "tel", "text"}, "vi": {"hotline"}}
"""English words that a language has taken over as they are; a text of nothing else may look like the English."""

_LATIN_WORDS = re.compile(r"[A-Za-z]+(?:['\s,-]+[A-Za-z]+){2,}")
"""Three or more words in a row."""

_ENGLISH = re.compile(
    r"\b(?:and|are|cannot|don't|from|have|the|they|this|we|what|when|where|which|with|you|your)\b",
    re.IGNORECASE,
)
"""English words that are no words of another Latin-script language that we speak."""


def faults_of_form(english: tuple[str, ...], form: str, locale: Locale, may_miss: Collection[str]) -> Iterator[str]:
    """Yield the first fault of a translation's form, to be followed by the English text; nothing if it has none.

    `english` is the text, or its singular and plural; `may_miss` are placeholders that this form need not have.
    """
    try:
        kept = placeholders_by_line(form) in (placeholders_by_line(english[-1]), _without(english[-1], may_miss))
    except ValueError:
        kept = False
    if not kept:
        yield "other placeholders, or on other lines, than in"
    elif form in english and not _borrowed(_words(form), locale):
        yield "still in English:"
    elif english_left(_words(form), locale):
        yield "English words left in the translation of"
    elif len(_QUOTED.findall(form)) != len(_QUOTED.findall(english[-1])):
        yield "other words in quotation marks, which people type, than in"
    elif unicodedata.normalize("NFC", form) != form:
        yield "not in NFC (`make messages` mends it): the translation of"


def placeholders_by_line(text: str) -> list[list[str]]:
    """Return the placeholders of each line, sorted: a line without its value is left out, so they must stay apart.

    Raises `ValueError` for a brace without its other half.
    """
    return [sorted(name for _, name, _, _ in Formatter().parse(line) if name) for line in text.split("\n")]


def _without(text: str, names: Collection[str]) -> list[list[str]]:
    return [[name for name in line if name not in names] for line in placeholders_by_line(text)]


def _words(text: str) -> str:
    """Return what there is to translate besides placeholders, each of which ends a run of words."""
    return "|".join(
        literal for literal, _, _, _ in Formatter().parse(text) if any(character.isalpha() for character in literal)
    )


def _borrowed(words: str, locale: Locale) -> bool:
    """Tell whether all of the words are the language's own, too; so it is where there are none."""
    return {word.lower() for word in re.findall(r"\w+", words)} <= _BORROWED.get(locale.language, set())


def english_left(words: str, locale: Locale, names: Collection[str] = frozenset(UNTRANSLATED)) -> bool:
    """Tell whether a part was not translated; `names` are left as they are in every script."""
    if is_in_latin_script(locale):
        return bool(_ENGLISH.search(words))
    rest = re.sub(r"[A-Za-z]+", lambda word: "|" if word[0].lower() in names else word[0], words)
    return bool(_LATIN_WORDS.search(rest))


def is_in_latin_script(locale: Locale) -> bool:
    """Tell whether a language is written in the letters of English."""
    return unicodedata.name(str(locale.get_display_name())[0]).startswith("LATIN")
