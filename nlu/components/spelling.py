"""How a message is spelt, which two components want to know and one of them counts."""

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.text.spelling_features import Counts, counts

_COUNTS = "spelling"


def counted(message: Message) -> Counts:
    """Return what the message's spelling is made of, counted once."""
    known: Counts | None = message.get(_COUNTS)
    if known is None:
        known = counts([message.get(TEXT) or ""])
        message.set(_COUNTS, known)
    return known
