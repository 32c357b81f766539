"""How far the translations of the pages are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.rights.library import Rights
from directory.rights.pages import ENGLISH, Page, Translation, digest


@dataclass(frozen=True, slots=True)
class Progress:
    """A page in a language: ids that have no text, whose text is not of the present English, that English has not."""

    place: str
    language: str
    sentences: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    surplus: tuple[str, ...]
    review: str


def progress(rights: Rights) -> Iterator[Progress]:
    """Yield each page in each language that it has or that is wanted, English first."""
    for place in rights.places():
        page = rights.page(place)
        yield Progress(place, ENGLISH, len(page.english.sentences), (), (), (), f"sources read {page.english.read}")
        for language in dict.fromkeys((*page.english.languages, *page.translations)):
            yield _translated(place, page, language)


def to_do(rights: Rights) -> Iterator[str]:
    """Yield a sentence for each translation that is not shown whole, and for sentences that nobody needs any more."""
    for one in progress(rights):
        parts = {
            "not translated": one.missing,
            "not known to be of the present English": one.stale,
            "no more in the English": one.surplus,
        }
        said = [f"{len(ids)} {what} ({_some(ids)})" for what, ids in parts.items() if ids]
        if said:
            yield f"{one.place} in {one.language}: {'; '.join(said)}."


def _translated(place: str, page: Page, language: str) -> Progress:
    english, ids = page.english, tuple(sentence.id for sentence in page.english.sentences)
    translation = page.translations.get(language)
    if translation is None:
        return Progress(place, language, len(ids), ids, (), (), "none yet")
    surplus = tuple(key for key in translation.sentences if key not in ids)
    missing, stale = translation.missing(english), translation.stale(english)
    return Progress(place, language, len(ids), missing, stale, surplus, translation.review)


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:3]) + (", ..." if len(ids) > 3 else "")  # noqa: PLR2004 - enough to begin with


_MADE_FROM = re.compile(r"^made_from:.*\n?(?:(?:#.*\n|\n)*[ \t].*\n?)*", re.MULTILINE)
"""The block in the file: its first line, and all to the last one that is indented below it."""


def stamp(rights: Rights, folder: Path, accept: str | None = None) -> Iterator[Path]:
    """Stamp the sentences of the files in `folder` that have no stamp yet; yield the files that changed.

    In the language `accept` stale sentences are stamped, too: somebody read them beside the present English.
    """
    for place in rights.places():
        page = rights.page(place)
        for language, translation in page.translations.items():
            stamps = _stamps(page, translation, again=language == accept)
            if stamps != translation.made_from and translation.path.is_relative_to(folder):
                _write(translation.path, stamps)
                yield translation.path


def _stamps(page: Page, translation: Translation, *, again: bool) -> dict[str, str]:
    """Return the stamps in the order of the English page; those of sentences that are gone fall away."""
    made_from = {} if again else translation.made_from
    return {
        sentence.id: made_from.get(sentence.id) or digest(sentence.text)
        for sentence in page.english.sentences
        if sentence.id in translation.sentences
    }


def _write(path: Path, stamps: dict[str, str]) -> None:
    """Replace the stamps at the end of the file; what people wrote stays as they wrote it."""
    written = _MADE_FROM.sub("", path.read_text("utf-8")).rstrip()
    lines = "".join(f'  {key}: "{value}"\n' for key, value in stamps.items())
    path.write_text(f"{written}\nmade_from:  # written by `waylight directory rights stamp`\n{lines}", "utf-8")
