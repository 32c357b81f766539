"""Write into a translation which English each of its sentences was made from."""

import re
from collections.abc import Iterator
from pathlib import Path

from directory.rights.opened import Rights
from directory.rights.pages import Page, Translation, digest

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
