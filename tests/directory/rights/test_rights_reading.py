"""What has no id, no source or no date is never opened."""

import re
from pathlib import Path
from typing import Any

import pytest

from directory import Rights, RightsError
from tests.directory.rights.made_pages import english, sentence, translated, write


def refused(folder: Path) -> str:
    """Return why the pages of a folder are not opened."""
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
        ({"date": None}, '"date" must be there and be a text'),
        ({"date": "last year"}, 'the date "last year" is not YYYY, YYYY-MM, YYYY-MM-DD or undated'),
        ({"date": "2021-13"}, 'the date "2021-13" is not'),
        ({"date": "2021-02-30"}, 'the date "2021-02-30" is not'),
        ({"date": "၂၀၂၁"}, 'the date "၂၀၂၁" is not'),
        ({"confidence": "low"}, 'the confidence is "low", but only high and medium are shown'),
        ({"text": " "}, '"text" must be there and be a text'),
        ({"text": ["a", "b"]}, '"text" must be there and be a text'),
        ({"txet": "A slip."}, '"txet" is not known here; known are id, text, confidence, date, sources'),
    ],
)
def test_a_sentence_that_is_not_shown(tmp_path: Path, changed: dict[str, Any], fault: str) -> None:
    """A sentence that lacks something is refused by file, id and fault, in one sentence."""
    path = write(tmp_path, "en", english(sentence("pay-law", **changed)))
    said = refused(tmp_path)
    assert said.startswith(f"{path}, pay-law: {fault}")
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize("key", ["forced-law", "pay_law", "pay-", "pay-Law", "law"])
def test_ids_name_their_topic(tmp_path: Path, key: str) -> None:
    """An id is its topic, a hyphen and a short word, so that nobody takes one sentence for another."""
    topics = english()["topics"]
    topics["pay"][0]["id"] = key
    write(tmp_path, "en", english(topics=topics))
    assert f', {key}: the id must be "pay-" and a short word' in refused(tmp_path)


def test_ids_are_unique(tmp_path: Path) -> None:
    """Two sentences of a page never have the same id."""
    topics = english()["topics"]
    topics["pay"][1]["id"] = "pay-law"
    write(tmp_path, "en", english(topics=topics))
    assert "pay-law: another sentence has this id, too." in refused(tmp_path)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (english(place="TH"), 'the place is "TH", but the folder is that of NR'),
        (english(read="2026"), '"read" must be a day'),
        (english(read="undated2"), 'the date "undated2" is not'),
        (english(languages=None), '"languages" must be a list'),
        (english(topics=None), '"topics" must be there'),
        (english(topics={"money": [sentence("money-law")]}), ', topics: "money" is not known here'),
        (english(topics={"pay": []}), ", pay: there must be a list of sentences"),
        (english(topics={"pay": ["A sentence."]}), ", pay: sentence 1 must have an id"),
        (english(topics={"pay": [{"text": "A sentence."}]}), ', pay, sentence 1: "confidence" must be there'),
        (english(author="me"), '"author" is not known here'),
        ("- a\n- b\n", "the file must be made of lines such as `place: TH`"),
        ("", "the file must be made of lines such as `place: TH`"),
        ('place: "TH\n', ", line 2: not understood as YAML"),
        ("place: NR\nread: 2026-11-25\nplace: NR\n", 'not understood as YAML ("place" stands there twice)'),
        ("place: !!python/object/apply:os.getcwd []\n", '"place" must be there and be a text'),
    ],
)
def test_a_page_that_is_not_opened(tmp_path: Path, page: dict[str, Any] | str, fault: str) -> None:
    """A page that is not as the format says is refused by file and fault."""
    path = write(tmp_path, "en", page)
    said = refused(tmp_path)
    assert said.startswith(str(path))
    assert fault in said


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"review": "done"}, 'the review is "done", which is neither draft nor reviewed'),
        ({"review": "reviewed", "date": "2026-11-25"}, '"reviewer" must be there'),
        ({"review": "reviewed", "reviewer": "a native speaker"}, '"date" must be there'),
        ({"sentences": ["A sentence."]}, 'below "sentences" each line must be an id'),
        ({"translator": "me"}, '"translator" is not known here'),
    ],
)
def test_a_translation_that_is_not_opened(tmp_path: Path, changed: dict[str, Any], fault: str) -> None:
    """A translation that is not as the format says is refused by file and fault."""
    write(tmp_path, "en", english())
    path = write(tmp_path, "id", translated(english(), **changed))
    said = refused(tmp_path)
    assert said.startswith(str(path))
    assert fault in said


def test_no_english(tmp_path: Path) -> None:
    """Without the English a translation is not shown: its sources would not be known."""
    write(tmp_path, "id", translated(english()))
    assert "there is no English page of NR" in refused(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    """A folder of pages that is not there is named, not passed over."""
    assert re.search(r"/nowhere: there is no such folder\.$", refused(tmp_path / "nowhere"))


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    """Other files, and what editors and computers leave behind, are no pages."""
    path = write(tmp_path, "en", english())
    for name in ("._en.yml", "notes.md", "en.yml~"):
        path.with_name(name).write_bytes(b"\xff")
    assert Rights.read(tmp_path).places() == ("NR",)


@pytest.mark.parametrize("line", ["date: 2021", "date: 2021-05", "date: 2021-05-03", 'date: "2021-05-03"'])
def test_dates_as_people_type_them(tmp_path: Path, line: str) -> None:
    """A date may stand in quotation marks or not, and a file may begin with the mark that Windows puts there."""
    path = write(tmp_path, "en", english())
    path.write_text(path.read_text("utf-8").replace("date: 2026-05", line), "utf-8-sig")
    assert Rights.read(tmp_path).facts("NR", "pay", "en")[0].date.startswith("2021")
