"""Read a submitted catalogue: untrusted bytes; every error becomes a sentence, never a crash.

Babel's parser is lenient, prints warnings, and trusts the charset, language and plural forms in the header. So every
line is checked before Babel parses the file, and only the fields that a translator may set are read from its header.
"""

import re
from collections.abc import Mapping
from gettext import c2py

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, PoFileParser

from locales.domains import Domain
from locales.po import Catalogue, parse_review, plural_forms

_NUMBERS = range(201)
"""Numbers for which plural forms are compared; every language repeats within 100."""


def header_error(fields: Mapping[str, str], code: str, plurals: str) -> str:
    """Return why the header does not match the language `code` with the plural forms `plurals`; "" if it does."""
    language, charset = fields.get("Language", ""), fields.get("Content-Type", "charset=utf-8")
    if not fields:
        return 'There is no header, the first msgid "". Begin with the file that you get here.'
    if language.replace("_", "-") != code:
        return f"The header says that the language is {language!r}, not {code!r}."
    if "charset=utf-8" not in charset.lower().replace(" ", ""):
        return f"The header says {charset!r}, not charset=utf-8."
    if not _same_plural_forms(fields.get("Plural-Forms", ""), plurals):
        return f"Plural-Forms is {fields.get('Plural-Forms', '')!r}, not {plurals!r}."
    return ""


def _same_plural_forms(given: str, plurals: str) -> bool:
    """Return whether two Plural-Forms are equivalent; editors format them differently."""
    try:
        forms, requested = _parse_plural_forms(given), _parse_plural_forms(plurals)
    except (ValueError, ArithmeticError):
        return False
    return forms == requested


def _parse_plural_forms(plurals: str) -> tuple[str, list[int]]:
    """Return the number of forms and the form of each of the first numbers. Raises `ValueError` if it is invalid."""
    fields = dict(field.strip().partition("=")[::2] for field in plurals.split(";"))
    form_of = c2py(fields.get("plural", ""))
    return fields.get("nplurals", ""), [form_of(number) for number in _NUMBERS]


MAX_BYTES = 2_000_000
"""Twenty times the size of the largest catalogue."""

_MAX_LINE = 10_000

_KEYWORD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\]) +("(?:[^"\\]|\\.)*")')
_CONTINUATION = re.compile(r'"(?:[^"\\]|\\.)*"')

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")

_STARTS_ENTRY = {"msgctxt", "msgid"}
_ALLOWED_AFTER = {
    "": _STARTS_ENTRY,
    "#": _STARTS_ENTRY,
    "msgctxt": {"msgid"},
    "msgid": {"msgid_plural", "msgstr"},
    "msgid_plural": {"msgstr[0]"},
    "msgstr": _STARTS_ENTRY,
    **{f"msgstr[{form}]": {f"msgstr[{form + 1}]", *_STARTS_ENTRY} for form in range(9)},
    "msgstr[9]": _STARTS_ENTRY,
}


class UnreadableCatalogueError(ValueError):
    """The file is not a readable catalogue; the text of the exception says why, and in which line."""


class _SubmittedCatalogue(Catalogue):
    """A catalogue without duplicate texts, whose header does not change how it is parsed."""

    def __init__(self, locale: Locale, domain: Domain) -> None:
        super().__init__(locale, domain.name, fuzzy=False)
        self.mime_headers = [("Plural-Forms", plural_forms(locale))]
        self.fields: dict[str, str] = {}

    def __setitem__(self, msgid: str | tuple[str, ...] | list[str], message: Message) -> None:
        """Store a message that Babel has parsed; the first is the header."""
        if msgid == "" and (self.fields or message.context):
            raise UnreadableCatalogueError(_message_at(message.lineno or 0, "a second header"))
        if msgid == "":
            lines = (line.partition(":") for line in str(message.string).splitlines())
            self.fields = {name.strip(): value.strip() for name, _, value in lines}
        elif self.get(msgid, message.context) is not None:
            raise UnreadableCatalogueError(_message_at(message.lineno or 0, "this text is there a second time"))
        else:
            super().__setitem__(msgid, message)


def read_submission(content: bytes, code: str, domain: Domain) -> Catalogue:
    """Parse a submitted catalogue of `code` (BCP 47). Raises `UnreadableCatalogueError`."""
    lines = [line.strip() for line in _decode(content).split("\n")]
    _check_lines(lines)
    catalogue = _SubmittedCatalogue(Locale.parse(code, sep="-"), domain)
    try:
        PoFileParser(catalogue, abort_invalid=True).parse(map(_strip_comments, lines))
    except PoFileError as wrong:
        raise UnreadableCatalogueError(
            _message_at(wrong.lineno + 1, "more plural forms than the language has")
        ) from None
    if error := header_error(catalogue.fields, code, catalogue.plural_forms):
        raise UnreadableCatalogueError(error)
    catalogue.review = parse_review(catalogue.fields)
    return catalogue


def _strip_comments(line: str) -> str:
    """Drop comments other than flags such as fuzzy."""
    return "" if line.startswith("#") and not line.startswith("#,") else line


def _decode(content: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark."""
    if len(content) > MAX_BYTES:
        reason = f"The file is larger than {MAX_BYTES // 1_000_000} MB: no catalogue is."
        raise UnreadableCatalogueError(reason)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise UnreadableCatalogueError(_message_at(line, "not written in UTF-8. Save the file as UTF-8")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _message_at(line: int, error: str) -> str:
    return f"Line {line}: {error}."


def _check_lines(lines: list[str]) -> None:
    """Check the syntax of a .po file."""
    before = ""
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        if error := _line_error(line) or _sequence_error(line, before):
            raise UnreadableCatalogueError(_message_at(number, error))
        keyword = _KEYWORD.fullmatch(line)
        before = keyword[1] if keyword else "#" if line.startswith("#") else before
    if not _is_complete_entry(before):
        raise UnreadableCatalogueError(_message_at(len(lines), "the file ends before the last translation"))


def _line_error(line: str) -> str:
    """Return the error of a line by itself."""
    if len(line) > _MAX_LINE:
        return f"longer than {_MAX_LINE} characters"
    if _CONTROL.search(line):
        return "a control character, which is no part of a text"
    if not line.startswith("#") and not _KEYWORD.fullmatch(line) and not _CONTINUATION.fullmatch(line):
        return 'neither a comment (#) nor msgid, msgid_plural or msgstr with words between "quotation marks"'
    return ""


def _sequence_error(line: str, before: str) -> str:
    """Return the error of a line at its position; `before` is the last keyword."""
    keyword = _KEYWORD.fullmatch(line)
    if keyword and keyword[1] not in _ALLOWED_AFTER[before]:
        return f"{keyword[1]} can't stand here"
    if line.startswith('"') and before in {"", "#"}:
        return "words that belong to nothing"
    if line.startswith("#") and not _is_complete_entry(before):
        return "a comment between a text and its translation"
    return ""


def _is_complete_entry(keyword: str) -> bool:
    """Return whether an entry can end after this: a translation, a comment, or nothing yet."""
    return keyword in {"", "#"} or keyword.startswith("msgstr")
