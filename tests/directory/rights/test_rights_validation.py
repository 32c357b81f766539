"""Problems of pages are found before a frightened person sees them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import Rights
from directory.rights.translations import TranslationProgress, open_tasks, translation_progress
from directory.rights.validation import extract_numbers, find_phone_like, find_problems
from tests.directory.rights.page_files import english_page, sentence, translation_of, write_page

TODAY = date(2026, 11, 25)


def problems_of(folder: Path) -> list[str]:
    """Return the problems of the pages of a folder, without the path of their file."""
    return [fault.removeprefix(f"{folder}/nr/") for fault in find_problems(Rights.read(folder), TODAY)]


def test_valid_page_has_no_problems(tmp_path: Path) -> None:
    """A valid page and translation have no problems and no open tasks."""
    write_page(tmp_path, "en", english_page())
    write_page(tmp_path, "id", translation_of(english_page()))
    assert problems_of(tmp_path) == []
    assert list(open_tasks(Rights.read(tmp_path))) == []


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
        ({"text": "I found nothing sure."}, "it only says that nothing was found: add `known: no`, or begin with"),
        ({"text": "I found no rule; ask a lawyer."}, "it only says that nothing was found: add `known: no`, or"),
        ({"date": "2027"}, 'the date "2027" is in the future.'),
        ({"date": "2026-11-26"}, 'the date "2026-11-26" is in the future.'),
    ],
)
def test_problems_of_a_sentence(tmp_path: Path, changed: dict[str, Any], fault: str) -> None:
    """Each problem of an English sentence is reported once, by file and id."""
    write_page(tmp_path, "en", english_page(sentence("pay-law", **changed)))
    (only,) = problems_of(tmp_path)
    assert only.startswith(f"en.yml, pay-law: {fault}")


def test_valid_sentences(tmp_path: Path) -> None:
    """The longest text, sums of money and the current day are valid."""
    good = [
        sentence("pay-law", text="a" * 150, date="2026-11-25"),
        sentence("pay-life", text="Fine: £500 a day, at most 20,000 baht, or 1500 euros since 2019."),
        sentence("forced-law", text="It is illegal to take your passport."),
    ]
    write_page(tmp_path, "en", english_page(*good))
    assert problems_of(tmp_path) == []


def test_problems_of_topics(tmp_path: Path) -> None:
    """A topic that is missing, too short or too long is a problem."""
    topics = english_page()["topics"]
    del topics["papers"]
    topics["pay"] = topics["pay"][:1]
    topics["justice"] = [sentence(f"justice-{letter}") for letter in "abcdef"]
    write_page(tmp_path, "en", english_page(topics=topics))
    assert problems_of(tmp_path) == [
        "en.yml, papers: a topic has 2 to 5 sentences, this one 0.",
        "en.yml, pay: a topic has 2 to 5 sentences, this one 1.",
        "en.yml, justice: a topic has 2 to 5 sentences, this one 6.",
    ]


NOTHING = {"text": "I found nothing sure; a lawyer can tell you.", "known": "no"}


def test_marked_sentences(tmp_path: Path) -> None:
    """What is not known is behind the rest, has a mark, and does not count for the upper limit."""
    topics = english_page()["topics"]
    topics["justice"] = [*(sentence(f"justice-{letter}") for letter in "abcd"), sentence("justice-e", **NOTHING)]
    write_page(tmp_path, "en", english_page(sentence("pay-life", **NOTHING), topics=topics))
    assert problems_of(tmp_path) == []
    assert [fact.known for fact in Rights.read(tmp_path).facts("NR", "justice", "en")] == [True] * 4 + [False]


def test_problems_of_marked_sentences(tmp_path: Path) -> None:
    """A mark hides nothing that is known, no topic is made of marked sentences alone, and they stand last."""
    topics = english_page()["topics"]
    topics["pay"] = [sentence("pay-law", **NOTHING), sentence("pay-life")]
    topics["papers"] = [sentence("papers-law", **NOTHING), sentence("papers-life", **NOTHING)]
    topics["forced"] = [sentence("forced-law"), sentence("forced-life", known="no")]
    topics["staying"] = [sentence("staying-law"), sentence("staying-life", answers=["leaving"], **NOTHING)]
    write_page(tmp_path, "en", english_page(topics=topics))
    assert problems_of(tmp_path) == [
        "en.yml, papers: no sentence tells anything.",
        "en.yml, pay: put what is not known behind what is known.",
        'en.yml, forced-life: `known: no` hides it until somebody asks, but it does not say "I found no".',
        "en.yml, staying-life: what is not known answers nothing: leave out `known: no` or `answers`.",
    ]


def test_problems_of_codes_and_dates(tmp_path: Path) -> None:
    """An unknown place or language, or a date in the future, is a problem."""
    write_page(tmp_path, "en", english_page(place="QQ"), "QQ")
    write_page(tmp_path, "en", english_page(languages=["thai"], read="2026-11-26"))
    write_page(tmp_path, "english", translation_of(english_page()))
    told = "\n".join(problems_of(tmp_path))
    assert 'qq/en.yml: "QQ" is not a country code' in told
    assert 'en.yml: "thai" is not a language code' in told
    assert 'en.yml, read: the day "2026-11-26" is in the future.' in told
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
def test_translations_that_are_too_long(tmp_path: Path, text: str, fault: str) -> None:
    """A translation that needs too many SMS is a problem, depending on its alphabet."""
    write_page(tmp_path, "en", english_page())
    page = translation_of(english_page())
    page["sentences"]["pay-law"] = text
    write_page(tmp_path, "id", page)
    assert problems_of(tmp_path) == [f"id.yml, pay-law: {fault}"]


def test_longest_translations(tmp_path: Path) -> None:
    """A text in the GSM alphabet may be longer than any other."""
    write_page(tmp_path, "en", english_page())
    page = translation_of(english_page())
    page["sentences"] |= {"pay-law": "a" * 220, "pay-life": "ก" * 150, "papers-law": "é" * 220}
    write_page(tmp_path, "id", page)
    assert problems_of(tmp_path) == []


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
def test_translations_keep_numbers(tmp_path: Path, meant: str, said: str, fault: list[str]) -> None:
    """A translation has the numbers of the English, in any digits; only 1 and 2 may be spelled out."""
    page = english_page(sentence("pay-law", text=meant))
    write_page(tmp_path, "en", page)
    other = translation_of(page)
    other["sentences"]["pay-law"] = said
    write_page(tmp_path, "id", other)
    named = problems_of(tmp_path)
    assert len(named) == len(fault)
    assert all(part in one for part, one in zip(fault, named, strict=True))


def test_numbers_of_unstamped_and_stale_texts(tmp_path: Path) -> None:
    """Numbers of a new text are compared at once, those of a stale text are not."""
    write_page(tmp_path, "en", english_page(sentence("pay-law", text="Within 60 days.")))
    page = translation_of(english_page(sentence("pay-law", text="Within 90 days.")))
    write_page(tmp_path, "id", page)
    assert problems_of(tmp_path) == []
    del page["made_from"]
    write_page(tmp_path, "id", page)
    assert len(problems_of(tmp_path)) == 2


def test_open_tasks(tmp_path: Path) -> None:
    """Missing, stale and obsolete texts are tasks, not problems: the page is shown in English."""
    write_page(tmp_path, "en", english_page(languages=["id", "th"]))
    page = translation_of(english_page())
    del page["sentences"]["forced-law"]
    page["made_from"]["pay-law"] = "000000"
    page["sentences"]["pay-gone"] = "Hilang."
    write_page(tmp_path, "id", page)
    rights = Rights.read(tmp_path)
    assert problems_of(tmp_path) == []
    first, second = open_tasks(rights)
    assert first == (
        "NR in id: 1 not translated (forced-law); 1 not known to be of the present English (pay-law); "
        "1 no more in the English (pay-gone)."
    )
    assert second == "NR in th: 14 not translated (forced-law, forced-life, papers-law, ...)."


def test_progress_names_reviewer_role(tmp_path: Path) -> None:
    """The progress of a translation has the date of its review, and the role of the reviewer."""
    write_page(tmp_path, "en", english_page())
    write_page(
        tmp_path, "id", translation_of(english_page(), review="reviewed", reviewer="a case worker", date="2026-11-20")
    )
    assert list(translation_progress(Rights.read(tmp_path))) == [
        TranslationProgress("NR", "en", 14, (), (), (), "sources read 2026-11-25"),
        TranslationProgress("NR", "id", 14, (), (), (), "2026-11-20, a case worker"),
    ]


_DIGITS = [
    "0123456789",
    "๐๑๒๓๔๕๖๗๘๙",
    "໐໑໒໓໔໕໖໗໘໙",
    "០១២៣៤៥៦៧៨៩",
    "၀၁၂၃၄၅၆၇၈၉",
    "٠١٢٣٤٥٦٧٨٩",
    "०१२३४५६७८९",
    "০১২৩৪৫৬৭৮৯",
]
_MARKS = ["", ",", ".", "’", "٬", " ", "\u00a0", "\u202f"]


@given(st.integers(0, 10**9), st.sampled_from(_DIGITS), st.sampled_from(_MARKS))
def test_number_in_any_script(number: int, digits: str, mark: str) -> None:
    """A number is read in the digits of all our scripts, grouped or not."""
    written = f"{number:,}".replace(",", mark).translate(str.maketrans("0123456789", digits))
    assert extract_numbers(f"ก {written} ข") == {str(number)}


@given(st.integers(0, 999), st.integers(10, 99), st.sampled_from([".", ",", "٫"]))
def test_decimals(whole: int, cents: int, mark: str) -> None:
    """A decimal is one number, with any decimal mark."""
    assert extract_numbers(f"{whole}{mark}{cents}") == {f"{whole or ''}.{cents}".lstrip("0")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,00,000", {"100000"}),
        ("in 2025 350 euros", {"2025", "350"}),
        ("2025年9月25日，300元", {"2025", "9", "25", "300"}),
        ("15 to 30 days, 2 years", {"15", "30", "2"}),
        ("in 24/7", {"24", "7"}),
        ("none", set()),
    ],
)
def test_extracts_numbers(text: str, said: set[str]) -> None:
    """Each number of a text is separate."""
    assert extract_numbers(text) == said


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Call 1300.", "1300"),
        ("Call 1955 now.", "1955"),
        ("Ring +66 2 123 4567.", "66 2 123 4567"),
        ("Ring 02-123-4567.", "02-123-4567"),
        ("Ring 800 123 456.", "800 123 456"),
        ("Ring (02) 12 34 56.", "02) 12 34 56"),
        ("Ring 800.123.456.", "800.123.456"),
        ("Ring 0812345678, not 2,000.", "0812345678"),
    ],
)
def test_finds_phone_numbers(text: str, digits: str) -> None:
    """A phone number is found in any notation."""
    assert find_phone_like(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 and 2026, from 2021-2022.",
        "At most 20,000 baht or 1,00,000 rupees.",
        "RM1500, NT$5000, SAR 2000, £1200 or 1500 Taiwan dollars.",
        "15 to 30 days, 6 months, 18 years.",
        "7 July 2024.",
    ],
)
def test_ignores_other_numbers(text: str) -> None:
    """Years, grouped numbers, sums of money and short numbers are not phone numbers."""
    assert find_phone_like(text) is None
