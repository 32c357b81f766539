"""A catalogue as a file: what its header says, and how it is read and written."""

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


def review_in(fields: Mapping[str, str]) -> Review:
    """Return what the fields of a header say of a review."""
    return Review(**{_FIELDS[name]: value.strip() for name, value in fields.items() if name in _FIELDS})


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
        self.review = review_in(given)
        self._set_mime_headers(given.items())


def empty_catalogue(domain: Domain, locale: Locale | None = None) -> Catalogue:
    """Return a catalogue without words, a draft in the language of `locale`; a template without one."""
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
    with domain.catalogue(code).open("rb") as source:
        return parsed(source, Locale.parse(code, sep="-"), domain)


def parsed(lines: Iterable[bytes], locale: Locale, domain: Domain = BOT) -> Catalogue:
    """Read a catalogue from the lines of its file."""
    catalogue = Catalogue(locale=locale, domain=domain.name)
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


def english(message: Message) -> tuple[str, ...]:
    """Return the English of a text, singular and plural where it has both."""
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def forms(message: Message) -> list[str]:
    """Return the translations of a message, one for each plural form; "" for one that is missing."""
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [str(string or "") for string in strings]


def is_translated(message: Message) -> bool:
    """Tell whether nothing of the message is missing and its translator was sure."""
    return all(forms(message)) and not message.fuzzy
