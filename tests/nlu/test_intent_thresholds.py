"""Intents that are accepted only above a threshold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from nlu.components.intent import HybridIntentClassifier
from nlu.text.intent_model import IntentModel, Ranking
from tests.nlu.letter_encoder import LetterEncoder

TEXTS = {
    "insult": ["stupid bot", "shut up", "you are useless", "idiot"],
    "ask_bot": ["are you a bot", "who are you", "what is your name", "are you human"],
    "thank": ["thank you", "many thanks", "thanks a lot", "cheers"],
}
SAID = "stupid who are you"

Ranked = Callable[[dict[str, float]], Ranking]


@pytest.fixture
def ranked(tmp_path: Path) -> Ranked:
    """Return a function: `sure_of` -> the ranking that the component notes of `SAID`."""
    pairs = [(text, intent) for intent, texts in TEXTS.items() for text in texts]
    texts, intents = [text for text, _ in pairs], [intent for _, intent in pairs]
    model = IntentModel.fit(texts, intents, ["en"] * len(texts), LetterEncoder().encode)

    def parse(sure_of: dict[str, float]) -> Ranking:
        config = {"cascade_threshold": 0.0, "overruling": 0.05, "sure_of": sure_of}
        message = Message({"text": SAID, "language": "en"})
        HybridIntentClassifier(config, LocalModelStorage(tmp_path), Resource("intents"), model).process([message])
        noted = [(entry["name"], entry["confidence"]) for entry in message.get("intent_ranking")]
        assert noted[0] == (message.get("intent")["name"], message.get("intent")["confidence"])
        return noted

    return parse


def test_drops_intent_below_threshold(ranked: Ranked) -> None:
    """Below its probability the first intent is out of question, and the next one has its share of what remains."""
    (first, probability), (second, other), (_, least) = ranked({})
    without = ranked({first: probability + 0.001})
    assert without[0][0] == second
    assert without[0][1] == pytest.approx(other / (other + least))
    assert first not in dict(without)


def test_keeps_intent_at_threshold(ranked: Ranked) -> None:
    """From its probability on it is believed, and nothing changes."""
    always = ranked({})
    assert ranked({always[0][0]: always[0][1]}) == always


def test_only_first_intent_needs_threshold(ranked: Ranked) -> None:
    """The threshold applies only to the first intent."""
    always = ranked({})
    assert ranked({always[1][0]: 1.0}) == always
