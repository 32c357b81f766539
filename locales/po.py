"""A catalogue as a file: where it stands, what its header says, and how it is read and written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import PLURALS, get_plural
from babel.messages.pofile import PoFileParser, write_po
from babel.plural import to_gettext

ROOT = Path(__file__).parent
DOMAIN = "waylight"

HEADER = """\
# Waylight: words for people who may be in danger. Plain, short, warm, no blame.
# Licence: AGPL-3.0-or-later, as the project. Guide: docs/translating.md"""

DRAFT, REVIEWED = "draft", "reviewed"

_NOISE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team)[^\n]*\n',
    re.MULTILINE,
)
"""Header lines that change without a word changing, or would name a person."""


class UnknownLanguageError(LookupError):
    """Words were asked for in a language that has no catalogue."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a header says of who has read the catalogue.

    `status` is "draft" or "reviewed", `role` what the reviewer is, never who ("legal
    interpreter, native speaker"), `day` is YYYY-MM-DD. As written: the check judges them.
    """

    status: str = DRAFT
    role: str = ""
    day: str = ""


_FIELDS = {"X-Review-Status": "status", "X-Reviewer-Role": "role", "X-Review-Date": "day"}


class Catalogue(Catalog):
    """Babel's catalogue, which also keeps the header fields of its review."""

    review = Review()

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's fields in their order."""
        *fields, last = self._get_mime_headers()  # Babel ends the last one, and with it the header
        if self.locale is not None:  # a template is nobody's translation
            fields += [(name, getattr(self.review, attribute)) for name, attribute in _FIELDS.items()]
        return [*fields, last]

    @mime_headers.setter
    def mime_headers(self, fields: Iterable[tuple[str, str]]) -> None:
        given = dict(fields)
        self.review = Review(**{_FIELDS[name]: value.strip() for name, value in given.items() if name in _FIELDS})
        self._set_mime_headers(given.items())


def catalogue_path(code: str) -> Path:
    """Return where the catalogue of `code` (BCP 47) stands, whether or not it exists."""
    return ROOT / code.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalogue_codes() -> list[str]:
    """Return the BCP 47 codes of all languages that have a catalogue, sorted."""
    return sorted(path.parts[-3].replace("_", "-") for path in ROOT.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(code: str) -> Catalogue:
    """Read the catalogue of `code` from disk. Raises `UnknownLanguageError`."""
    if code not in catalogue_codes():
        raise UnknownLanguageError(code)
    with catalogue_path(code).open("rb") as source:
        return parsed(source, Locale.parse(code, sep="-"))


def parsed(lines: Iterable[bytes], locale: Locale) -> Catalogue:
    """Read a catalogue from the lines of its file."""
    catalogue = Catalogue(locale=locale, domain=DOMAIN)
    PoFileParser(catalogue).parse(lines)
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """Return the catalogue as a file in which only words and its review make a difference."""
    text = BytesIO()
    write_po(text, catalogue, no_location=True, width=100)
    return _NOISE.sub(b"", text.getvalue())


def plural_forms(locale: Locale) -> str:
    """Return gettext's Plural-Forms of a language: Babel's list of them, CLDR's rules where that has none.

    Arabic follows CLDR too: Babel's list has its last two forms the other way round, and
    translators and their tools know CLDR's order.
    """
    if locale.language != "ar" and PLURALS.keys() & {str(locale), locale.language}:
        return str(get_plural(locale))
    return str(to_gettext(locale.plural_form))


def forms(message: Message) -> list[str]:
    """Return the translations of a message, one for each plural form; "" for one that is missing."""
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [str(string or "") for string in strings]


def is_translated(message: Message) -> bool:
    """Tell whether nothing of the message is missing and its translator was sure."""
    return all(forms(message)) and not message.fuzzy
