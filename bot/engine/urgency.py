"""Which messages are answered however fast their sender writes: danger, what follows it, hiding and erasing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from nlu.encoder.sentence_encoder import Clauses, Vectors
from nlu.reading.features import MessageFeatures
from nlu.reading.intents import SPARSE_SCALE
from nlu.reading.signals import Signal, find_signals
from nlu.reading.sparse_models import SparseModels
from nlu.text.danger_phrases import find_danger
from nlu.text.language_model import LanguageModel
from nlu.text.linear_model import softmax

_URGENT_INTENTS = {"in_danger", "self_harm", "possible_danger", "someone_watching", "erase_chat"}
_DANGER_NEEDS = {"danger", "self_harm"}
_URGENT_SIGNALS = frozenset({Signal.WATCHING, Signal.ERASE, Signal.LOCKED, Signal.AT_DOOR})
_MAY_BE = 0.05
"""Probability of the urgent intents together, by the sparse model, from which a text may be urgent. With it 480 of 483
test texts pass that the parse takes for danger or self-harm, and 44% of what is not urgent."""


def is_danger_open(tracker: DialogueStateTracker) -> bool:
    """Return whether a conversation is about a danger: then any message may hold what is missing, such as the place."""
    return bool(tracker.get_slot("alarm") or tracker.get_slot("alarms") or tracker.get_slot("need") in _DANGER_NEEDS)


def is_urgent(parse_data: dict[str, Any] | None, tracker: DialogueStateTracker) -> bool:
    """Return whether a message is answered in any case: danger, anything that follows it, hiding, erasing."""
    is_urgent_intent = parse_data is not None and parse_data["intent"]["name"] in _URGENT_INTENTS
    return is_urgent_intent or is_danger_open(tracker)


@dataclass(frozen=True, slots=True)
class UrgencyScreen:
    """Finds texts that may be urgent by word lists and sparse models alone, at a tenth of the cost of a parse.

    The danger is a plea for help that does not pass: so it is wide, and the parse decides about what passes. It can't
    judge a language without training texts, and lets that pass.
    """

    models: SparseModels
    languages: LanguageModel

    def may_be_urgent(self, text: str, language: str | None) -> bool:
        """Return whether a text may be urgent; `language` (BCP 47) is that of the conversation so far."""
        features = MessageFeatures.of(text, _no_encoder)
        language = self.languages.identify(features.text, default=language).language
        if find_danger(features.text) or not _URGENT_SIGNALS.isdisjoint(find_signals(features.text, language)):
            return True
        clauses = (MessageFeatures(clause.text, [clause], _no_encoder) for clause in features.clauses)
        return any(self._is_clause_urgent(clause, language) for clause in clauses)

    def _is_clause_urgent(self, clause: MessageFeatures, language: str) -> bool:
        if not self.models.danger.is_surely_harmless(clause, language):
            return True
        intents = self.models.intents
        scores = intents.sparse.scores(intents.spelling.transform_one(clause.spelling[0]))
        shares = zip(intents.sparse.classes, softmax(scores * SPARSE_SCALE).tolist(), strict=True)
        return bool(sum(share for intent, share in shares if intent in _URGENT_INTENTS) >= _MAY_BE)


def _no_encoder(_: Sequence[Clauses]) -> list[Vectors]:
    """Stand where a parse has the encoder, which is most of its cost; the screen asks for no vector."""
    raise NotImplementedError
