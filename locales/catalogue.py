"""Look words up: English source text in, the same in another language out."""

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from locales.registry import LANGUAGES, SOURCE, UnknownLanguageError

ROOT = Path(__file__).parent
DOMAIN = "waylight"


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of `language` stands, whether or not it exists."""
    return ROOT / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(language: str) -> Catalog:
    """Read the catalogue of `language` from disk. Raises `UnknownLanguageError`."""
    try:
        with catalogue_path(language).open("rb") as source:
            return read_po(source, locale=language, domain=DOMAIN)
    except FileNotFoundError:
        raise UnknownLanguageError(language) from None


@lru_cache
def _translations(language: str) -> gettext.NullTranslations:
    """Compile the catalogue in memory, so that no build product need be made or can be stale."""
    if language == SOURCE:
        return gettext.NullTranslations()
    if language not in LANGUAGES:
        raise UnknownLanguageError(language)
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(language: str, msgid: str) -> str:
    """Return `msgid`, an English source text, in `language`.

    A text that the catalogue lacks comes back in English, which the catalogue check
    keeps from happening in what is released. Raises `UnknownLanguageError`.
    """
    return _translations(language).gettext(msgid)
