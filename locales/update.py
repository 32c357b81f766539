"""Bring the templates and every catalogue in step with the English source."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from locales.domains import BOT, DOMAINS, Domain
from locales.extract import make_template
from locales.po import Catalogue, as_text, forms, read_catalogue


def updated(code: str, template: Catalogue, domain: Domain = BOT) -> Catalogue:
    """Return the catalogue of `code` with exactly the template's msgids; translations are kept, in NFC.

    The catalogue of a region ("pt-BR") only holds what is said otherwise there.
    """
    catalogue = read_catalogue(code, domain)
    put_in_step(catalogue, template)
    return tidied(code, catalogue)


def put_in_step(catalogue: Catalogue, template: Catalogue) -> None:
    """Give a catalogue exactly the template's msgids, in its order and with its notes."""
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=True)
    catalogue.obsolete.clear()


def tidied(code: str, catalogue: Catalogue) -> Catalogue:
    """Bring a catalogue's translations into NFC, and leave out what a region doesn't say otherwise; return it."""
    for message in list(catalogue):
        if message.id and "-" in code and not any(forms(message)):
            catalogue.delete(message.id, message.context)
        elif message.id and any(forms(message)):
            normal = [unicodedata.normalize("NFC", form) for form in forms(message)]
            message.string = tuple(normal) if message.pluralizable else normal[0]
    return catalogue


def _wanted() -> Iterator[tuple[Path, bytes]]:
    """Yield every file with what should be in it."""
    for domain in DOMAINS:
        template = make_template(domain)
        yield domain.template, as_text(template)
        for code in domain.codes():
            yield domain.catalogue(code), as_text(updated(code, template, domain))


def outdated() -> dict[Path, bytes]:
    """Return the files that `update` would change, with what should be in them."""
    return {path: text for path, text in _wanted() if not path.exists() or path.read_bytes() != text}


def update() -> list[Path]:
    """Write the templates and all catalogues; return the files that changed."""
    stale = outdated()
    for path, text in stale.items():
        path.write_bytes(text)
    return sorted(stale)
