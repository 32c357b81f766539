"""In every state of the conversation a rule applies to every intent."""

import logging
from collections import Counter

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_parse_data
from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.message_processor import FALLBACK_ACTION
from bot.engine.response_collector import ResponseCollector
from bot.privacy.encryption import Keys
from bot.rendering.renderer import Renderer
from bot.state.memory_store import MemoryStore
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person
from tests.engine.project_copy import ROOT

_DOMAIN = read_yaml(ROOT / "bot/dialogue/domain/intents.yml")
INTENTS = [*_DOMAIN["intents"], "nlu_fallback"]

STATES: dict[str, list[str]] = {
    "at the beginning": [],
    "asked whether it is safe": ["hello"],
    "at the menu": ["menu"],
    "at the second page of the menu": ["menu", "something else"],
    "asked what is needed": ["i am in Bangkok"],
    "asked what is needed again": ["i am in Bangkok", "banana"],
    "asked where": ["i need a lawyer"],
    "asked for the country": ["i need a lawyer", "banana"],
    "asked which country they are from": ["i want to go home, i am in Hanoi"],
    "after their own state": ["i want to go home, i am in Hanoi", "cambodia"],
    "after services": ["i need a lawyer in Bangkok"],
    "after a question about a service": ["i need a lawyer in Bangkok", "are they open now?"],
    "after a service was asked for by name": ["i need a lawyer in Bangkok", "what is the number of IOM"],
    "after a service did not help": ["i need a lawyer in Bangkok", "nobody answers there"],
    "after a correction": ["i need a lawyer in Bangkok", "no police please"],
    "after services from anywhere": ["i need a lawyer", "no"],
    "asked for the country in danger": ["he is going to kill me"],
    "after danger": ["he is going to kill me, i am in Bangkok"],
    "after the danger was over": ["he is going to kill me", "i am safe now"],
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
    "asked whether to erase": ["i need a lawyer in Bangkok", "delete everything please, also my photos"],
    "after all was erased": ["i need a lawyer", "delete everything i wrote"],
}

LAST_RESPONSES = {
    "asked whether it is safe": "utter_ask_safe",
    "at the menu": "utter_ask_need",
    "at the second page of the menu": "utter_more_needs",
    "asked what is needed": "utter_ask_need",
    "asked what is needed again": "utter_ask_need_again",
    "asked where": "utter_ask_place",
    "asked for the country": "utter_ask_country",
    "asked which country they are from": "utter_ask_home_country",
    "after a question about a service": "utter_about",
    "after a service was asked for by name": "utter_still_here",
    "after a service did not help": "utter_still_here",
    "after a correction": "utter_after_services",
    "asked for the country in danger": "utter_danger_somewhere",
    "after the danger was over": "utter_danger_over",
    "asked about which right": "utter_rights",
    "asked for a word of their own": "utter_ask_word",
    "asked for how long a pause is": "utter_ask_pause",
    "asked whether this helped": "utter_did_it_help",
    "asked whether to erase": "utter_ask_erase",
    "after all was erased": "utter_erased",
}
"""The last response on the way to a state, where it shows that this is the state."""

ENDS = {
    *("goodbye", "thank", "erase_chat", "ask_privacy", "ask_bot", "prying", "ask_cost", "unreadable", "stale_choice"),
    *("it_helped", "pause_for", "choose_word", "word_not_good", "ask_about_service"),
}
"""Intents whose answer needs no choices: it is complete, choices would reveal too much, or a word is asked for."""


def test_the_fallback_is_the_configured_one() -> None:
    """The action that may run once per turn is the fallback action of config.yml."""
    policies = read_yaml(ROOT / "config.yml")["policies"]
    assert [policy["core_fallback_action_name"] for policy in policies] == [FALLBACK_ACTION]


@pytest.mark.parametrize("state", STATES)
async def test_a_rule_applies(processor: TurnProcessor, caplog: pytest.LogCaptureFixture, state: str) -> None:
    """There is a reply, nothing is said twice in a turn, there is a next step, and no intent ends in the fallback."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    person = Person(processor)
    for words in STATES[state]:
        await person.send_text(words)
    if state in LAST_RESPONSES:
        assert person.responses[-1] == LAST_RESPONSES[state]
    wrong = {}
    for intent in INTENTS:
        caplog.clear()
        # A turn stores nothing by itself, so each one starts in the same state.
        tracker, collector = await processor.get_tracker(person.pseudonym), ResponseCollector("telegram")
        with caplog.at_level(logging.WARNING):
            await processor.run_turn(tracker, intent_parse_data(intent), [], collector)
        errors = _errors(processor, tracker, collector, intent, caplog.text)
        if errors:
            wrong[intent] = errors
    assert wrong == {}


def _errors(
    processor: TurnProcessor, tracker: DialogueStateTracker, collector: ResponseCollector, intent: str, log: str
) -> list[str]:
    """Return what is wrong with a turn."""
    counts = Counter(utterance.response for utterance in collector.utterances)
    del counts["utter_service"]
    errors = ["no rule applies"] if "no rule applies" in log else []
    if intent == "someone_watching":
        hides = collector.utterances == [] and tracker.get_slot("hidden") == 0
        return errors if hides else [*errors, "it does not hide"]
    if not collector.utterances:
        return [*errors, "nothing is said"]
    if max(counts.values(), default=1) != 1:
        errors.append(f"said twice: {counts}")
    if intent not in {"nlu_fallback", "out_of_scope"} and "utter_clarify" in counts:
        errors.append("misunderstood")
    if (
        intent not in ENDS
        and not Renderer(processor.domain.responses).render(collector.utterances, "en", "telegram")[-1].choices
    ):
        errors.append("nothing to choose")
    return errors
