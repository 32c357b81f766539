"""What the words cost as SMS: money for the hotline, patience for who waits."""

import csv
from functools import cache
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from babel import Locale
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.checks import load_checks
from actions.likely_countries import _BY_LANGUAGE, _NEIGHBOURS, likely_countries
from actions.service_formatting import letter, mandatory_remarks, short_remarks, utter_country_question
from actions.situation import Situation
from bot.channels.common.reply_text import with_numbered_choices
from bot.core.message import Choice, Reply
from bot.rendering.reader_locale import short_country_name
from bot.rendering.renderer import Renderer, segment_budget
from bot.rendering.segments import count_segments, is_gsm_7, to_gsm_7
from bot.rendering.utterance import RenderedMessage, Utterance
from directory.domain.csv_tables import read_table
from directory.seed.loader import SEED_FOLDER
from directory.seed.silent_ways import SILENT_KINDS
from locales.extract import RESPONSES
from locales.registry import LANGUAGES
from nlu.text.yaml_files import read_yaml

REMARKS: list[dict[str, Any]] = [
    {"remark": "utter_remark_police_must_report"},
    {"remark": "utter_remark_closed_until", "opens": "2026-12-23T09:00:00+07:00"},
    {"remark": "utter_remark_seafarers"},
    {"remark": "utter_remark_other_language", "languages": ["th", "en"]},
    {"remark": "utter_remark_stale", "count": 11},
    {"remark": "utter_remark_other_region", "region": "TH-14"},
    {"remark": "utter_remark_distance", "distance": 45_678.9},
]

LONGEST: dict[str, Any] = {
    "area": "Phra Nakhon Si Ayutthaya",
    "back_word": "utter_word_back",
    "chat": [],  # said where there is no phone
    "chats": ["+44 7909 470732"],
    "code": "48217730",
    "contact": None,
    "cost": "utter_cost_sms",
    "count": 11,
    "country": "CD",
    "day": "2026-12-23",
    "distance": 45_678.9,
    "email": "contact@organisation.example",
    "emergency": {"police": ["191", "1155"], "general": ["112"], "ambulance": ["1669", "1646"]},
    "facts": [{"text": "a" * 100, "year": None, "unsure": False}],  # those that there are: test_rights_budget.py
    "few_remarks": short_remarks(REMARKS),
    "hide_word": "utter_word_hide",
    "hours": "24/7",
    "keys": "55",
    "language": "kar",
    "languages": ["th", "en", "my", "km"],
    "line": "Waylight",
    "must_remarks": mandatory_remarks(REMARKS),
    "name": f"{letter(0)}) International Organization for Migration (IOM) in Phnom Penh",
    "need": "shelter",
    "needs": ["shelter", "legal_help", "medical_help"],
    "numbers": ["191", "1669"],
    "organization": "Example Foundation",
    "opens": "2026-12-23T09:00:00+07:00",
    "phones": ["+66 99 130 1300", "034-434-726"],
    "place": {"country": "TH", "region": "TH-14", "name": "Phra Nakhon Si Ayutthaya"},
    "region": "TH-14",
    "short_name": f"{letter(0)}) International Organization for Migration in...",
    "remarks": REMARKS,
    "script": "utter_script_shelter",
    "script_language": "th",
    "script_local": {"response": "utter_script_shelter", "language": "my"},
    "signs": ["papers", "leave", "debt", "threats", "work"],
    "website": "https://www.organisation.example/en/contact-us",
    "year": 2019,
}
"""The longest values that are realistic: all that an action may say of a service, with a name of 60 letters."""

LONGEST_OF: dict[str, dict[str, Any]] = {
    "utter_offer_signs": {"signs": ["fees"]},  # test_any_three_signs_of_an_offer_fit
    "utter_about": {
        "name": LONGEST["short_name"],
        "remarks": [{"remark": "utter_remark_embassy", "country": "DO"}, {"remark": "utter_remark_ask_privacy"}],
    },
}
"""Of these responses, the longest values that are their own; all answers: test_answers_budget.py."""


def responses() -> dict[str, Any]:
    """Return all responses of the domain."""
    read = (read_yaml(path)["responses"] for path in sorted(RESPONSES.glob("*.yml")))
    return {name: variations for file in read for name, variations in file.items()}


DOMAIN = responses()


@cache
def countries() -> frozenset[str]:
    """Return all countries where a person may be or be from: those of likely choices, and those of the directory."""
    likely = " ".join([*_BY_LANGUAGE.values(), *_NEIGHBOURS, *_NEIGHBOURS.values()]).split()
    with (RESPONSES.parents[3] / "directory" / "seed" / "services.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(likely) | {row["country"] for row in csv.DictReader(file)} - {"", "*"}


@cache
def longest_likely_countries(language: str) -> tuple[str, ...]:
    """Return the likely countries of the phone and the origin whose names cost most, among all in the language."""
    locale = Locale.parse(language, sep="-")

    def cost(codes: tuple[str, ...]) -> tuple[bool, int]:
        names = "".join(to_gsm_7(short_country_name(locale, code)) for code in codes)
        return not is_gsm_7(names), len(names)

    homes = (None, max(sorted(countries()), key=lambda code: cost((code,))))
    return max((likely(language, *pair) for pair in product([None, *sorted(countries())], homes)), key=cost)


def likely(language: str, phone: str | None, home: str | None) -> tuple[str, ...]:
    """Return the likely countries of a person with a phone of a country who told where they are from."""
    slots = {"language": language, "country_hint": phone, "home_country": {"country": home}}
    return tuple(likely_countries(Situation.from_tracker(Tracker.from_dict({"sender_id": "x", "slots": slots}))))


def choices(response: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the choices that actions add to a response, for a reader of a language."""
    if response == "utter_ask_language":
        return tuple((f"language:{code}", "") for code in LANGUAGES)
    if response == "utter_ask_helper_language":  # all but the person's own, here the one with the shortest name
        return tuple((f"language:{code}", "") for code in LANGUAGES if code != "zh")
    if response == "utter_rights_language":
        return tuple(
            (f"language:{code}", "") for code in ("en", "id", "zh", "bn", "hi", "vi", "fil") if code in LANGUAGES
        )
    if response in ADDED:
        return tuple((f"utter_choice_{name}", "") for name in ADDED[response])
    if response not in ASKS_FOR_A_PLACE and not response.endswith("_somewhere"):
        return ()
    may_refuse = response not in {"utter_hand_over_where", "utter_more_with_country", "utter_rights_where"}
    dispatcher = CollectingDispatcher()
    utter_country_question(
        dispatcher,
        response,
        likely=longest_likely_countries(language),
        may_refuse=may_refuse,
        may_have_fled=response == "utter_ask_home_country",
    )
    return tuple((button["title"], button["payload"]) for button in dispatcher.messages[0]["buttons"])


ASKS_FOR_A_PLACE = {
    "utter_ask_place",
    "utter_ask_place_other",
    "utter_ask_country",
    "utter_ask_home_country",
    "utter_hand_over_where",
    "utter_more_with_country",
    "utter_rights_where",
}
AFTER = ("more", "what_to_say", "no_trace", "only_write", "other_language", "other_place", "other_help")
ADDED = {
    "utter_after_services": AFTER,
    "utter_after_services_child": AFTER,
    "utter_call_script": ("other_help",),
    "utter_rights_page": ("other_rights", "lawyer"),
} | {
    f"utter_check_{after}": ("in_danger",)
    for check in load_checks().values()
    for name, after in pairwise(check["questions"])
    if name in check.get("danger", ())
}


def rendered(response: str, language: str, channel: str) -> RenderedMessage:
    """Return a response in words with the longest values."""
    utterance = Utterance(response, LONGEST | LONGEST_OF.get(response, {}), choices(response, language))
    return Renderer(DOMAIN).render([utterance], language, channel)[0]


@pytest.mark.parametrize("channel", ["sms", "telegram", "whatsapp"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_texts_can_be_rendered(language: str, channel: str) -> None:
    """Every response has words in every language, no placeholder is left in it, and it fits in one message."""
    longest = 4096 if channel == "telegram" else 1600
    faulty = [response for response in DOMAIN if not is_whole(rendered(response, language, channel), longest)]
    assert faulty == []


def is_whole(spoken: RenderedMessage, longest: int) -> bool:
    """Return whether something is said, with all of its words, within so many characters."""
    labels = [label for label, _ in spoken.choices]
    words = spoken.text.strip() and "{" not in spoken.text
    named = all(label.strip() and not label.startswith("utter_") for label in labels)
    return bool(words) and named and len(with_numbered_choices(as_reply(spoken))) <= longest


def as_reply(spoken: RenderedMessage) -> Reply:
    """Return it as a channel gets it."""
    return Reply(spoken.text, tuple(Choice(label, "token") for label, _ in spoken.choices))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sms_budget(language: str) -> None:
    """By SMS a question with its choices costs at most 2 segments, a result 3; no text is excepted."""
    over = {}
    for response, variations in DOMAIN.items():
        spoken = rendered(response, language, "sms")
        most = max(segment_budget(variation, choices=bool(spoken.choices)) for variation in variations)
        cost = count_segments(with_numbered_choices(as_reply(spoken)))
        if cost > most:
            over[response] = cost
    assert over == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_three_signs_of_an_offer_fit(language: str) -> None:
    """An SMS names three signs that an offer may be false: whichever these are, they cost at most 3 segments."""
    trios = [
        list(trio)
        for check in load_checks().values()
        if "steps" in check
        for trio in combinations(check["questions"], 3)
    ]
    spoken = Renderer(DOMAIN).render(
        [Utterance("utter_offer_signs", {"signs": trio}) for trio in trios], language, "sms"
    )
    assert [each.text for each in spoken if count_segments(each.text) > 3] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ways_without_speaking_fit(language: str) -> None:
    """Each country's own way to reach the emergency services without speaking costs at most 3 segments."""
    over = []
    for row in read_table(SEED_FOLDER / "emergency_numbers.csv"):
        if row["kind"] in SILENT_KINDS:
            response = f"utter_silent_{row['kind'].removeprefix('silent_')}"
            values = {"country": row["country"], "numbers": [row["number"]], "keys": row["keys"]}
            (spoken,) = Renderer(DOMAIN).render([Utterance(response, values)], language, "sms")
            if count_segments(spoken.text) > 3 or row["number"] not in spoken.text:
                over.append((row["country"], spoken.text))
    assert over == []


def test_budgets_are_at_most_three() -> None:
    """What a variation says of its own cost stays within what any text may cost."""
    said_so = [
        variation.get("metadata", {}).get("segments", 2) for variations in DOMAIN.values() for variation in variations
    ]
    assert set(said_so) <= {2, 3}
