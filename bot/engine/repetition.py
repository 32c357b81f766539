"""Notice the same answer twice in a row, and vary it."""

import hashlib
from collections.abc import Sequence

from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rendering.utterance import Utterance

_TOO_OFTEN, _TOO_OFTEN_IN_DANGER = 2, 3
_HINT = "utter_hide_hint"
"""Makes no other answer of the same one."""
_ANYWHERE = {
    "utter_danger_somewhere": "utter_danger_anywhere",
    "utter_self_harm_somewhere": "utter_self_harm_anywhere",
}
"""The question where somebody is -> the same without it; who is locked in is asked again."""
_SAYS_NOTHING = frozenset({"utter_neutral", "utter_erased"})
"""Answers to whoever else reads the phone: nothing may stand beside them."""
_DANGER_PREFIXES = ("utter_danger_", "utter_self_harm_")


def avoid_repetition(utterances: Sequence[Utterance], tracker: DialogueStateTracker, key: bytes) -> Sequence[Utterance]:
    """Return the utterances; before every second identical answer in a row put one that says so and offers a way out.

    In danger nothing may come first, so numbers are said again; the third time, the question where the person is
    becomes advice for any country.
    The tracker stores a keyed digest, since without the key an answer that holds a number could be guessed from it.
    """
    lasting = [(utterance.response, utterance.values) for utterance in utterances if utterance.response != _HINT]
    digest = hashlib.blake2b(repr(lasting).encode(), key=key, digest_size=8).hexdigest()  # other choices, same answer
    last = tracker.get_slot("answered") or {}
    times = last["times"] + 1 if last.get("answer") == digest else 1
    tracker.update(SlotSet("answered", {"answer": digest, "times": times}))
    is_danger = is_danger_answer(utterances)
    says_nothing = _SAYS_NOTHING.issuperset(utterance.response for utterance in utterances)
    if says_nothing or times % (_TOO_OFTEN_IN_DANGER if is_danger else _TOO_OFTEN):
        return utterances
    if is_danger:
        return [_for_any_country(utterance) for utterance in utterances]
    return [Utterance("utter_same_again"), *utterances]


def is_danger_answer(utterances: Sequence[Utterance]) -> bool:
    """Return whether an answer is one to danger or self-harm."""
    return any(utterance.response.startswith(_DANGER_PREFIXES) for utterance in utterances)


def _for_any_country(utterance: Utterance) -> Utterance:
    response = _ANYWHERE.get(utterance.response)
    return Utterance(response) if response else utterance
