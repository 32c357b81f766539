"""Begin the catalogue of another language."""

from babel import Locale, UnknownLocaleError

from locales.po import HEADER, Catalogue, as_text, catalogue_path, plural_forms
from locales.registry import SOURCE
from locales.update import make_template


class NotAddedError(ValueError):
    """The language was not added; the text says why."""


def add(tag: str) -> str:
    """Write a draft of the language `tag` (BCP 47) in which nothing is translated; return its code.

    A language of a region ("pt-BR") begins empty: it only holds what is said otherwise there.
    Raises `NotAddedError` where CLDR doesn't know the language or its catalogue is there.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        reason = f"CLDR knows no language {tag!r}. Codes are BCP 47, such as sw or pt-BR."
        raise NotAddedError(reason) from None
    code = str(locale).replace("_", "-")
    path = catalogue_path(code)
    if code == SOURCE or path.exists():
        reason = f"{code} is there already."
        raise NotAddedError(reason)
    catalogue = Catalogue(locale=locale, project="Waylight", version="0", header_comment=HEADER, fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", plural_forms(locale))]
    if "-" not in code:
        catalogue.update(make_template(), no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_text(catalogue))
    return code


def next_steps(code: str) -> str:
    """Return what to do with a catalogue that was just begun, for whoever began it."""
    return f"""{catalogue_path(code)}
1. Translate it: docs/translating.md. People are offered the language once nothing is missing.
2. It is understood already. Examples of what people write help: nlu/data/{code}.yml, as the others there.
3. waylight languages check"""
