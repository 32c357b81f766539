"""Translate English source texts."""

import gettext
from functools import lru_cache
from io import BytesIO

from babel.messages.mofile import write_mo

from locales.domains import BOT, STAFF, Domain
from locales.po import Catalogue, UnknownLanguageError, is_translated, read_catalogue
from locales.registry import SOURCE, fallbacks


def translate(language: str, msgid: str) -> str:
    """Return `msgid`, an English source text of the bot, in `language` (BCP 47).

    A missing text is looked up in the language without its region, then returned in English; the catalogue check makes
    sure that releases have no missing texts. Raises `UnknownLanguageError` for a language without a catalogue.
    """
    return _translations(language, BOT).gettext(msgid)


def translate_plural(language: str, singular: str, plural: str, count: int) -> str:
    """Return the plural form of a text for `count` in `language`; otherwise like `translate`."""
    return _translations(language, BOT).ngettext(singular, plural, count)


def staff_gettext(language: str, msgid: str) -> str:
    """Return a text of the staff pages, like `translate`; in English if they are not translated.

    Raises `UnknownLanguageError` for a language without a catalogue of the bot.
    """
    return _translations(language, STAFF).gettext(msgid)


def staff_ngettext(language: str, singular: str, plural: str, count: int) -> str:
    """Return the plural form of a text of the staff pages for `count`; otherwise like `staff_gettext`."""
    return _translations(language, STAFF).ngettext(singular, plural, count)


def staff_pgettext(language: str, context: str, msgid: str) -> str:
    """Return a text of the staff pages in a context; otherwise like `staff_gettext`."""
    return _translations(language, STAFF).pgettext(context, msgid)


@lru_cache
def _translations(language: str, domain: Domain) -> gettext.NullTranslations:
    """Compile the catalogues of the fallback chain in memory, so that there are no build products to become stale."""
    if language == SOURCE:
        return gettext.NullTranslations()
    known = BOT.codes()
    if language not in known:
        raise UnknownLanguageError(language)
    shorter = next(code for code in fallbacks(language)[1:] if code in known or code == SOURCE)
    if language not in domain.codes():
        return _translations(shorter, domain)
    compiled = _compile(read_catalogue(language, domain))
    compiled.add_fallback(_translations(shorter, domain))
    return compiled


def _compile(catalogue: Catalogue) -> gettext.GNUTranslations:
    """Compile the translated messages; the others come from the fallback chain."""
    for message in list(catalogue):
        if message.id and not is_translated(message):
            catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
