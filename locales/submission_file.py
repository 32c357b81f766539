"""Read a catalogue that somebody hands in: any bytes may come, and each gets a sentence, never a crash.

Babel's reader forgives much, prints warnings, and believes what a header says of charset,
language and plural forms. So a file is looked over line by line before Babel gets it, and its
header is only read for what a translator may say there.
"""

import re
from collections.abc import Mapping
from gettext import c2py

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, PoFileParser

from locales.domains import Domain
from locales.po import Catalogue, plural_forms, review_in

_NUMBERS = range(201)
"""Numbers on which plural forms are tried; every language repeats itself within 100."""


def fault_of_header(fields: Mapping[str, str], code: str, plurals: str) -> str:
    """Return why the header is not that of a catalogue of `code`, whose plural forms are `plurals`."""
    language, charset = fields.get("Language", ""), fields.get("Content-Type", "charset=utf-8")
    if not fields:
        return 'There is no header, the first msgid "". Begin with the file that you get here.'
    if language.replace("_", "-") != code:
        return f"The header says that the language is {language!r}, not {code!r}."
    if "charset=utf-8" not in charset.lower().replace(" ", ""):
        return f"The header says {charset!r}, not charset=utf-8."
    if not _count_alike(fields.get("Plural-Forms", ""), plurals):
        return f"Plural-Forms is {fields.get('Plural-Forms', '')!r}, not {plurals!r}."
    return ""


def _count_alike(given: str, plurals: str) -> bool:
    """Tell whether two Plural-Forms mean the same; editors write them in ways of their own."""
    try:
        forms, wanted = _forms_of(given), _forms_of(plurals)
    except (ValueError, ArithmeticError):
        return False
    return forms == wanted


def _forms_of(plurals: str) -> tuple[str, list[int]]:
    """Return the number of forms and which is chosen for each of the first numbers. Raises `ValueError` or so."""
    fields = dict(field.strip().partition("=")[::2] for field in plurals.split(";"))
    form_of = c2py(fields.get("plural", ""))
    return fields.get("nplurals", ""), [form_of(number) for number in _NUMBERS]


MOST_BYTES = 2_000_000
"""Twenty times the largest catalogue."""

_LONGEST_LINE = 10_000

_KEYWORD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\]) +("(?:[^"\\]|\\.)*")')
_MORE = re.compile(r'"(?:[^"\\]|\\.)*"')

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")

_BEGINS = {"msgctxt", "msgid"}
_MAY_FOLLOW = {
    "": _BEGINS,
    "#": _BEGINS,
    "msgctxt": {"msgid"},
    "msgid": {"msgid_plural", "msgstr"},
    "msgid_plural": {"msgstr[0]"},
    "msgstr": _BEGINS,
    **{f"msgstr[{form}]": {f"msgstr[{form + 1}]", *_BEGINS} for form in range(9)},
    "msgstr[9]": _BEGINS,
}


class UnreadableError(ValueError):
    """The file is no catalogue that can be judged; the text says why, and in which line."""


class _OfferedCatalogue(Catalogue):
    """A catalogue in which every text stands once, and whose header decides nothing."""

    def __init__(self, locale: Locale, domain: Domain) -> None:
        super().__init__(locale, domain.name, fuzzy=False)
        self.mime_headers = [("Plural-Forms", plural_forms(locale))]
        self.fields: dict[str, str] = {}

    def __setitem__(self, msgid: str | tuple[str, ...] | list[str], message: Message) -> None:
        """Keep a message that Babel has read; the first is the header."""
        if msgid == "" and (self.fields or message.context):
            raise UnreadableError(_at(message.lineno or 0, "a second header"))
        if msgid == "":
            lines = (line.partition(":") for line in str(message.string).splitlines())
            self.fields = {name.strip(): value.strip() for name, _, value in lines}
        elif self.get(msgid, message.context) is not None:
            raise UnreadableError(_at(message.lineno or 0, "this text is there a second time"))
        else:
            super().__setitem__(msgid, message)


def read_offered(content: bytes, code: str, domain: Domain) -> Catalogue:
    """Return the catalogue that a file of `code` (BCP 47) holds. Raises `UnreadableError`."""
    lines = [line.strip() for line in _decoded(content).split("\n")]
    _look_over(lines)
    catalogue = _OfferedCatalogue(Locale.parse(code, sep="-"), domain)
    try:
        PoFileParser(catalogue, abort_invalid=True).parse(map(_without_notes, lines))
    except PoFileError as wrong:
        raise UnreadableError(_at(wrong.lineno + 1, "more plural forms than the language has")) from None
    if fault := fault_of_header(catalogue.fields, code, catalogue.plural_forms):
        raise UnreadableError(fault)
    catalogue.review = review_in(catalogue.fields)
    return catalogue


def _without_notes(line: str) -> str:
    """Leave of the comments only those that say that a translator was unsure."""
    return "" if line.startswith("#") and not line.startswith("#,") else line


def _decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, with or without the mark that Windows puts before it."""
    if len(content) > MOST_BYTES:
        reason = f"The file is larger than {MOST_BYTES // 1_000_000} MB: no catalogue is."
        raise UnreadableError(reason)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise UnreadableError(_at(line, "not written in UTF-8. Save the file as UTF-8")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _at(line: int, fault: str) -> str:
    return f"Line {line}: {fault}."


def _look_over(lines: list[str]) -> None:
    """Refuse what is not the form of a .po file."""
    before = ""
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        if fault := _fault_of_line(line) or _fault_of_place(line, before):
            raise UnreadableError(_at(number, fault))
        keyword = _KEYWORD.fullmatch(line)
        before = keyword[1] if keyword else "#" if line.startswith("#") else before
    if not _is_ended(before):
        raise UnreadableError(_at(len(lines), "the file ends before the last translation"))


def _fault_of_line(line: str) -> str:
    """Return what is wrong with a line by itself."""
    if len(line) > _LONGEST_LINE:
        return f"longer than {_LONGEST_LINE} characters"
    if _CONTROL.search(line):
        return "a control character, which is no part of a text"
    if not line.startswith("#") and not _KEYWORD.fullmatch(line) and not _MORE.fullmatch(line):
        return 'neither a comment (#) nor msgid, msgid_plural or msgstr with words between "quotation marks"'
    return ""


def _fault_of_place(line: str, before: str) -> str:
    """Return what is wrong with a line at its place: `before` is the keyword that came last."""
    keyword = _KEYWORD.fullmatch(line)
    if keyword and keyword[1] not in _MAY_FOLLOW[before]:
        return f"{keyword[1]} can't stand here"
    if line.startswith('"') and before in {"", "#"}:
        return "words that belong to nothing"
    if line.startswith("#") and not _is_ended(before):
        return "a comment between a text and its translation"
    return ""


def _is_ended(keyword: str) -> bool:
    """Tell whether a text can end after this: its translation, a comment, or nothing yet."""
    return keyword in {"", "#"} or keyword.startswith("msgstr")
