"""The faster training makes the same data of the same texts, and is needed."""

import copy
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rasa.engine.storage.local_model_storage import TarSafe
from rasa.shared.importers.importer import CombinedDataImporter, E2EImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.rasa_patches.training_data import fast_training


class CountingImporter:
    """Counts how often the texts are read."""

    reads = 0

    def get_nlu_data(self, _: str) -> TrainingData:
        """Return no texts."""
        self.reads += 1
        return TrainingData()


def test_rasa_reads_again_for_each_language() -> None:
    """Stock Rasa reads the texts again for another language argument; ours reads them once."""
    reads = []
    for context in (nullcontext, fast_training):
        source = CountingImporter()
        importer: Any = E2EImporter(source)
        importer._additional_training_data_from_stories = TrainingData
        with context():
            for language in ("en", "xx", "en"):
                importer.get_nlu_data(language)
        reads.append(source.reads)
    assert reads == [2, 1]


def test_rasa_reads_again_without_a_language() -> None:
    """Stock Rasa reads the texts again for the domain, which names no language; ours reads them once."""
    reads = []
    for context in (nullcontext, fast_training):
        source = CountingImporter()
        importer: Any = CombinedDataImporter([source])
        with context():
            importer.get_nlu_data("en")
            importer.get_nlu_data()
        reads.append(source.reads)
    assert reads == [2, 1]


def test_copies_are_independent() -> None:
    """A copy has all that a text has, and what a component adds to it does not appear in the text."""
    text = Message({"text": "i need a doctor", "intent": "ask_medical"}, {"intent"}, 7, [object()])
    with fast_training():
        twin = copy.deepcopy(text)
        assert vars(twin) == vars(text)
        twin.set("text", "another", add_to_output=True)
        twin.set("found", "it is", add_to_output=True)
        twin.features.clear()
    assert text.data == {"text": "i need a doctor", "intent": "ask_medical"}
    assert text.output_properties == {"text", "intent"}
    assert len(text.features) == 1


def test_rasa_copies_features() -> None:
    """Stock Rasa copies the features of a message too; ours shares them."""
    feature: Any = type("Feature", (), {})()
    message = Message({"text": "yes"}, None, None, [feature])
    assert copy.deepcopy(message).features[0] is not feature
    with fast_training():
        assert copy.deepcopy(message).features[0] is feature


def test_merges_without_duplicates() -> None:
    """A text that two files contain is there once; with another intent, or an entity, it is another text."""
    texts = [
        Message({"text": "yes", "intent": "affirm"}),
        Message({"text": "yes", "intent": "thank"}),
        Message({"text": "yes", "intent": "affirm", "entities": ["one"]}),
    ]
    stock = TrainingData(texts).merge(TrainingData(copy.deepcopy(texts)))
    with fast_training():
        ours = TrainingData(texts).merge(TrainingData(copy.deepcopy(texts)))
    assert len(ours.training_examples) == 3
    assert {message.fingerprint() for message in ours.training_examples} == {
        message.fingerprint() for message in stock.training_examples
    }


def test_rasa_hashes_every_text() -> None:
    """Stock Rasa hashes all of each text to find duplicates; ours hashes none with text and intent only."""
    texts = [Message({"text": f"text {number}", "intent": "affirm"}) for number in range(3)]
    with patch.object(Message, "__hash__", autospec=True, side_effect=Message.__hash__) as hashes:
        TrainingData.sanitize_examples(texts)
        assert hashes.call_count >= len(texts)
        hashes.reset_mock()
        with fast_training():
            TrainingData.sanitize_examples(texts)
        assert hashes.call_count == 0


def test_rasa_compresses_hardest(tmp_path: Path) -> None:
    """Stock Rasa writes models with gzip level 9, ours with 6: the header says slowest (2) or neither (RFC 1952)."""
    flags = []
    for context in (nullcontext, fast_training):
        with context(), TarSafe.open(tmp_path / "model.tar.gz", "w:gz"):
            pass
        flags.append((tmp_path / "model.tar.gz").read_bytes()[8])
    assert flags == [2, 0]


def test_only_during_training() -> None:
    """Afterwards Rasa is as it was."""
    before = TarSafe.gzopen, TrainingData.sanitize_examples
    with fast_training():
        assert hasattr(Message, "__deepcopy__")
    assert (TarSafe.gzopen, TrainingData.sanitize_examples) == before
    assert not hasattr(Message, "__deepcopy__")
