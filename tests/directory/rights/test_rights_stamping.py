"""Which English a translation was made from is written down, and what people wrote stays."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from directory import Rights
from directory.rights.pages import digest
from directory.rights.translations import stamp
from tests.directory.rights.made_pages import english, sentence, translated, write

WRITTEN = """\
# Read aloud first.
review: draft

sentences:
  pay-law: "Satu."  # as people say it
  pay-life: >-
    Dua
    baris.
"""


def stamped(folder: Path, accept: str | None = None) -> list[Path]:
    """Stamp the pages of a folder; return the files that changed."""
    return list(stamp(Rights.read(folder), folder, accept))


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
def test_what_people_wrote_stays(tmp_path: Path, block: str) -> None:
    """Comments, order and quotation marks of a translation stay; only the stamps are written, below it."""
    write(tmp_path, "en", english())
    path = write(tmp_path, "id", WRITTEN + block)
    assert stamped(tmp_path) == [path]
    law, life = (digest(f"The law says something about {key}.") for key in ("pay-law", "pay-life"))
    assert path.read_text("utf-8") == (
        f"{WRITTEN}made_from:  # written by `waylight directory rights stamp`\n"
        f'  pay-law: "{law}"\n  pay-life: "{life}"\n'
    )


def test_what_comes_after_the_stamps_stays(tmp_path: Path) -> None:
    """A field that stands behind the stamps is kept."""
    write(tmp_path, "en", english())
    path = write(
        tmp_path, "id", 'made_from:\n  pay-law: "000000"\n# who\nreview: draft\nsentences:\n  pay-law: Satu.\n'
    )
    stamped(tmp_path, "id")
    assert path.read_text("utf-8").startswith("# who\nreview: draft\nsentences:\n  pay-law: Satu.\nmade_from:")
    assert Rights.read(tmp_path).page("NR").translations["id"].sentences == {"pay-law": "Satu."}


def test_what_tells_one_english_from_another() -> None:
    """A stamp is the same however an accent is typed, and never changes: translations in use were stamped with it."""
    assert digest("Café") == digest("Cafe\u0301") == hashlib.sha256("Café".encode()).hexdigest()[:6]
    assert digest("Cafe") != digest("Café")


def test_stamping_twice(tmp_path: Path) -> None:
    """A second stamp changes nothing."""
    write(tmp_path, "en", english())
    write(tmp_path, "id", WRITTEN)
    stamped(tmp_path)
    assert stamped(tmp_path) == []


def test_a_stale_sentence_stays_stale(tmp_path: Path) -> None:
    """A stamp never says that a sentence is of an English that it was not made from, unless somebody accepts it."""
    page: dict[str, Any] = english()
    write(tmp_path, "id", translated(page))
    write(tmp_path, "en", english(sentence("pay-law", text="Changed.")))
    assert stamped(tmp_path) == []
    assert stamped(tmp_path, "th") == []
    assert Rights.read(tmp_path).languages("NR") == ("en",)
    assert len(stamped(tmp_path, "id")) == 1
    assert Rights.read(tmp_path).languages("NR") == ("en", "id")


def test_only_your_own_folder_is_written(tmp_path: Path) -> None:
    """Pages outside the folder, such as those that come with the program, are never written."""
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    write(packaged, "en", english())
    theirs, yours = write(packaged, "id", WRITTEN), write(own, "th", WRITTEN)
    assert list(stamp(Rights.read(packaged, own), own)) == [yours]
    assert theirs.read_text("utf-8") == WRITTEN
