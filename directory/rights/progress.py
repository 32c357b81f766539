"""How far the translations of the pages are."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.rights.opened import Rights
from directory.rights.pages import ENGLISH, Page


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
