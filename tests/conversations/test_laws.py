"""Laws that hold in every conversation, over random ones of what strangers wrote (`talks`), in every language.

LAWS sets the number of conversations of a language (recorded runs: 625, 10,000 in all).
"""

import asyncio
import os
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.core.message import MessageKind
from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from directory import Directory
from locales.registry import LANGUAGES
from nlu.text.phrase_index import LEXICON
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person
from tests.conversations.talks.play import read_talks
from tests.conversations.test_languages import DANGER_AND_PLACE, SELF_HARM
from tests.nlu.test_place_parts import PARTS

pytestmark = pytest.mark.slow

CONVERSATIONS = int(os.environ.get("LAWS", "5"))
FEWEST, MOST = 2, 7
"""Messages of a conversation."""
PHONES = ("TH", "AE", "US", None)
PLACE_QUESTIONS = {"utter_ask_place", "utter_ask_country"}
GO_OUT = {"utter_danger_here", "utter_danger_somewhere", "utter_danger_anywhere"}
DANGER = ("utter_danger_", "utter_self_harm_", "utter_possible_danger", "utter_possible_self_harm")
FOR_OTHERS = {"lgbtq": "gender", "seafarers": "at_sea"}
"""Remark that a service is only for a group -> the slot that says that the person belongs to it."""
RESERVED = {*FOR_OTHERS, "children", "women", "men", "nationality", "police_linked", "police_must_report"}
"""Remarks that say why a service may not be for the person."""
BACK = "sun"
NLU = Path(__file__).parents[1] / "nlu"
ORGANIZATIONS = read_yaml(LEXICON / "organizations.yml")
NAMES = [*map(str, ORGANIZATIONS["numbers"][::5]), *sorted({*ORGANIZATIONS["acronyms"][::5]} - {"STOP", "PROTECT"})]
"""Short numbers and acronyms of the directory."""


@dataclass
class Talk:
    """A conversation as it goes on, with what every turn must keep to."""

    person: Person
    channel: str
    country: str | None
    story: list[str] = field(default_factory=list)
    last_answer: str = ""

    async def say(self, text: str) -> None:
        """Send a message and check the answer."""
        before = {name: await self.person.slot(name) for name in ("place", "limits", "hidden", "whom")}
        self.person.utterances = ()
        self.story.append(text)
        await self.person.send_text(text, self.country)
        await self._check(before)

    async def _check(self, before: dict[str, Any]) -> None:
        responses = self.person.responses
        told = f"{self.story} -> {responses}"
        names = ("danger_kind", "limits", "gender", "at_sea", "hidden", "whom")
        slot = {name: await self.person.slot(name) for name in names}
        assert "utter_trouble" not in responses, told
        assert not (before["place"] and PLACE_QUESTIONS & set(responses)), f"asks what was told: {told}"
        if slot["hidden"] is not None:
            assert all(name.startswith("utter_cover_") for name in responses), f"not covered: {told}"
            return
        answer = self.person.reply_text
        is_repeated = answer and answer == self.last_answer and not self.is_danger
        assert not is_repeated, f"the same answer twice: {told}"
        self.last_answer = answer
        is_for_other = any(name.endswith("_other") for name in responses)
        assert slot["whom"] or before["whom"] or not is_for_other, f"written for a helper: {told}"
        if slot["danger_kind"] == "captivity" and any(name.startswith("utter_danger_") for name in responses):
            assert not GO_OUT & set(responses), f"locked in and told to go out: {told}"
        if "no_police" in (before["limits"] or ()):
            assert not self._is_police_first(), f"police first: {told}"
        for remark, name in FOR_OTHERS.items():
            is_member = slot[name] == "lgbtq" if name == "gender" else slot[name]
            assert is_member or remark not in self._groups(), f"a service for others: {told}"

    def _is_police_first(self) -> bool:
        """Return whether the first number of an answer to danger is that of the police."""
        for each in self.person.utterances:
            if each.response == "utter_service":
                return False
            if each.values.get("emergency"):
                return next(iter(each.values["emergency"])) == "police"
        return False

    def _groups(self) -> set[str]:
        """Return the groups for which the services of a first answer are reserved."""
        if "utter_found_by_name" in self.person.responses or self.person.responses[:1] == ["utter_about"]:
            return set()  # asked for
        services = [each for each in self.person.utterances if each.response == "utter_service"]
        groups = [
            {remark["remark"].removeprefix("utter_remark_") for remark in each.values["remarks"]} & RESERVED
            for each in services
        ]
        return set() if all(groups) else set().union(*groups)  # nobody else is known there

    @property
    def is_danger(self) -> bool:
        """Whether the last answer is one to danger."""
        return any(name.startswith(DANGER) and name != "utter_danger_over" for name in self.person.responses)


async def _converse(processor: TurnProcessor, language: str, seed: int) -> None:
    dice = random.Random(f"{language} {seed}")  # noqa: S311 - reproducible, no secret
    texts = [str(turn["say"]) for talk in read_talks(language) for turn in talk["turns"]]
    texts = [text for text in texts if text.strip().upper() not in {"STOP", "START"}]
    channel = dice.choice(["sms", "telegram"])
    talk = Talk(Person(processor, channel), channel, dice.choice(PHONES))
    for text in dice.sample(texts, dice.randint(FEWEST, MOST)):
        await talk.say(text)
    if dice.random() < 0.3:
        await _hide(talk)
    await talk.say(dice.choice([DANGER_AND_PLACE, SELF_HARM])[language])
    assert talk.is_danger, f"danger was not heard: {talk.story} -> {talk.person.responses}"
    await talk.say("help")
    assert talk.person.replies, f"help was not answered: {talk.story}"
    if talk.channel == "sms":
        await talk.person.send(MessageKind.OPT_OUT)
        await talk.person.send_text("thank you")
        assert not talk.person.replies, f"not silent after STOP: {talk.story}"


async def _hide(talk: Talk) -> None:
    """Hide by the cover word; nothing but the way back brings the subject back."""
    await talk.say("rain")
    assert await talk.person.slot("hidden") is not None
    await talk.say("who is this?")
    assert await talk.person.slot("hidden") is not None
    await talk.say(BACK)


async def _services_in_bangkok(processor: TurnProcessor, language: str) -> Talk:
    """Return a conversation in which services were named."""
    talk = Talk(Person(processor, "sms"), "sms", "TH")
    for text in (_needs(language), "Bangkok"):
        await talk.say(text)
    assert await talk.person.slot("named"), f"no services: {talk.story} -> {talk.person.responses}"
    return talk


@cache
def _needs(language: str) -> str:
    """Return how somebody asks for a lawyer: the first of the unseen texts."""
    groups = read_yaml(NLU / f"{language}.yml")["nlu"]
    texts = next(group["examples"] for group in groups if group["intent"] == "find_legal_help")
    return str(texts.splitlines()[0].removeprefix("- "))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_did_not_help_is_not_named_again(processor: TurnProcessor, language: str) -> None:
    """Law 11: "nobody answers" leads to what was not tried, then to an honest end."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    talk, tried = await _services_in_bangkok(processor, language), set[str]()
    for text in [
        each["text"]
        for each in read_yaml(NLU / "messages" / f"{language}.yml")["questions"]
        if each["aspect"] == "unreachable"
    ]:
        tried |= set(await talk.person.slot("named"))
        await talk.say(text)
        responses = set(talk.person.responses)
        assert not responses & {"utter_thanks", "utter_goodbye", "utter_clarify"}, f"{talk.story} -> {responses}"
        if "utter_other_options" in responses:
            again = tried & set(await talk.person.slot("named"))
            assert not again, f"named again: {talk.story}"


@pytest.mark.parametrize(("language", "text", "parts"), [row for row in PARTS if row[0] in LANGUAGES])
async def test_the_place_is_where_the_person_is(processor: TurnProcessor, language: str, text: str, parts: str) -> None:
    """Law 3: of an origin, a former place, a destination and a family's place none moves the person."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    talk = await _services_in_bangkok(processor, language)
    await talk.say(text)
    now = next(part.partition(" ")[2] for part in parts.split(",") if part.startswith("now"))
    assert (await talk.person.slot("place"))["country"] == now


@pytest.mark.parametrize("name", NAMES)
async def test_asked_by_name_found_by_name(processor: TurnProcessor, directory: Directory, name: str) -> None:
    """Law 10: a short number or an acronym that stands in the directory is found by itself."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    known = directory.find_by_name(name, None, "en")
    talk = Talk(Person(processor, "sms"), "sms", known[0].country)
    for text in ("i need a lawyer", f"what is {name}?"):
        await talk.say(text)
    assert "utter_found_by_name" in talk.person.responses, f"{talk.story} -> {talk.person.responses}"
    assert {each.id for each in known} & set(await talk.person.slot("named"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_laws(processor: TurnProcessor, language: str) -> None:
    """Nothing told is asked, the locked in are not sent out, limits last, danger is heard, STOP is silence."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    broken = []
    for seed in range(CONVERSATIONS):
        try:
            asyncio.run(_converse(processor, language, seed))
        except AssertionError as error:
            broken.append(str(error).split("\n", 1)[0])
    assert not broken, f"{len(broken)} of {CONVERSATIONS}\n" + "\n".join(broken)
