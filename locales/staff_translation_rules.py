"""What a translation of the staff pages must keep of the English, and what it must not.

These words go into HTML as they are: a tag that a translation adds would be one of our page, and
a straight quotation mark would end the attribute that the text may stand in.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from babel import Locale

from locales.translation_rules import UNTRANSLATED, english_left, is_in_latin_script

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%")
"""Python's; a sign of per cent is written twice, and one that stands alone would break the page."""

_TAG = re.compile(r"<[^>]*>?")

_NAMES = frozenset(
    UNTRANSLATED | {"csv", "excel", "hsds", "json", "open", "pdf", "po", "qr", "referral", "utc", "waylight", "xlsx"}
)
"""Names that are written in Latin letters in every script, or read like this in a menu of files."""


def faults_of_staff_form(
    english: tuple[str, ...], form: str, locale: Locale, may_miss: Collection[str]
) -> Iterator[str]:
    """Yield the first fault of a translation's form, to be followed by the English text; nothing if it has none.

    `english` is the text, or its singular and plural; `may_miss` are placeholders that this form need not have.
    """
    text = english[-1]
    if not _keeps_placeholders(text, form, may_miss):
        yield "other placeholders than in"
    elif sorted(_TAG.findall(form)) != sorted(_TAG.findall(text)):
        yield "other HTML tags than in"
    elif _plain(form).count('"') > _plain(text).count('"'):
        yield 'a straight quotation mark ("), not one of the language, in the translation of'
    elif form in english and not _may_be_the_same(_words(form), locale):
        yield "still in English:"
    elif english_left(_words(form), locale, _NAMES):
        yield "English words left in the translation of"
    elif unicodedata.normalize("NFC", form) != form:
        yield "not in NFC (`make messages` mends it): the translation of"


def _keeps_placeholders(english: str, form: str, may_miss: Collection[str]) -> bool:
    """Tell whether a form has the placeholders of the English, each as often, in any order."""
    wanted, found = (Counter(_PLACEHOLDER.findall(text)) for text in (english, form))
    optional = [placeholder for placeholder in wanted if placeholder[2:-2] in may_miss]
    return found == wanted or found == wanted - Counter({name: wanted[name] for name in optional})


def _plain(text: str) -> str:
    """Return a text without its tags."""
    return _TAG.sub("", text)


def _words(text: str) -> str:
    """Return what there is to translate besides tags and placeholders, each of which ends a run of words."""
    return _PLACEHOLDER.sub("|", _TAG.sub("|", text))


def _may_be_the_same(words: str, locale: Locale) -> bool:
    """Tell whether a text may look like the English: names always, one more word where the letters are the same.

    "Date", "Total" and "Status" are words of many languages; two such words in a row hardly ever are.
    """
    left = [word for word in re.findall(r"[^\W\d_]+", words) if word.lower() not in _NAMES]
    return len(left) <= is_in_latin_script(locale)
