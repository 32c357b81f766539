"""Look words up: English source text in, the same in another language out."""

import gettext
from functools import lru_cache
from io import BytesIO

from babel.messages.mofile import write_mo

from locales.domains import BOT, STAFF, Domain
from locales.po import Catalogue, UnknownLanguageError, is_translated, read_catalogue
from locales.registry import SOURCE, fallbacks


def translate(language: str, msgid: str) -> str:
    """Return `msgid`, an English source text of the bot, in `language` (BCP 47).

    A text that the catalogue lacks is looked for in the language without its region, then
    comes back in English, which the catalogue check keeps from happening in what is
    released. Raises `UnknownLanguageError` for a language without a catalogue.
    """
    return _translations(language, BOT).gettext(msgid)


def translate_plural(language: str, singular: str, plural: str, count: int) -> str:
    """Return the form of a text for `count` things in `language`; else as `translate`."""
    return _translations(language, BOT).ngettext(singular, plural, count)


def staff_gettext(language: str, msgid: str) -> str:
    """Return a text of the staff pages, as `translate`; in English where they are not translated yet.

    Raises `UnknownLanguageError` for a language that the bot has no catalogue of.
    """
    return _translations(language, STAFF).gettext(msgid)


def staff_ngettext(language: str, singular: str, plural: str, count: int) -> str:
    """Return the form of a text of the staff pages for `count` things; else as `staff_gettext`."""
    return _translations(language, STAFF).ngettext(singular, plural, count)


def staff_pgettext(language: str, context: str, msgid: str) -> str:
    """Return a text of the staff pages that means something else in another context; else as `staff_gettext`."""
    return _translations(language, STAFF).pgettext(context, msgid)


@lru_cache
def _translations(language: str, domain: Domain) -> gettext.NullTranslations:
    """Compile the catalogues of the chain in memory, so that no build product need be made or can be stale."""
    if language == SOURCE:
        return gettext.NullTranslations()
    known = BOT.codes()
    if language not in known:
        raise UnknownLanguageError(language)
    shorter = next(code for code in fallbacks(language)[1:] if code in known or code == SOURCE)
    if language not in domain.codes():
        return _translations(shorter, domain)
    compiled = _compiled(read_catalogue(language, domain))
    compiled.add_fallback(_translations(shorter, domain))
    return compiled


def _compiled(catalogue: Catalogue) -> gettext.GNUTranslations:
    """Compile what is translated; the rest is left to the chain."""
    for message in list(catalogue):
        if message.id and not is_translated(message):
            catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
