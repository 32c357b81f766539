"""Format of each value in each language."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.rendering.reader_locale import ReaderLocale
from bot.rendering.value_formatters import FORMATTERS

Readers = Callable[..., ReaderLocale]

EXAMPLES: list[tuple[str, str, Any, str]] = [
    ("country", "en", "TH", "Thailand"),
    ("country", "es", "TH", "Tailandia"),
    ("country", "th", "TH", "ไทย"),
    ("country", "es", "KH", "Camboya"),
    ("country", "th", "LA", "ลาว"),
    ("country", "en", "ZZ9", "ZZ9"),
    ("area", "es", "Phnom Penh", "Phnom Penh"),
    ("region", "en", "TH-50", "Chiang Mai"),
    ("region", "th", "TH-50", "เชียงใหม่"),
    ("region", "en", "XX-00", "XX-00"),
    ("language", "en", "my", "Burmese"),
    ("language", "es", "my", "birmano"),
    ("language", "th", "my", "พม่า"),
    ("language", "en", "pt-BR", "Portuguese"),
    ("language", "km", "kar", "Karen languages"),
    ("language", "en", "qqx", "qqx"),
    ("languages", "en", ["th", "en", "my"], "Thai, English, and Burmese"),
    ("languages", "es", ["th", "en", "my"], "tailandés, inglés y birmano"),
    ("languages", "th", ["th"], "ไทย"),
    ("needs", "en", ["shelter", "legal_help"], "a safe place to sleep and legal help"),
    ("need", "en", "return_home", "going home"),
    ("hours", "en", "24/7", "day and night"),
    ("hours", "es", "24/7", "24 horas"),
    ("hours", "th", "24/7", "24 ชั่วโมง"),
    ("hours", "th", "Mon-Fri 9-17", "Mon-Fri 9-17"),
    ("opens", "en", "2026-11-26T09:00:00+07:00", "Thu 09:00"),
    ("opens", "es", "2026-11-26T09:00:00+07:00", "jue, 9:00"),
    ("opens", "th", "2026-11-26T09:00:00+07:00", "พฤ. 09:00 น."),
    ("day", "en", "2026-12-07", "Mon, Dec 7"),
    ("day", "es", "2026-12-07", "lun, 7 dic"),
    ("day", "th", "2026-12-07", "จ. 7 ธ.ค."),
    ("distance", "en", 100, "100 m"),
    ("distance", "en", 4_600.0, "5 km"),
    ("distance", "th", 4_600.0, "5 กม."),
    ("phones", "th", ["191", "1155"], "191, 1155"),
    ("phone", "th", ["191", "1155"], "191"),
    ("count", "en", 1200, "1,200"),
    ("count", "es", 6, "6"),
    ("chats", "en", ["LINE @refuge"], "LINE @refuge"),
    ("chat", "en", ["LINE @refuge", "+44 7909 470732"], "LINE @refuge"),
    ("short_name", "en", "Refuge", "Refuge"),
    ("numbers", "es", ["112"], "112"),
    ("keys", "th", "55", "55"),
    ("emergency", "en", {"police": ["191", "1155"], "fire": []}, "Police: 191, 1155"),
    ("emergency", "en", {"ambulance": ["1669"], "police": ["191"]}, "Ambulance: 1669\nPolice: 191"),
    ("emergency", "es", {"police": ["191"]}, "Policía: 191"),
    ("place", "en", {"country": "TH", "region": "TH-50", "name": "Chiang Mai"}, "Chiang Mai"),
    ("place", "th", {"country": "TH", "region": "TH-50", "name": "Chiang Mai"}, "เชียงใหม่"),
    ("place", "th", {"country": "TH", "region": "TH-63", "name": "Mae Sot"}, "Mae Sot"),
    ("place", "es", {"country": "TH", "region": None, "name": None}, "Tailandia"),
    ("place", "en", {"country": "TH", "region": "TH-50"}, "Chiang Mai"),
    ("remarks", "en", [{"remark": "utter_remark_unverified"}], "We have not checked this yet."),
    ("remarks", "en", [{"remark": "utter_remark_other_region", "region": "TH-63"}], "In Tak."),
    (
        "remarks",
        "en",
        [{"remark": "utter_remark_stale", "count": 7}],
        "We checked this 7 months ago. It may have changed.",
    ),
    (
        "must_remarks",
        "en",
        [{"remark": "utter_remark_must_report"}],
        "The law says that they must tell the authorities what they hear of a crime.",
    ),
    ("few_remarks", "en", [{"remark": "utter_remark_women"}], "For women."),
    (
        "remarks",
        "en",
        [{"remark": "utter_remark_other_language", "languages": ["th", "my"]}],
        "They answer in Thai and Burmese.",
    ),
    ("remarks", "en", [{"remark": "utter_remark_distance", "distance": 320}], "About 300 m away."),
    (
        "remarks",
        "en",
        [{"remark": "utter_remark_closed_until", "opens": "2026-11-26T09:00:00+07:00"}],
        "Closed now. Opens Thu 09:00, local time.",
    ),
    (
        "remarks",
        "es",
        [{"remark": "utter_remark_closed_until_day", "day": "2026-12-07"}],
        "Cerrado ahora. Abre: lun, 7 dic.",
    ),
    ("remarks", "th", [{"remark": "utter_remark_unverified"}], "เรายังไม่ได้ตรวจข้อมูลนี้"),
    ("hide_word", "es", "utter_word_hide", "lluvia"),
    ("back_word", "th", "utter_word_back", "แดด"),
    ("code", "en", "04217730", "0421 7730"),
    ("cost", "en", "utter_cost_sms_free", "These SMS cost you nothing."),
    ("year", "en", 2024, "2024"),
    ("facts", "en", [{"text": "One."}, {"text": "Two.", "year": 2022}], "One.\nTwo. (2022)"),
    ("facts", "en", [{"text": "One.", "year": 2019, "unsure": True}], "One. (2019; may have changed)"),
    ("facts", "es", [{"text": "Uno.", "year": None, "unsure": True}], "Uno. (sin certeza)"),
    ("signs", "en", ["papers", "leave"], "someone keeps your papers and you can't leave"),
    ("script", "en", "utter_script_work", "I am looking for safe work or training. Whom can I ask?"),
    ("script_language", "en", "my", "Burmese"),
    (
        "script_local",
        "th",
        {"response": "utter_script_work", "language": "en"},
        "I am looking for safe work or training. Whom can I ask?",
    ),
]


@pytest.mark.parametrize(("kind", "language", "value", "written"), EXAMPLES)
def test_formats_value(reader: Readers, kind: str, language: str, value: Any, written: str) -> None:
    """A value is formatted in the reader's language."""
    assert FORMATTERS[kind](reader(language), value) == written


def test_every_placeholder_has_an_example() -> None:
    """Each placeholder has an example here."""
    plain = {"contact", "email", "line", "name", "organization", "website"}
    assert {kind for kind, *_ in EXAMPLES} | plain == FORMATTERS.keys()


def test_one_remark_a_line(reader: Readers) -> None:
    """Each remark has a line of its own."""
    remarks = [{"remark": "utter_remark_international"}, {"remark": "utter_remark_unverified"}]
    assert len(FORMATTERS["remarks"](reader("es"), remarks).splitlines()) == 2


def test_spanish_e_before_i(reader: Readers) -> None:
    """Before a word that begins with i, Spanish uses "e" for "and"."""
    assert FORMATTERS["languages"](reader("es"), ["th", "en"]) == "tailandés e inglés"


def test_rounds_distance(reader: Readers) -> None:
    """Just below a kilometre is a kilometre, not a thousand metres."""
    assert FORMATTERS["distance"](reader("en"), 960) == "1 km"
