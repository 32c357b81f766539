"""Whatever somebody means, wherever the conversation stands, a rule leads on."""

import logging
from collections import Counter

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_only
from bot.engine.processor import FALLBACK, TurnProcessor
from bot.engine.response_collector import Collector
from bot.privacy.encryption import Keys
from bot.rendering.renderer import Speaker
from bot.state.memory_store import InMemory
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person
from tests.engine.trees import ROOT

_DOMAIN = read_yaml(ROOT / "bot/dialogue/domain/intents.yml")
INTENTS = [*_DOMAIN["intents"], "nlu_fallback"]

STANDS: dict[str, list[str]] = {
    "at the beginning": [],
    "asked whether it is safe": ["hello"],
    "at the menu": ["menu"],
    "at the second page of the menu": ["menu", "something else"],
    "asked what is needed": ["i am in Bangkok"],
    "asked what is needed again": ["i am in Bangkok", "banana"],
    "asked where": ["i need a lawyer"],
    "asked for the country": ["i need a lawyer", "banana"],
    "asked for whom a bed is": ["i need a place to sleep in Bangkok"],
    "asked which country they are from": ["i want to go home, i am in Hanoi"],
    "after their own state": ["i want to go home, i am in Hanoi", "cambodia"],
    "after services": ["i need a lawyer in Bangkok"],
    "after services from anywhere": ["i need a lawyer", "no"],
    "asked for the country in danger": ["he is going to kill me"],
    "after danger": ["he is going to kill me, i am in Bangkok"],
    "after privacy": ["who can see what i write?"],
    "twice not understood": ["blorp flump", "zzz zzz"],
    "after what is being done to them": ["my boss does not pay me and i work 16 hours a day"],
    "a child that is asked what is needed": ["im 15"],
    "after a report": ["i want to report my trafficker to the police, i am in Bangkok"],
    "after somebody else was told of": ["my sister needs help"],
    "asked about what is happening": ["menu", "something else", "what is happening to me?", "1"],
    "asked about which right": ["what are my rights?"],
    "after a page of rights": ["i need a lawyer in Bangkok", "what are my rights?", "my papers"],
    "after a feeling": ["i am so afraid"],
    "after somebody watched": ["i need a lawyer", "can't write now, he is reading my phone", "sun"],
    "asked for a word of their own": ["menu", "rain", "sun", "choose my own word"],
    "asked for how long a pause is": ["i need a lawyer", "i want to pause"],
    "asked whether this helped": ["i need a lawyer in Bangkok", "thank you"],
    "after all was erased": ["i need a lawyer", "delete everything i wrote"],
}

ENDS = {
    *("goodbye", "thank", "erase_chat", "ask_privacy", "ask_bot", "ask_cost", "unreadable", "stale_choice"),
    *("it_helped", "pause_for", "choose_word", "word_not_good"),
}
"""Intents after which nothing need be chosen: an answer is complete, choices would tell too much, a word is wanted."""


def test_the_fallback_is_the_configured_one() -> None:
    """The action that may run once a turn is the one that config.yml falls back to."""
    policies = read_yaml(ROOT / "config.yml")["policies"]
    assert [policy["core_fallback_action_name"] for policy in policies] == [FALLBACK]


@pytest.mark.parametrize("stands", STANDS)
async def test_a_rule_leads_on(processor: TurnProcessor, caplog: pytest.LogCaptureFixture, stands: str) -> None:
    """Something is said, nothing twice in one turn, a way leads on, and nobody is misunderstood who was understood."""
    processor.keep_in(InMemory(), Keys.of_this_process())
    person = Person(processor)
    for words in STANDS[stands]:
        await person.says(words)
    wrong = {}
    for intent in INTENTS:
        caplog.clear()
        # A turn keeps nothing by itself: each begins where the person stands.
        tracker, collector = await processor.get_tracker(person.pseudonym), Collector("telegram")
        with caplog.at_level(logging.WARNING):
            await processor.take_turn(tracker, intent_only(intent), [], collector)
        faults = _faults(processor, tracker, collector, intent, caplog.text)
        if faults:
            wrong[intent] = faults
    assert wrong == {}


def _faults(
    processor: TurnProcessor, tracker: DialogueStateTracker, collector: Collector, intent: str, log: str
) -> list[str]:
    """Return what is wrong with a turn."""
    said = Counter(utterance.response for utterance in collector.utterances)
    del said["utter_service"]
    faults = ["no rule leads on"] if "no rule leads on" in log else []
    if intent == "someone_watching":
        hides = collector.utterances == [] and tracker.get_slot("hidden") == 0
        return faults if hides else [*faults, "it does not hide"]
    if not collector.utterances:
        return [*faults, "nothing is said"]
    if max(said.values(), default=1) != 1:
        faults.append(f"said twice: {said}")
    if intent not in {"nlu_fallback", "out_of_scope"} and "utter_clarify" in said:
        faults.append("misunderstood")
    if (
        intent not in ENDS
        and not Speaker(processor.domain.responses).speak(collector.utterances, "en", "telegram")[-1].choices
    ):
        faults.append("nothing to choose")
    return faults
