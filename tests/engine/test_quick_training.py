"""What Rasa does quicker while it trains is the same."""

import copy

from rasa.engine.storage.local_model_storage import TarSafe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.rasa_patches.training import training_quickly


def test_copies_are_apart() -> None:
    """What a component adds to a copy of a text is not in the text, and a copy has all that the text has."""
    text = Message({"text": "i need a doctor", "intent": "ask_medical"}, {"intent"}, 7, [object()])
    with training_quickly():
        twin = copy.deepcopy(text)
        assert vars(twin) == vars(text)
        twin.set("text", "another", add_to_output=True)
        twin.set("found", "it is", add_to_output=True)
        twin.features.clear()
    assert text.data == {"text": "i need a doctor", "intent": "ask_medical"}
    assert text.output_properties == {"text", "intent"}
    assert len(text.features) == 1


def test_merged_without_doubles() -> None:
    """A text that two files hold is there once; with another intent, or an entity, it is another text."""
    texts = [
        Message({"text": "yes", "intent": "affirm"}),
        Message({"text": "yes", "intent": "thank"}),
        Message({"text": "yes", "intent": "affirm", "entities": ["one"]}),
    ]
    slowly = TrainingData(texts).merge(TrainingData(copy.deepcopy(texts)))
    with training_quickly():
        quickly = TrainingData(texts).merge(TrainingData(copy.deepcopy(texts)))
    assert len(quickly.training_examples) == 3
    assert {each.fingerprint() for each in quickly.training_examples} == {
        each.fingerprint() for each in slowly.training_examples
    }


def test_only_meanwhile() -> None:
    """Afterwards Rasa is as it was."""
    before = TarSafe.gzopen, TrainingData.sanitize_examples
    with training_quickly():
        assert hasattr(Message, "__deepcopy__")
    assert (TarSafe.gzopen, TrainingData.sanitize_examples) == before
    assert not hasattr(Message, "__deepcopy__")
