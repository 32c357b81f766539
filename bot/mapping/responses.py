"""What the bot says: the texts and the choices of the domain's responses, in one language."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.mapping.files import DIALOGUE, TEXTS, read, sections
from locales.catalogue import translate
from locales.registry import SOURCE

WORDS_ONLY = (
    "utter_bot_description",
    "utter_bot_short_description",
    "utter_choice_",
    "utter_command_",
    "utter_cost_chat",
    "utter_cost_sms",
    "utter_emergency_ambulance",
    "utter_emergency_general",
    "utter_emergency_police",
    "utter_fact_",
    "utter_need_",
    "utter_remark_",
    "utter_round_the_clock",
    "utter_script_",
    "utter_sign_",
    "utter_word_back",
    "utter_word_hide",
)
"""How the names of responses begin that are never said alone, but put into others or onto choices."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that is offered, and the intent that it means. `title` is English or the name of a response."""

    title: str
    intent: str


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """Return the variations of each response by its name, as the domain holds them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for _, held in sections(DIALOGUE / "domain" / "responses", "responses"):
        found |= held
    return found


def is_only_words(name: str) -> bool:
    """Tell whether a response is never said alone."""
    return name.startswith(WORDS_ONLY)


def sayable() -> list[str]:
    """Return the names of the responses that are said alone."""
    return [name for name in responses() if not is_only_words(name)]


def text_of(name: str, language: str) -> str:
    """Return what a response says where it may be long, its blanks in brackets: "Help in ‹place›"."""
    source = responses()[name][0]["text"]
    return re.sub(r"{(\w+)}", lambda blank: f"‹{blank[1].replace('_', ' ')}›", translate(language, source))


def choices_of(name: str) -> tuple[Choice, ...]:
    """Return the choices that stand beneath a response."""
    return tuple(
        Choice(button["title"], intent_of(button["payload"])) for button in responses()[name][0].get("buttons", ())
    )


def intent_of(payload: str) -> str:
    """Return the intent of a choice's payload: '/choose_check{"check": "job"}' -> "choose_check"."""
    return payload.removeprefix("/").partition("{")[0]


def label(choice: Choice, language: str) -> str:
    """Return what stands on a choice."""
    if choice.title in responses():
        return text_of(choice.title, language)
    return choice.title if choice.title.startswith("‹") else translate(language, choice.title)


@cache
def examples(language: str) -> dict[str, str]:
    """Return one text for each intent, of those that the bot learns from: what a person may write."""
    path = TEXTS / f"{language}.yml"
    held = read(path if path.exists() else TEXTS / f"{SOURCE}.yml").get("nlu", ())
    return {one["intent"]: one["examples"].splitlines()[0].removeprefix("- ") for one in held}
