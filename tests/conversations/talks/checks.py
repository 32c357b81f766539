"""What a turn of a written conversation must do or must not do, by the names of the responses."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.rendering.utterance import Utterance

_SEED = Path(__file__).parents[3] / "directory" / "seed" / "services.csv"
_QUESTIONS = {
    "place": ("utter_ask_place", "utter_ask_country", "utter_confirm_place", "utter_hand_over_where",
              "utter_more_with_country", "utter_danger_somewhere", "utter_self_harm_somewhere"),
    "origin": ("utter_ask_home_country",),
    "age": ("utter_check_under_18",),
    "gender": (),
    "who": ("utter_someone_else",),
    "need": ("utter_ask_need", "utter_more_needs"),
}  # fmt: skip
_NEEDS = {
    "hotline": "human",
    "shelter": "shelter",
    "legal": "legal_help",
    "medical": "medical_help",
    "work": "work legal_help",
    "counselling": "counselling",
    "return": "return_home",
    "papers": "immigration",
    "report": "report_crime",
}
"""Needs of the writers -> needs of the directory; claiming wages is legal help there."""
_ANSWERS = {
    "cost": ("free", "ask_cost"),
    "hours": ("round_the_clock", "hours", "open", "closed", "closed_until", "closed_until_day", "ask_hours"),
    "language": ("other_language", "interpreter", "ask_language"),
    "place": ("area", "other_region", "distance", "international", "ask_place"),
    "contact": ("ask_contact",),
    "eligibility": ("everyone", "women", "men", "children", "lgbtq", "seafarers", "nationality", "ask_eligibility"),
    "documents": ("ask_documents",),
    "privacy": ("police_linked", "must_report", "police_must_report", "independent", "ask_privacy"),
    "operator": ("independent", "embassy", "police_linked", "must_report", "police_must_report"),
    "call": ("ask_privacy", "independent"),
}
_HELPER = ("utter_someone_else", "utter_other_", "utter_family", "utter_child_other", "utter_signs_of_harm")
_SAME_FOR_HELPERS = ("utter_service", "utter_about", "utter_nobody_else", "utter_advice_missing")
"""Answers about services, the same for whoever asks for another once that is known, and advice for relatives."""
_VICTIM = ("utter_danger_here", "utter_danger_locked", "utter_exploitation", "utter_check_under_18", "utter_child")
_GO_OUT = {"utter_danger_somewhere", "utter_danger_anywhere"}
"""`utter_danger_here` says "Leave only if it is safe. If not, lock the door."."""
_DANGER = ("utter_danger_", "utter_possible_danger", "utter_possible_self_harm", "utter_self_harm_")
_OFFER = ("utter_check_", "utter_which_offer", "utter_offer_", "utter_steps_")
_NOT_UNDERSTOOD = ("utter_clarify", "utter_hand_over", "utter_ask_need_again")


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer, and what came before it."""

    utterances: Sequence[Utterance]
    text: str
    previous: str
    language: str
    named: Sequence[str] = ()
    """Ids of the services that the conversation knows."""
    named_before: Sequence[str] = ()
    is_for_other: bool = False
    """The conversation knows that somebody else needs help."""

    @property
    def responses(self) -> list[str]:
        """The names of the responses."""
        return [utterance.response for utterance in self.utterances]

    @property
    def services(self) -> list[dict[str, Any]]:
        """The values of the services in the answer."""
        return [each.values for each in self.utterances if each.response == "utter_service"]

    @property
    def remarks(self) -> set[str]:
        """The remarks on services in the answer, without their prefix."""
        return {
            remark["remark"].removeprefix("utter_remark_")
            for each in self.utterances
            for remark in each.values.get("remarks") or ()
        }

    def has(self, *prefixes: str) -> bool:
        """Return whether a response begins so."""
        return any(name.startswith(prefixes) for name in self.responses)


def holds(check: str, turn: Turn) -> bool:
    """Return whether an answer does what `check` says (the table in README.md)."""
    name, _, argument = check.partition(" ")
    if check in _SIMPLE:
        return _SIMPLE[check](turn)
    if check.startswith("for "):
        return argument in turn.remarks and bool(turn.services)
    return _WITH_ARGUMENT[name](turn, argument.strip('"'))


def _police_first(turn: Turn) -> bool:
    for each in turn.utterances:
        if each.response == "utter_service":
            return False
        if each.values.get("emergency"):
            return next(iter(each.values["emergency"])) == "police"
    return False


def _is_served(turn: Turn, country: str) -> bool:
    """Return whether a named service serves a country, or nobody is named where the directory has nobody."""
    served = [_coverage().get(each["name"].partition(") ")[2], "") for each in turn.services]
    return any(country in each or each == "*" for each in served)


def _is_named(turn: Turn, words: str) -> bool:
    found = [" ".join(map(str, (each["name"], *each["phones"], *each["chats"]))) for each in turn.services]
    return turn.has("utter_no_such_name") or any(words.casefold() in each.casefold() for each in found)


def _answers(turn: Turn, aspect: str) -> bool:
    if turn.has("utter_about", "utter_other_options", "utter_nobody_else") and turn.remarks & set(_ANSWERS[aspect]):
        return True
    return (aspect in {"contact", "operator"} and bool(turn.services)) or (aspect == "call" and turn.has("utter_call"))


def _has_other_options(turn: Turn) -> bool:
    if turn.has("utter_nobody_else", "utter_no_more_services"):
        return True
    return bool(turn.services) and set(turn.named) != set(turn.named_before)


_SIMPLE: dict[str, Callable[[Turn], bool]] = {
    "danger": lambda turn: turn.has(*_DANGER) and not turn.has("utter_danger_over"),
    "selfharm": lambda turn: turn.has("utter_self_harm_"),
    "police first": _police_first,
    "go out": lambda turn: bool(_GO_OUT & set(turn.responses)),
    "helper": lambda turn: (
        turn.has(*_HELPER)
        or any(name.endswith("_other") for name in turn.responses)
        or (turn.is_for_other and turn.has(*_SAME_FOR_HELPERS))
    ),
    "victim": lambda turn: any(name.startswith(_VICTIM) and not name.endswith("_other") for name in turn.responses),
    "cover": lambda turn: bool(turn.responses) and all(name.startswith("utter_cover_") for name in turn.responses),
    "open": lambda turn: bool(turn.responses) and not turn.has("utter_cover_"),
    "nothing told": lambda turn: all(name.startswith(("utter_cover_", "utter_neutral")) for name in turn.responses),
    "silent": lambda turn: not turn.text,
    "erased": lambda turn: turn.has("utter_erased"),
    "kept": lambda turn: not turn.has("utter_erased"),
    "offer check": lambda turn: turn.has(*_OFFER),
    "rights": lambda turn: turn.has("utter_right", "utter_ask_right", "utter_advice_debt"),
    "other options": _has_other_options,
    "goodbye": lambda turn: turn.has("utter_goodbye", "utter_no_problem"),
    "understood": lambda turn: (
        bool(turn.text) and not turn.has("utter_clarify", "utter_hand_over", "utter_ask_need_again")
    ),
    "different": lambda turn: turn.text != turn.previous,
}
_WITH_ARGUMENT: dict[str, Callable[[Turn, str], bool]] = {
    "emergency": lambda turn, country: any(
        each.values.get("emergency") and each.values.get("country") == country for each in turn.utterances
    ),
    "services": _is_served,
    "need": lambda turn, need: (
        turn.has("utter_services_instead")
        or any(set(_NEEDS[need].split()) & {*each["needs"]} for each in turn.services)
    ),
    "answer": _answers,
    "named": _is_named,
    "asks": lambda turn, what: turn.has(*_QUESTIONS[what]),
    "in": lambda turn, language: not turn.text or turn.language.partition("-")[0] == language,
}


@cache
def _coverage() -> dict[str, str]:
    """Return the countries that each service of the seed serves, by its names; "*" is everywhere."""
    with _SEED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    countries = {row["id"]: f"{row['country']} {row['coverage']}" if row["country"] else "*" for row in rows}
    return {name: countries[row["id"]] for row in rows for name in (row["name"], row["name_local"]) if name}
