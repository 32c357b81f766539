"""Nobody is told the same three times in a row as if we had not noticed."""

import hashlib
from collections.abc import Sequence

from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rendering.utterance import Utterance

_TOO_OFTEN = 3
_OF_DANGER = ("utter_danger_", "utter_self_harm_")


def not_a_third_time(utterances: Sequence[Utterance], tracker: DialogueStateTracker, key: bytes) -> Sequence[Utterance]:
    """Return what to say. The same a third time in a row stands behind a word that we know it, and a way out.

    Without the key the digest of an answer with a number in it could be tried out.

    In danger nothing stands in front: a third time the question where somebody is becomes what helps anywhere.
    """
    answer = hashlib.blake2b(repr(utterances).encode(), key=key, digest_size=8).hexdigest()
    before = tracker.get_slot("answered") or {}
    times = before["times"] + 1 if before.get("answer") == answer else 1
    tracker.update(SlotSet("answered", {"answer": answer, "times": times}))
    if not utterances or times % _TOO_OFTEN:
        return utterances
    if is_of_danger(utterances):
        return [_anywhere(utterance) for utterance in utterances]
    return [Utterance("utter_same_again"), *utterances]


def is_of_danger(utterances: Sequence[Utterance]) -> bool:
    """Tell whether an answer is one to danger or self-harm."""
    return any(utterance.response.startswith(_OF_DANGER) for utterance in utterances)


def _anywhere(utterance: Utterance) -> Utterance:
    asks, somewhere, _ = utterance.response.partition("_somewhere")
    return Utterance(f"{asks}_anywhere") if somewhere else utterance
