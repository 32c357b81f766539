"""Bring the template and every catalogue in step with the English source."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from locales.po import (
    DOMAIN,
    HEADER,
    ROOT,
    Catalogue,
    as_text,
    catalogue_codes,
    catalogue_path,
    forms,
    read_catalogue,
)

TEMPLATE = ROOT / f"{DOMAIN}.pot"
RESPONSES = ROOT.parent / "bot" / "dialogue" / "domain" / "responses"


def make_template() -> Catalogue:
    """Extract every msgid from the responses, in the order of the files."""
    template = Catalogue(project="Waylight", version="0", header_comment=HEADER, fuzzy=False)
    found = extract_from_dir(
        RESPONSES, method_map=[("**.yml", "locales.extract:extract_responses")], directory_filter=lambda _: True
    )
    for _, _, message, comments, context in sorted(found, key=lambda entry: entry[0]):
        template.add(message, auto_comments=comments, context=context)
    return template


def updated(code: str, template: Catalogue) -> Catalogue:
    """Return the catalogue of `code` with exactly the template's msgids; translations are kept, in NFC.

    The catalogue of a region ("pt-BR") only holds what is said otherwise there.
    """
    catalogue = read_catalogue(code)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=True)
    catalogue.obsolete.clear()
    for message in list(catalogue):
        if message.id and "-" in code and not any(forms(message)):
            catalogue.delete(message.id, message.context)
        elif message.id and any(forms(message)):
            normal = [unicodedata.normalize("NFC", form) for form in forms(message)]
            message.string = tuple(normal) if message.pluralizable else normal[0]
    return catalogue


def _wanted() -> Iterator[tuple[Path, bytes]]:
    """Yield every file with what should be in it."""
    template = make_template()
    yield TEMPLATE, as_text(template)
    for code in catalogue_codes():
        yield catalogue_path(code), as_text(updated(code, template))


def outdated() -> dict[Path, bytes]:
    """Return the files that `update` would change, with what should be in them."""
    return {path: text for path, text in _wanted() if not path.exists() or path.read_bytes() != text}


def update() -> list[Path]:
    """Write the template and all catalogues; return the files that changed."""
    stale = outdated()
    for path, text in stale.items():
        path.write_bytes(text)
    return sorted(stale)
