"""Bring the template and every catalogue in step with the English source."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from locales.catalogue import DOMAIN, ROOT, catalogue_path, read_catalogue
from locales.registry import LANGUAGES, SOURCE

TEMPLATE = ROOT / f"{DOMAIN}.pot"
RESPONSES = ROOT.parent / "bot" / "dialogue" / "domain" / "responses"

HEADER = """\
# Waylight: words for people who may be in danger. Plain, short, warm, no blame.
# Licence: AGPL-3.0-or-later, as the project.
# X-Review-Status: draft (no native speaker has reviewed it)"""

_NOISE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team)[^\n]*\n',
    re.MULTILINE,
)
"""Header lines that change without a word changing, or would name a person."""


def make_template() -> Catalog:
    """Extract every msgid from the responses, in the order of the files."""
    template = Catalog(project="Waylight", version="0", header_comment=HEADER)
    found = extract_from_dir(
        RESPONSES, method_map=[("**.yml", "locales.extract:extract_responses")], directory_filter=lambda _: True
    )
    for _, _, message, comments, context in sorted(found, key=lambda entry: entry[0]):
        template.add(message, auto_comments=comments, context=context)
    return template


def as_text(catalogue: Catalog) -> bytes:
    """Return the catalogue as a file in which only words make a difference."""
    text = BytesIO()
    write_po(text, catalogue, no_location=True, width=100)
    return _NOISE.sub(b"", text.getvalue())


def updated(language: str, template: Catalog) -> Catalog:
    """Return the catalogue of `language` with exactly the template's msgids; translations are kept."""
    catalogue = read_catalogue(language)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def outdated() -> list[Path]:
    """Return the files that `update` would change."""
    template = make_template()
    wanted = {TEMPLATE: as_text(template)}
    for language in LANGUAGES.keys() - {SOURCE}:
        wanted[catalogue_path(language)] = as_text(updated(language, template))
    return sorted(path for path, text in wanted.items() if not path.exists() or path.read_bytes() != text)


def update() -> list[Path]:
    """Write the template and all catalogues; return the files that changed."""
    changed = outdated()
    template = make_template()
    TEMPLATE.write_bytes(as_text(template))
    for language in LANGUAGES.keys() - {SOURCE}:
        catalogue_path(language).write_bytes(as_text(updated(language, template)))
    return changed
