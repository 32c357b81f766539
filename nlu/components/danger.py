"""Rasa component: hands on a danger or self-harm, before anything else is classified."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NluComponent
from nlu.components.metadata import DANGER, INTENT_OF_SIGNAL, LANGUAGE, SUSPECTED, get_metadata, get_reading, set_intent
from nlu.reading.examples import DANGER_INTENTS
from nlu.reading.schema import Act, Reading
from nlu.reading.signals import Signal
from nlu.reading.stories import is_story
from nlu.text.danger_phrases import Danger, find_danger, has_wish_to_die
from nlu.text.short_answers import ShortAnswer, parse_short_answer

_PLACE, _CHILD, _ALONE_AGAIN = "give_place", "i_am_a_child", "watcher_gone"
_RATHER = 0.7
"""Share of self-harm that counts beside an intent that sounds like it."""
_HARDLY_ANY = 0.1
_DANGER_INTENTS = frozenset(DANGER_INTENTS.values())
_HURT = frozenset({Signal.BLEEDING, Signal.UNCONSCIOUS})
"""Signals of somebody who is badly hurt."""
_URGENT = frozenset({Signal.LOCKED, Signal.AT_DOOR, *_HURT})
"""Signals of somebody who cannot get out, who meets the danger outside the door, or is badly hurt: no act does away
with them."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(NluComponent):
    """Sets the intent if the probability of a danger is at least `certain`, and suspects one from `threshold` on.

    In a long message one is suspected from `long` on, or if it has a `share` of the intents. Of somebody who cannot get
    out, `threshold` is certain, and `locked` a suspicion; of somebody who is badly hurt, `hurt` is one, and after a
    danger `goes_on`. Self-harm that is no intent of a long message is any danger.

    A likely dialogue act of danger or self-harm is a suspicion too; with `sure_of_act` self-harm is certain, and any
    other act ends a danger that is not `beyond_doubt`, from `surest_act` on any danger. Where in several clauses the
    dialogue acts of danger and self-harm together have less than `agreeing`, a danger is only suspected.

    A miss may cost a life, a false alarm costs one unnecessary message: both are set so that very few are missed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {
            "threshold": 0.4, "long": 0.35, "share": 0.4, "certain": 0.7, "locked": 0.05, "hurt": 0.02,
            "goes_on": 0.3,
            "beyond_doubt": 0.93, "overruling": 0.05, "sure_of_act": 0.9, "surest_act": 0.98, "agreeing": 0.1,
        }  # fmt: skip

    def annotate(self, message: Message) -> None:
        """Set the danger, or the suspicion of one."""
        message.set(DANGER, None, add_to_output=True)
        if parse_short_answer(message.get(TEXT) or "", message.get(LANGUAGE)) is ShortAnswer.STOP:
            return  # the bot tells people to send this word, though elsewhere it may be a plea
        reading = get_reading(message)
        danger = reading.danger
        # "What did she tell you? Does she want to die?" is what somebody who has the phone may ask.
        is_watched = Signal.WATCHING in reading.signals
        wishes_to_die = not is_watched and has_wish_to_die(reading.text, reading.language)
        intent = (message.get(INTENT) or {}).get("name")
        is_signal = intent in INTENT_OF_SIGNAL.values()
        act = reading.act
        tells_by_act = act is not None and (act.is_likely(Act.DANGER) or act.is_likely(Act.SELF_HARM))
        hides = self._has_no_danger(reading) or (act is not None and act.is_likely(Act.COVER))
        if intent == INTENT_OF_SIGNAL[Signal.WATCHING] and not wishes_to_die and hides:
            return  # "he is coming, I heard the key": an emergency number on the screen would give the person away
        says_goodbye = Signal.FAREWELL in reading.signals and self._has_no_danger(reading) and not tells_by_act
        is_settled = is_signal or Signal.SAFE_NOW in reading.signals or says_goodbye
        if is_settled and not wishes_to_die and danger.probability < self.config["beyond_doubt"]:
            return
        if not wishes_to_die and self._is_other_act(reading):
            return
        certain, threshold = self._thresholds(message)
        kind, is_clear = self._kind(reading)
        if self._is_self_harm_by_act(reading):
            set_danger(message, Danger.SELF_HARM)
        elif danger.probability >= certain and is_clear and not self._is_in_doubt(reading):
            set_danger(message, kind)
        elif wishes_to_die:
            set_danger(message, Danger.SELF_HARM)  # it is never left for another request in the message
        elif danger.probability >= threshold or tells_by_act:
            message.set(SUSPECTED, Danger.SELF_HARM if self._may_be_self_harm(reading) else Danger.DANGER)

    def _is_self_harm_by_act(self, reading: Reading) -> bool:
        """Return whether the dialogue act is self-harm, and surely so or beside a certain danger."""
        act = reading.act
        if act is None or not act.is_likely(Act.SELF_HARM):
            return False
        is_sure = act.probability >= self.config["sure_of_act"]
        return bool(is_sure or reading.danger.probability >= self.config["certain"])

    @staticmethod
    def _may_be_self_harm(reading: Reading) -> bool:
        """Return whether a suspicion is one of self-harm: by its dialogue act, if it has one, and else by its words."""
        if reading.act is not None:
            return reading.act.act is Act.SELF_HARM
        return reading.danger.danger is Danger.SELF_HARM and find_danger(reading.text) is Danger.SELF_HARM

    def _is_other_act(self, reading: Reading) -> bool:
        """Return whether the dialogue act surely is neither danger nor self-harm, and nothing else says that it is."""
        act = reading.act
        if act is None or act.act in {Act.DANGER, Act.SELF_HARM}:
            return False
        if not _URGENT.isdisjoint(reading.signals):
            return False
        is_beyond_doubt = reading.danger.probability >= self.config["beyond_doubt"]
        return bool(act.probability >= self.config["surest_act" if is_beyond_doubt else "sure_of_act"])

    def _kind(self, reading: Reading) -> tuple[Danger, bool]:
        """Return what the danger is, and whether that is clear: self-harm must be an intent of a long message."""
        shares, least = dict(reading.intents), self.config["overruling"]
        is_harm = reading.danger.danger is Danger.SELF_HARM
        share = shares.get(DANGER_INTENTS[Danger.SELF_HARM], 0.0)
        # "He has gone to bed, I am alone again" sounds desperate.
        is_alone_again = reading.intents[0][0] == _ALONE_AGAIN and share < _RATHER
        if is_harm and ((is_story(reading.text) and share < least) or is_alone_again):
            return Danger.DANGER, bool(shares.get(DANGER_INTENTS[Danger.DANGER], 0.0) >= least)
        return reading.danger.danger, True

    def _thresholds(self, message: Message) -> tuple[float, float]:
        """Return the probabilities from which a danger is certain, and from which it is suspected."""
        reading, certain, threshold = get_reading(message), self.config["certain"], self.config["threshold"]
        if Signal.LOCKED in reading.signals:
            return self.config["threshold"], self.config["locked"]
        if not _HURT.isdisjoint(reading.signals):
            return certain, self.config["hurt"]
        if get_metadata(message).get("in_danger"):
            return certain, self.config["goes_on"]
        if not is_story(reading.text):
            return certain, threshold
        shares, (first, _) = dict(reading.intents), reading.intents[0]
        is_intent = max(shares.get(intent, 0.0) for intent in _DANGER_INTENTS) >= self.config["share"]
        return certain, 0.0 if is_intent and first != _CHILD else self.config["long"]

    @staticmethod
    def _has_no_danger(reading: Reading) -> bool:
        """Return whether the intents of danger have hardly any share of a message."""
        shares = dict(reading.intents)
        return sum(shares.get(intent, 0.0) for intent in _DANGER_INTENTS) < _HARDLY_ANY

    def _is_in_doubt(self, reading: Reading) -> bool:
        """Return whether the dialogue acts of several clauses, or the intents of one, say that a danger is none."""
        may_be_none = reading.clauses > 1 and _URGENT.isdisjoint(reading.signals) and find_danger(reading.text) is None
        disagrees = reading.act is not None and reading.act.harm < self.config["agreeing"] and may_be_none
        return disagrees or self._is_overruled(reading)

    def _is_overruled(self, reading: Reading) -> bool:
        """Return whether a short message is clearly something else: the two intents of danger have little of it.

        In a longer message the intents are those of all its clauses, and overrule nothing.
        """
        shares = dict(reading.intents)
        danger = sum(shares.get(intent, 0.0) for intent in _DANGER_INTENTS)
        share = danger / (
            1.0 - shares.get(_PLACE, 0.0) + danger + 1e-9
        )  # a place beside a danger takes nothing from it
        doubtful = reading.clauses == 1 and reading.danger.probability < self.config["beyond_doubt"]
        is_short = not is_story(reading.text) and Signal.AT_DOOR not in reading.signals
        return doubtful and is_short and share < self.config["overruling"]


def set_danger(message: Message, danger: Danger) -> None:
    """Set the danger and its intent."""
    message.set(DANGER, danger.value, add_to_output=True)
    set_intent(message, DANGER_INTENTS[danger])
