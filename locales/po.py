"""Read and write catalogue files (.po), with the review in their header."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import PLURALS, get_plural
from babel.messages.pofile import PoFileParser, write_po
from babel.plural import to_gettext

from locales.domains import BOT, Domain

DRAFT, REVIEWED = "draft", "reviewed"

_VOLATILE_HEADERS = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team)[^\n]*\n',
    re.MULTILINE,
)
"""Header lines that change without a change of texts, or would name a person."""


class UnknownLanguageError(LookupError):
    """The language has no catalogue."""


@dataclass(frozen=True, slots=True)
class Review:
    """The review in the header of a catalogue, not validated.

    `status` is "draft" or "reviewed", `role` is the role of the reviewer, never a name ("legal interpreter, native
    speaker"), `day` is YYYY-MM-DD.
    """

    status: str = DRAFT
    role: str = ""
    day: str = ""


_FIELDS = {"X-Review-Status": "status", "X-Reviewer-Role": "role", "X-Review-Date": "day"}


def parse_review(fields: Mapping[str, str]) -> Review:
    """Return the review in the fields of a header."""
    return Review(**{_FIELDS[name]: value.strip() for name, value in fields.items() if name in _FIELDS})


class Catalogue(Catalog):
    """A Babel catalogue with the header fields of its review."""

    review = Review()

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The fields of the header in order."""
        *fields, last = self._get_mime_headers()  # the last field ends the header in Babel
        if self.locale is not None:  # a template has no review
            fields += [(name, getattr(self.review, attribute)) for name, attribute in _FIELDS.items()]
        return [*fields, last]

    @mime_headers.setter
    def mime_headers(self, fields: Iterable[tuple[str, str]]) -> None:
        given = dict(fields)
        self.review = parse_review(given)
        self._set_mime_headers(given.items())


def empty_catalogue(domain: Domain, locale: Locale | None = None) -> Catalogue:
    """Return an empty draft in the language of `locale`; without it, an empty template."""
    catalogue = Catalogue(
        locale, domain.name, project="Waylight", version="0", header_comment=domain.header, fuzzy=False
    )
    if locale is not None:
        catalogue.mime_headers = [("Plural-Forms", plural_forms(locale))]
    return catalogue


def read_catalogue(code: str, domain: Domain = BOT) -> Catalogue:
    """Read the catalogue of `code` from disk. Raises `UnknownLanguageError`."""
    if code not in domain.codes():
        raise UnknownLanguageError(code)
    with domain.catalogue_path(code).open("rb") as source:
        return parse_catalogue(source, Locale.parse(code, sep="-"), domain)


def parse_catalogue(lines: Iterable[bytes], locale: Locale, domain: Domain = BOT) -> Catalogue:
    """Parse the lines of a catalogue."""
    catalogue = Catalogue(locale=locale, domain=domain.name)
    PoFileParser(catalogue).parse(lines)
    return catalogue


def to_bytes(catalogue: Catalog) -> bytes:
    """Return the content of the file, which changes only with its texts and its review."""
    text = BytesIO()
    write_po(text, catalogue, no_location=True, width=100)
    return _VOLATILE_HEADERS.sub(b"", text.getvalue())


def plural_forms(locale: Locale) -> str:
    """Return gettext's Plural-Forms of a language: from Babel's list, else from the rules of CLDR.

    Arabic follows CLDR too: Babel's list has its last two forms in the other order, and translators and their tools use
    that of CLDR.
    """
    if locale.language != "ar" and PLURALS.keys() & {str(locale), locale.language}:
        return str(get_plural(locale))
    return str(to_gettext(locale.plural_form))


def source_forms(message: Message) -> tuple[str, ...]:
    """Return the English of a message: one text, or singular and plural."""
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def translated_forms(message: Message) -> list[str]:
    """Return the translations of a message, one per plural form; "" for a missing one."""
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [str(string or "") for string in strings]


def is_translated(message: Message) -> bool:
    """Return whether a message is complete and not marked as fuzzy."""
    return all(translated_forms(message)) and not message.fuzzy
