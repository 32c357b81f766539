"""Stamps record the English text of a translation, and change nothing else in its file."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from directory import Rights
from directory.rights.pages import digest
from directory.rights.translations import stamp_translations
from tests.directory.rights.page_files import english_page, sentence, translation_of, write_page

WRITTEN = """\
# Read aloud first.
review: draft

sentences:
  pay-law: "Satu."  # as people say it
  pay-life: >-
    Dua
    baris.
"""


def stamp_folder(folder: Path, accept: str | None = None) -> list[Path]:
    """Stamp the pages of a folder; return the files that changed."""
    return list(stamp_translations(Rights.read(folder), folder, accept))


@pytest.mark.parametrize(
    "block",
    [
        "",
        "made_from:\n",
        "made_from: {}\n",
        "made_from:\n# older\n\n  pay-gone: 123456\n",
        "made_from:\n  pay-gone: 123456",
    ],
)
def test_keeps_other_content(tmp_path: Path, block: str) -> None:
    """Comments, order and quotation marks of a translation stay; only the stamps are written below it."""
    write_page(tmp_path, "en", english_page())
    path = write_page(tmp_path, "id", WRITTEN + block)
    assert stamp_folder(tmp_path) == [path]
    law, life = (digest(f"The law says something about {key}.") for key in ("pay-law", "pay-life"))
    assert path.read_text("utf-8") == (
        f"{WRITTEN}made_from:  # written by `waylight directory rights stamp`\n"
        f'  pay-law: "{law}"\n  pay-life: "{life}"\n'
    )


def test_keeps_content_after_stamps(tmp_path: Path) -> None:
    """A field after the stamps is kept."""
    write_page(tmp_path, "en", english_page())
    path = write_page(
        tmp_path, "id", 'made_from:\n  pay-law: "000000"\n# who\nreview: draft\nsentences:\n  pay-law: Satu.\n'
    )
    stamp_folder(tmp_path, "id")
    assert path.read_text("utf-8").startswith("# who\nreview: draft\nsentences:\n  pay-law: Satu.\nmade_from:")
    assert Rights.read(tmp_path).page("NR").translations["id"].sentences == {"pay-law": "Satu."}


def test_digest_is_stable() -> None:
    """A digest does not depend on how accents are typed, and never changes: translations in use have it."""
    assert digest("Café") == digest("Cafe\u0301") == hashlib.sha256("Café".encode()).hexdigest()[:6]
    assert digest("Cafe") != digest("Café")


def test_stamping_twice(tmp_path: Path) -> None:
    """A second stamping changes nothing."""
    write_page(tmp_path, "en", english_page())
    write_page(tmp_path, "id", WRITTEN)
    stamp_folder(tmp_path)
    assert stamp_folder(tmp_path) == []


def test_stale_sentences_stay_stale(tmp_path: Path) -> None:
    """A stale sentence is stamped again only if a person accepts it."""
    page: dict[str, Any] = english_page()
    write_page(tmp_path, "id", translation_of(page))
    write_page(tmp_path, "en", english_page(sentence("pay-law", text="Changed.")))
    assert stamp_folder(tmp_path) == []
    assert stamp_folder(tmp_path, "th") == []
    assert Rights.read(tmp_path).languages("NR") == ("en",)
    assert len(stamp_folder(tmp_path, "id")) == 1
    assert Rights.read(tmp_path).languages("NR") == ("en", "id")


def test_writes_only_the_given_folder(tmp_path: Path) -> None:
    """Pages outside of the folder, such as the packaged ones, are never written."""
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    write_page(packaged, "en", english_page())
    theirs, yours = write_page(packaged, "id", WRITTEN), write_page(own, "th", WRITTEN)
    assert list(stamp_translations(Rights.read(packaged, own), own)) == [yours]
    assert theirs.read_text("utf-8") == WRITTEN
