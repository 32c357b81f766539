"""What is wrong with the catalogues, in sentences for whoever can mend it."""

import unicodedata
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog

from locales.catalogue import read_catalogue
from locales.registry import LANGUAGES, SOURCE
from locales.update import outdated


def faults() -> Iterator[str]:
    """Yield every fault: stale files, missing translations, placeholders or lines that differ, English left over."""
    for path in outdated():
        yield f"{path.name} of {path.parts[-3]} is not in step with the English: run `make messages`"
    for language in sorted(LANGUAGES.keys() - {SOURCE}):
        for fault in faults_of(read_catalogue(language)):
            yield f"{language}: {fault}"


def faults_of(catalogue: Catalog) -> Iterator[str]:
    """Yield the faults of one catalogue."""
    for message in catalogue:
        if not message.id:
            continue
        english, translation = str(message.id), str(message.string or "")
        if not translation:
            yield f"no translation of {english!r}"
        elif message.fuzzy:
            yield f"marked as unsure: {english!r}"
        elif placeholders_by_line(english) != placeholders_by_line(translation):
            yield f"other placeholders, or on other lines, than in {english!r}"
        elif translation == english and _has_words(english):
            yield f"still in English: {english!r}"
        elif unicodedata.normalize("NFC", translation) != translation:
            yield f"not in NFC: the translation of {english!r}"


def placeholders_by_line(text: str) -> list[list[str]]:
    """Return the placeholders of each line, sorted: a line without its value is left out, so they must stay apart."""
    return [sorted(name for _, name, _, _ in Formatter().parse(line) if name) for line in text.split("\n")]


def _has_words(text: str) -> bool:
    """Tell whether there is anything to translate besides placeholders."""
    return any(character.isalpha() for literal, _, _, _ in Formatter().parse(text) for character in literal)
