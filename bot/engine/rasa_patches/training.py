"""Keep Rasa from reading, copying and hashing sixty thousand training texts again and again, and from packing for long.

Its importers stand one on another and remember what they read by the language that they
are asked for, which is once the configuration's and once "en"; each copies every text with all that is in it; what is
merged is rid of doubles by a hash of every text's whole content. None of it changes the model.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from unittest.mock import patch

from rasa.engine.storage.local_model_storage import TarSafe
from rasa.shared.importers.importer import E2EImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_PLAIN = {TEXT, INTENT, METADATA}
"""All that a message has which comes from our files of training texts."""
_PACKED = 6
"""How hard gzip tries: at 9, Rasa's choice, a model takes seven times as long and is 1 % smaller."""


@contextmanager
def training_quickly() -> Iterator[None]:
    """Read the training texts once, copy no text that stays as it is, and tell doubles apart by text and intent."""
    read = cache(E2EImporter.get_nlu_data)
    hashed = TrainingData.sanitize_examples

    def sanitized(examples: list[Message]) -> list[Message]:
        plain = {(each.get(TEXT), each.get(INTENT)): each for each in examples if each.data.keys() <= _PLAIN}
        others = [each for each in examples if not each.data.keys() <= _PLAIN]
        return [*plain.values(), *hashed(others)]

    with (
        patch.object(E2EImporter, "get_nlu_data", lambda importer, *_, **__: read(importer)),
        patch.object(TrainingData, "sanitize_examples", staticmethod(sanitized)),
        patch.object(Message, "__deepcopy__", _copied, create=True),
        patch.object(TarSafe, "gzopen", partial(TarSafe.gzopen, compresslevel=_PACKED)),
    ):
        yield


def _copied(message: Message, _memo: object) -> Message:
    """Return another message that holds the same: what is added to the one is not in the other."""
    return Message(message.data, set(message.output_properties), message.time, list(message.features))
