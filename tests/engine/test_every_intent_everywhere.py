"""Whatever somebody means, wherever the conversation stands, a rule leads on."""

import logging
from collections import Counter

import pytest
import yaml
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_only
from bot.engine.generator import Collector
from bot.engine.processor import FALLBACK, TurnProcessor
from bot.message import Pseudonym
from bot.privacy.sealing import Keys
from bot.replies.speaker import Speaker
from bot.state.memory import InMemory
from tests.conversations.person import Person
from tests.engine.trees import ROOT

_DOMAIN = yaml.safe_load((ROOT / "bot/dialogue/domain/intents.yml").read_text("utf-8"))
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
    policies = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["policies"]
    assert [policy["core_fallback_action_name"] for policy in policies] == [FALLBACK]


@pytest.fixture(scope="module")
def lived() -> dict[str, tuple[InMemory, Pseudonym]]:
    """The conversations that led to each place to stand: lived through once, since a turn keeps nothing by itself."""
    return {}


async def _standing(
    processor: TurnProcessor, lived: dict[str, tuple[InMemory, Pseudonym]], stands: str
) -> DialogueStateTracker:
    """Return where somebody stands after these messages."""
    if stands not in lived:
        store = InMemory()
        processor.keep_in(store, Keys.of_this_process())
        person = Person(processor)
        lived[stands] = store, person.pseudonym
        for words in STANDS[stands]:
            await person.says(words)
    store, pseudonym = lived[stands]
    processor.keep_in(store, Keys.of_this_process())
    return await processor.get_tracker(pseudonym)


@pytest.mark.parametrize("stands", STANDS)
@pytest.mark.parametrize("intent", INTENTS)
async def test_a_rule_leads_on(
    processor: TurnProcessor,
    lived: dict[str, tuple[InMemory, Pseudonym]],
    caplog: pytest.LogCaptureFixture,
    intent: str,
    stands: str,
) -> None:
    """Something is said, nothing twice in one turn, a way leads on, and nobody is misunderstood who was understood."""
    tracker = await _standing(processor, lived, stands)
    collector = Collector("telegram")
    with caplog.at_level(logging.WARNING):
        await processor.take_turn(tracker, intent_only(intent), [], collector)
    said = Counter(utterance.response for utterance in collector.utterances)
    del said["utter_service"]
    assert "no rule leads on" not in caplog.text
    if intent == "someone_watching":
        assert collector.utterances == []
        assert tracker.get_slot("hidden") == 0
        return
    assert said or collector.utterances
    assert max(said.values(), default=1) == 1, said
    if intent not in {"nlu_fallback", "out_of_scope"}:
        assert "utter_clarify" not in said
    if intent not in ENDS:
        assert Speaker(processor.domain.responses).speak(collector.utterances, "en", "telegram")[-1].choices
