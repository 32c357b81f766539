"""Whether the header of a catalogue that somebody hands in is that of the language."""

from collections.abc import Mapping
from gettext import c2py

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
