"""What a frightened person should not be shown is found before it is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory import Rights
from directory.rights.translations import Progress, progress, to_do
from directory.rights.validation import faults
from tests.directory.rights.made_pages import english, sentence, translated, write

TODAY = date(2026, 11, 25)


def found(folder: Path) -> list[str]:
    """Return the faults of the pages of a folder, without the path of their file."""
    return [fault.removeprefix(f"{folder}/nr/") for fault in faults(Rights.read(folder), TODAY)]


def test_a_page_without_a_fault(tmp_path: Path) -> None:
    """A good page and a good translation have no fault and nothing left to do."""
    write(tmp_path, "en", english())
    write(tmp_path, "id", translated(english()))
    assert found(tmp_path) == []
    assert list(to_do(Rights.read(tmp_path))) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"text": "a" * 151}, "151 characters are too long: at most 150 here."),
        ({"text": "One line.\nAnother."}, "write it in one line, with single spaces."),
        ({"text": "Don’t sign."}, 'write plain signs in place of "’": with it an SMS holds 70 characters, not 160.'),
        ({"text": "Call 1300."}, '"1300" looks like a phone number: those belong into the directory'),
        ({"text": "A victim may stay."}, 'never say "victim"'),
        ({"text": "Victims may stay."}, 'never say "Victims"'),
        ({"text": "An illegal immigrant may stay."}, 'never say "illegal immigrant"'),
        ({"date": "2027"}, 'the date "2027" is not there yet.'),
        ({"date": "2026-11-26"}, 'the date "2026-11-26" is not there yet.'),
    ],
)
def test_faults_of_a_sentence(tmp_path: Path, changed: dict[str, Any], fault: str) -> None:
    """Each fault of an English sentence is named by file and id, and it is the only one."""
    write(tmp_path, "en", english(sentence("pay-law", **changed)))
    (only,) = found(tmp_path)
    assert only.startswith(f"en.yml, pay-law: {fault}")


def test_good_sentences(tmp_path: Path) -> None:
    """The longest text, sums of money and the day of today are no faults."""
    good = [
        sentence("pay-law", text="a" * 150, date="2026-11-25"),
        sentence("pay-life", text="Fine: £500 a day, at most 20,000 baht, or 1500 euros since 2019."),
        sentence("forced-law", text="It is illegal to take your passport."),
    ]
    write(tmp_path, "en", english(*good))
    assert found(tmp_path) == []


def test_every_topic_is_there(tmp_path: Path) -> None:
    """A topic that is missing, too short or too long is a fault."""
    topics = english()["topics"]
    del topics["papers"]
    topics["pay"] = topics["pay"][:1]
    topics["justice"] = [sentence(f"justice-{letter}") for letter in "abcde"]
    write(tmp_path, "en", english(topics=topics))
    assert found(tmp_path) == [
        "en.yml, papers: a topic has 2 to 4 sentences, this one 0.",
        "en.yml, pay: a topic has 2 to 4 sentences, this one 1.",
        "en.yml, justice: a topic has 2 to 4 sentences, this one 5.",
    ]


def test_codes_and_days_of_a_page(tmp_path: Path) -> None:
    """A place, a language or a file name that no standard knows is a fault, and so is a day that is not there yet."""
    write(tmp_path, "en", english(place="QQ"), "QQ")
    write(tmp_path, "en", english(languages=["thai"], read="2026-11-26"))
    write(tmp_path, "english", translated(english()))
    told = "\n".join(found(tmp_path))
    assert 'qq/en.yml: "QQ" is not a country code' in told
    assert 'en.yml: "thai" is not a language code' in told
    assert 'en.yml, read: the day "2026-11-26" is not there yet.' in told
    assert 'english.yml: "english" is not a language code' in told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a" * 221, "221 characters are too long: at most 220 here."),
        ("ก" * 151, "151 characters are too long: at most 150 here."),
        ("á" * 151, "151 characters are too long: at most 150 here."),
        ("Dua  spasi.", "write it in one line, with single spaces."),
    ],
)
def test_faults_of_the_form_of_a_translation(tmp_path: Path, text: str, fault: str) -> None:
    """A translation that needs too many SMS is a fault, by the alphabet in which it goes."""
    write(tmp_path, "en", english())
    page = translated(english())
    page["sentences"]["pay-law"] = text
    write(tmp_path, "id", page)
    assert found(tmp_path) == [f"id.yml, pay-law: {fault}"]


def test_the_longest_translations(tmp_path: Path) -> None:
    """A text in plain letters may be longer than one that goes in few characters an SMS."""
    write(tmp_path, "en", english())
    page = translated(english())
    page["sentences"] |= {"pay-law": "a" * 220, "pay-life": "ก" * 150, "papers-law": "é" * 220}
    write(tmp_path, "id", page)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("meant", "said", "fault"),
    [
        ("Within 60 days.", "90 วัน", ["number 60 of the English is missing", "number 90 is not in the English"]),
        ("Within 60 days.", "หกสิบวัน", ["number 60 of the English is missing"]),
        ("Soon.", "1300", ["number 1300 is not in the English"]),
        ("A fine of 20,000 baht.", "2,000", ["number 20000 of the English is missing", "number 2000 is not"]),
        ("A fine of 20,000 baht.", "၂၀,၀၀၀", []),
        ("A fine of 20,000 baht.", "20.000", []),
        ("A fine of 20,000 baht.", "20 000", []),
        ("A fine of 20,000 dirhams.", "٢٠٬٠٠٠", []),
        ("Pay is 7.25 dollars.", "7,25", []),
        ("In 1 or 2 years.", "dua", []),
        ("In two years.", "2", []),
        ("From September 2025.", "2025年9月", []),
        ("From 2025.", "2025年9月", ["number 9 is not in the English"]),
    ],
)
def test_numbers_are_kept(tmp_path: Path, meant: str, said: str, fault: list[str]) -> None:
    """A translation has the numbers of the English, in any digits; only 1 and 2 may be words."""
    page = english(sentence("pay-law", text=meant))
    write(tmp_path, "en", page)
    other = translated(page)
    other["sentences"]["pay-law"] = said
    write(tmp_path, "id", other)
    named = found(tmp_path)
    assert len(named) == len(fault)
    assert all(part in one for part, one in zip(fault, named, strict=True))


def test_numbers_before_the_stamp(tmp_path: Path) -> None:
    """Numbers are compared as soon as a text is written, but not with an English that it was not made from."""
    write(tmp_path, "en", english(sentence("pay-law", text="Within 60 days.")))
    page = translated(english(sentence("pay-law", text="Within 90 days.")))
    write(tmp_path, "id", page)
    assert found(tmp_path) == []
    del page["made_from"]
    write(tmp_path, "id", page)
    assert len(found(tmp_path)) == 2


def test_what_is_to_do(tmp_path: Path) -> None:
    """What is missing, stale or no longer needed is told as work, not as a fault: the page is read in English."""
    write(tmp_path, "en", english(languages=["id", "th"]))
    page = translated(english())
    del page["sentences"]["forced-law"]
    page["made_from"]["pay-law"] = "000000"
    page["sentences"]["pay-gone"] = "Hilang."
    write(tmp_path, "id", page)
    rights = Rights.read(tmp_path)
    assert found(tmp_path) == []
    first, second = to_do(rights)
    assert first == (
        "NR in id: 1 not translated (forced-law); 1 not known to be of the present English (pay-law); "
        "1 no more in the English (pay-gone)."
    )
    assert second == "NR in th: 14 not translated (forced-law, forced-life, papers-law, ...)."


def test_progress_names_the_role_of_the_reviewer(tmp_path: Path) -> None:
    """The progress of a translation says when it was reviewed, and by which role."""
    write(tmp_path, "en", english())
    write(tmp_path, "id", translated(english(), review="reviewed", reviewer="a case worker", date="2026-11-20"))
    assert list(progress(Rights.read(tmp_path))) == [
        Progress("NR", "en", 14, (), (), (), "sources read 2026-11-25"),
        Progress("NR", "id", 14, (), (), (), "2026-11-20, a case worker"),
    ]
