"""The progress of the translations of the pages, and the digests in their files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.rights.library import Rights
from directory.rights.pages import ENGLISH, Page, Translation, digest

_MADE_FROM = re.compile(r"^made_from:.*\n?(?:(?:#.*\n|\n)*[ \t].*\n?)*", re.MULTILINE)
"""The block in the file: its first line, and all lines up to the last indented one below it."""


@dataclass(frozen=True, slots=True)
class TranslationProgress:
    """A page in a language, with the ids that are missing, stale, or no longer in the English page."""

    place: str
    language: str
    sentences: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    obsolete: tuple[str, ...]
    review: str


def translation_progress(rights: Rights) -> Iterator[TranslationProgress]:
    """Yield each page in each language that it has or wants, English first."""
    for place in rights.places():
        page = rights.page(place)
        yield TranslationProgress(
            place, ENGLISH, len(page.english.sentences), (), (), (), f"sources read {page.english.read}"
        )
        for language in dict.fromkeys((*page.english.languages, *page.translations)):
            yield _progress_of(place, page, language)


def open_tasks(rights: Rights) -> Iterator[str]:
    """Yield a sentence for each translation that is incomplete or has obsolete sentences."""
    for page_progress in translation_progress(rights):
        parts = {
            "not translated": page_progress.missing,
            "not known to be of the present English": page_progress.stale,
            "no more in the English": page_progress.obsolete,
        }
        tasks = [f"{len(ids)} {what} ({_some(ids)})" for what, ids in parts.items() if ids]
        if tasks:
            yield f"{page_progress.place} in {page_progress.language}: {'; '.join(tasks)}."


def stamp_translations(rights: Rights, folder: Path, accept: str | None = None) -> Iterator[Path]:
    """Write the digests of new sentences to the files in `folder`; yield the files that changed.

    In the language `accept`, stale sentences are stamped too: a person has compared them with the current English.
    """
    for place in rights.places():
        page = rights.page(place)
        for language, translation in page.translations.items():
            stamps = _stamps(page, translation, again=language == accept)
            if stamps != translation.made_from and translation.path.is_relative_to(folder):
                _write(translation.path, stamps)
                yield translation.path


def _progress_of(place: str, page: Page, language: str) -> TranslationProgress:
    english, ids = page.english, tuple(sentence.id for sentence in page.english.sentences)
    translation = page.translations.get(language)
    if translation is None:
        return TranslationProgress(place, language, len(ids), ids, (), (), "none yet")
    surplus = tuple(key for key in translation.sentences if key not in ids)
    missing, stale = translation.missing(english), translation.stale(english)
    return TranslationProgress(place, language, len(ids), missing, stale, surplus, translation.review)


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:3]) + (", ..." if len(ids) > 3 else "")  # noqa: PLR2004 - enough to begin with


def _stamps(page: Page, translation: Translation, *, again: bool) -> dict[str, str]:
    """Return the digests in the order of the English page, without those of removed sentences."""
    made_from = {} if again else translation.made_from
    return {
        sentence.id: made_from.get(sentence.id) or digest(sentence.text)
        for sentence in page.english.sentences
        if sentence.id in translation.sentences
    }


def _write(path: Path, stamps: dict[str, str]) -> None:
    """Replace the digests at the end of the file, and leave the rest as it is."""
    written = _MADE_FROM.sub("", path.read_text("utf-8")).rstrip()
    lines = "".join(f'  {key}: "{value}"\n' for key, value in stamps.items())
    path.write_text(f"{written}\nmade_from:  # written by `waylight directory rights stamp`\n{lines}", "utf-8")
