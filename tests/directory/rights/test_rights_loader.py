"""Sentences without id, source or date are rejected."""

import re
from pathlib import Path
from typing import Any

import pytest

from directory import Rights, RightsError
from tests.directory.rights.page_files import english_page, sentence, translation_of, write_page


def rejection(folder: Path) -> str:
    """Return why the pages of a folder are rejected."""
    with pytest.raises(RightsError) as fault:
        Rights.read(folder)
    return str(fault.value)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"sources": None}, '"sources" must be a list of one or more texts'),
        ({"sources": []}, '"sources" must be a list of one or more texts'),
        ({"sources": [""]}, '"sources" must be a list of one or more texts'),
        ({"sources": "https://law.example/"}, '"sources" must be a list of one or more texts'),
        ({"date": None}, '"date" is required and must be a text'),
        ({"date": "last year"}, 'the date "last year" is not YYYY, YYYY-MM, YYYY-MM-DD or undated'),
        ({"date": "2021-13"}, 'the date "2021-13" is not'),
        ({"date": "2021-02-30"}, 'the date "2021-02-30" is not'),
        ({"date": "၂၀၂၁"}, 'the date "၂၀၂၁" is not'),
        ({"confidence": "low"}, 'the confidence is "low", but only high and medium are shown'),
        ({"text": " "}, '"text" is required and must be a text'),
        ({"text": ["a", "b"]}, '"text" is required and must be a text'),
        ({"txet": "A slip."}, '"txet" is not known here; known are id, text, confidence, date, sources, known'),
        ({"answers": ["money"]}, 'it answers "money", but the questions are prosecution, overstay, passport_kept,'),
        ({"answers": []}, '"answers" must be a list of one or more texts'),
        ({"answers": "wages"}, '"answers" must be a list of one or more texts'),
        ({"known": "perhaps"}, '"known" is "perhaps", which is neither yes nor no'),
        ({"known": " "}, '"known" is required and must be a text'),
    ],
)
def test_rejects_invalid_sentences(tmp_path: Path, changed: dict[str, Any], fault: str) -> None:
    """An invalid sentence is rejected by file, id and problem, in one sentence."""
    path = write_page(tmp_path, "en", english_page(sentence("pay-law", **changed)))
    said = rejection(tmp_path)
    assert said.startswith(f"{path}, pay-law: {fault}")
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize("key", ["forced-law", "pay_law", "pay-", "pay-Law", "law"])
def test_ids_name_their_topic(tmp_path: Path, key: str) -> None:
    """An id is its topic, a hyphen and a short word, so that ids are not confused."""
    topics = english_page()["topics"]
    topics["pay"][0]["id"] = key
    write_page(tmp_path, "en", english_page(topics=topics))
    assert f', {key}: the id must be "pay-" and a short word' in rejection(tmp_path)


def test_ids_are_unique(tmp_path: Path) -> None:
    """Two sentences of a page never have the same id."""
    topics = english_page()["topics"]
    topics["pay"][1]["id"] = "pay-law"
    write_page(tmp_path, "en", english_page(topics=topics))
    assert "pay-law: another sentence has this id, too." in rejection(tmp_path)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (english_page(place="TH"), 'the place is "TH", but the folder is that of NR'),
        (english_page(read="2026"), '"read" must be a day'),
        (english_page(read="undated2"), 'the date "undated2" is not'),
        (english_page(languages=None), '"languages" must be a list'),
        (english_page(topics=None), '"topics" is required'),
        (english_page(topics={"money": [sentence("money-law")]}), ', topics: "money" is not known here'),
        (english_page(topics={"pay": []}), ", pay: there must be a list of sentences"),
        (english_page(topics={"pay": ["A sentence."]}), ", pay: sentence 1 must have an id"),
        (english_page(topics={"pay": [{"text": "A sentence."}]}), ', pay, sentence 1: "confidence" is required'),
        (english_page(author="me"), '"author" is not known here'),
        ("- a\n- b\n", "the file must be made of lines such as `place: TH`"),
        ("", "the file must be made of lines such as `place: TH`"),
        ('place: "TH\n', ", line 2: not understood as YAML"),
        ("place: NR\nread: 2026-11-25\nplace: NR\n", 'not understood as YAML ("place" occurs twice)'),
        ("place: !!python/object/apply:os.getcwd []\n", '"place" is required and must be a text'),
    ],
)
def test_rejects_invalid_pages(tmp_path: Path, page: dict[str, Any] | str, fault: str) -> None:
    """A page in another format is rejected by file and problem."""
    path = write_page(tmp_path, "en", page)
    said = rejection(tmp_path)
    assert said.startswith(str(path))
    assert fault in said


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"review": "done"}, 'the review is "done", which is neither draft nor reviewed'),
        ({"review": "reviewed", "date": "2026-11-25"}, '"reviewer" is required'),
        ({"review": "reviewed", "reviewer": "a native speaker"}, '"date" is required'),
        ({"sentences": ["A sentence."]}, 'below "sentences" each line must be an id'),
        ({"translator": "me"}, '"translator" is not known here'),
    ],
)
def test_rejects_invalid_translations(tmp_path: Path, changed: dict[str, Any], fault: str) -> None:
    """A translation in another format is rejected by file and problem."""
    write_page(tmp_path, "en", english_page())
    path = write_page(tmp_path, "id", translation_of(english_page(), **changed))
    said = rejection(tmp_path)
    assert said.startswith(str(path))
    assert fault in said


def test_translation_needs_english_page(tmp_path: Path) -> None:
    """A translation without an English page is rejected: its sources are unknown."""
    write_page(tmp_path, "id", translation_of(english_page()))
    assert "there is no English page of NR" in rejection(tmp_path)


def test_rejects_missing_folder(tmp_path: Path) -> None:
    """A missing folder of pages is an error."""
    assert re.search(r"/nowhere: there is no such folder\.$", rejection(tmp_path / "nowhere"))


def test_ignores_other_files(tmp_path: Path) -> None:
    """Other files, such as backups of editors, are ignored."""
    path = write_page(tmp_path, "en", english_page())
    for name in ("._en.yml", "notes.md", "en.yml~"):
        path.with_name(name).write_bytes(b"\xff")
    assert Rights.read(tmp_path).places() == ("NR",)


@pytest.mark.parametrize("line", ["date: 2021", "date: 2021-05", "date: 2021-05-03", 'date: "2021-05-03"'])
def test_accepts_dates_as_typed(tmp_path: Path, line: str) -> None:
    """A date may be quoted or not, and a file may begin with a byte order mark."""
    path = write_page(tmp_path, "en", english_page())
    path.write_text(path.read_text("utf-8").replace("date: 2026-05", line), "utf-8-sig")
    assert Rights.read(tmp_path).facts("NR", "pay", "en")[0].date.startswith("2021")
