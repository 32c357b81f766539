"""Create catalogues, and update the templates and all catalogues from the English source."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError

from locales.domains import BOT, DOMAINS, Domain
from locales.extract import make_template
from locales.po import Catalogue, empty_catalogue, read_catalogue, to_bytes, translated_forms
from locales.registry import SOURCE


def updated_catalogue(code: str, template: Catalogue, domain: Domain = BOT) -> Catalogue:
    """Return the catalogue of `code` with exactly the template's msgids; translations are kept, in NFC."""
    catalogue = read_catalogue(code, domain)
    sync_with_template(catalogue, template)
    return normalize_catalogue(code, catalogue)


def sync_with_template(catalogue: Catalogue, template: Catalogue) -> None:
    """Give a catalogue exactly the template's msgids, in the same order and with the same notes."""
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=True)
    catalogue.obsolete.clear()


def normalize_catalogue(code: str, catalogue: Catalogue) -> Catalogue:
    """Normalize translations to NFC and drop untranslated messages of a region; return the catalogue."""
    for message in list(catalogue):
        if message.id and "-" in code and not any(translated_forms(message)):
            catalogue.delete(message.id, message.context)
        elif message.id and any(translated_forms(message)):
            normal = [unicodedata.normalize("NFC", form) for form in translated_forms(message)]
            message.string = tuple(normal) if message.pluralizable else normal[0]
    return catalogue


def _expected_files() -> Iterator[tuple[Path, bytes]]:
    """Yield every file with its expected content."""
    for domain in DOMAINS:
        template = make_template(domain)
        yield domain.template_path, to_bytes(template)
        for code in domain.codes():
            yield domain.catalogue_path(code), to_bytes(updated_catalogue(code, template, domain))


def outdated_files() -> dict[Path, bytes]:
    """Return the files that `update_files` would change, with their expected content."""
    return {path: text for path, text in _expected_files() if not path.exists() or path.read_bytes() != text}


def update_files() -> list[Path]:
    """Write the templates and all catalogues; return the changed files."""
    stale = outdated_files()
    for path, text in stale.items():
        path.write_bytes(text)
    return sorted(stale)


class LanguageNotAddedError(ValueError):
    """The language was not added; the text of the exception says why."""


def add_language(tag: str) -> tuple[str, list[Path]]:
    """Write untranslated catalogues of the language `tag` (BCP 47); return its code and their paths.

    There is one for the bot and one for the staff pages; existing ones are not changed. The catalogue of a region
    ("pt-BR") starts empty: it only contains texts that differ there.
    Raises `LanguageNotAddedError` if CLDR does not know the language or both catalogues exist.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        reason = f"CLDR knows no language {tag!r}. Codes are BCP 47, such as sw or pt-BR."
        raise LanguageNotAddedError(reason) from None
    code = str(locale).replace("_", "-")
    missing = [domain for domain in DOMAINS if not domain.catalogue_path(code).exists()]
    if code == SOURCE or not missing:
        reason = f"{code} already exists."
        raise LanguageNotAddedError(reason)
    return code, [_create_draft(code, locale, domain) for domain in missing]


def _create_draft(code: str, locale: Locale, domain: Domain) -> Path:
    catalogue = empty_catalogue(domain, locale)
    if "-" not in code:
        catalogue.update(make_template(domain), no_fuzzy_matching=True)
    path = domain.catalogue_path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(catalogue))
    return path


def next_steps(code: str, paths: list[Path]) -> str:
    """Return instructions for new catalogues."""
    begun = "\n".join(map(str, paths))
    return f"""{begun}
1. Translate: docs/translating.md. People are offered the language once nothing is missing in waylight.po;
   staff.po is for those who keep the directory, who read English meanwhile.
2. It is understood already. Examples of what people write help: nlu/data/{code}.yml, as the others there.
3. waylight languages check"""
