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
_DANGER_OF_ACT = {Act.DANGER: Danger.DANGER, Act.SELF_HARM: Danger.SELF_HARM}
_HURT = frozenset({Signal.BLEEDING, Signal.INNER_BLEEDING, Signal.UNCONSCIOUS})
"""Signals of somebody who is badly hurt."""
_URGENT = frozenset({Signal.LOCKED, Signal.AT_DOOR, *_HURT})
"""Signals of somebody who cannot get out, who meets the danger outside the door, or is badly hurt: words that
tell of a danger."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(NluComponent):
    """Sets the intent if a message surely tells of a danger or of self-harm, and suspects one if it perhaps does.

    Where the dialogue act was read, the probability of its acts of danger and self-harm decides: one is suspected from
    `likely` on, or from `goes_on` by whoever has just got the numbers; from `perhaps` if the model of danger says so
    with `threshold`, and from `in_words` if words tell it. It is certain where both agree: their mean, in which the
    acts have the weight `share_of_acts`, reaches `agreeing`. In one clause it is from `perhaps` on, and beside words
    from `in_words`, if the model has `certain`. An act of self-harm is certain from `by_act` on; whoever cannot get
    out, meets the danger outside, or is hurt is asked in any case. What the model of danger takes for self-harm is none
    in a long message whose intents say otherwise, unless it has `certain` and the acts `despite_intents`.

    Where it was not, in single sentences, the model of danger decides: one is suspected from `threshold` on, and
    certain from `certain` on, unless the intents of danger have less than `overruling`. Of somebody who cannot get out
    `threshold` is certain and `locked` a suspicion; of somebody who is badly hurt `hurt` is one. In a long message one
    is suspected from `long` on, or if it has a `share` of the intents.

    A miss may cost a life, a false alarm costs one unnecessary message: both are set so that very few are missed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {
            "likely": 0.2, "goes_on": 0.5, "perhaps": 0.1, "in_words": 0.02, "agreeing": 0.72, "share_of_acts": 0.3,
            "by_act": 0.75, "despite_intents": 0.4,
            "threshold": 0.4, "certain": 0.7, "locked": 0.05, "hurt": 0.02, "long": 0.35, "share": 0.4,
            "beyond_doubt": 0.93, "overruling": 0.05,
        }  # fmt: skip

    def annotate(self, message: Message) -> None:
        """Set the danger, or the suspicion of one."""
        message.set(DANGER, None, add_to_output=True)
        if parse_short_answer(message.get(TEXT) or "", message.get(LANGUAGE)) is ShortAnswer.STOP:
            return  # the bot tells people to send this word, though elsewhere it may be a plea
        reading = get_reading(message)
        # "What did she tell you? Does she want to die?" is what somebody who has the phone may ask.
        is_watched = Signal.WATCHING in reading.signals
        wishes_to_die = not is_watched and has_wish_to_die(reading.text, reading.language)
        if not wishes_to_die and self._is_settled(message):
            return
        goes_on = get_metadata(message).get("in_danger", False)
        judged = self._judge_act(reading, goes_on=goes_on) if reading.act else self._judge_model(reading)
        is_certain, is_suspected = judged
        kind = self._kind(reading)
        if is_certain and kind:
            set_danger(message, kind)
        elif wishes_to_die:
            set_danger(message, Danger.SELF_HARM)  # it is never left for another request in the message
        elif is_certain or is_suspected:
            message.set(SUSPECTED, Danger.SELF_HARM if self._may_be_self_harm(reading) else Danger.DANGER)

    def _is_settled(self, message: Message) -> bool:
        """Return whether a message says something before which no danger comes: somebody is near, or it is over."""
        reading, intent = get_reading(message), (message.get(INTENT) or {}).get("name")
        act = reading.act
        tells_by_act = act is not None and (act.is_likely(Act.DANGER) or act.is_likely(Act.SELF_HARM))
        is_short_signal = Signal.WATCHING in reading.signals and Signal.AT_DOOR not in reading.signals
        is_only_watched = is_short_signal and find_danger(reading.text) is None
        hides = is_only_watched or self._has_no_danger(reading) or (act is not None and act.is_likely(Act.COVER))
        if intent == INTENT_OF_SIGNAL[Signal.WATCHING] and hides:
            return True  # "he is coming, I heard the key": an emergency number on the screen would give the person away
        says_goodbye = Signal.FAREWELL in reading.signals and self._has_no_danger(reading) and not tells_by_act
        is_settled = intent in INTENT_OF_SIGNAL.values() or Signal.SAFE_NOW in reading.signals or says_goodbye
        return is_settled and reading.danger.probability < self.config["beyond_doubt"]

    def _judge_act(self, reading: Reading, *, goes_on: bool) -> tuple[bool, bool]:
        """Return whether a danger is certain, and whether it is suspected, by the dialogue act."""
        harm, probability = reading.act.harm if reading.act else 0.0, reading.danger.probability
        in_words = not _URGENT.isdisjoint(reading.signals) or find_danger(reading.text) is not None
        is_suspected = (
            harm >= self.config["goes_on" if goes_on else "likely"]
            or (harm >= self.config["perhaps"] and not goes_on and probability >= self.config["threshold"])
            or (harm >= self.config["in_words"] and probability >= self.config["hurt"] and in_words)
            or (not _URGENT.isdisjoint(reading.signals) and probability >= self.config["certain"])
        )
        share, agreeing = self.config["share_of_acts"], self.config["agreeing"]
        mean = share * harm + (1 - share) * probability
        of_one_clause = self.config["perhaps"] if reading.clauses == 1 else 1.0
        least = self.config["in_words"] if in_words else of_one_clause
        act = reading.act
        is_self_harm = act is not None and act.act is Act.SELF_HARM and act.probability >= self.config["by_act"]
        is_locked = Signal.LOCKED in reading.signals and harm >= self.config["likely"]
        is_certain = (
            is_self_harm
            or (harm >= self.config["likely"] and probability >= self.config["threshold"] and mean >= agreeing)
            or (harm >= least and probability >= self.config["certain"])
            or (is_locked and probability >= self.config["threshold"])
        )
        return is_certain, is_suspected

    def _judge_model(self, reading: Reading) -> tuple[bool, bool]:
        """Return the same by the model of danger alone."""
        probability, (certain, threshold) = reading.danger.probability, self._thresholds(reading)
        return probability >= certain and not self._is_overruled(reading), probability >= threshold

    @staticmethod
    def _may_be_self_harm(reading: Reading) -> bool:
        """Return whether a suspicion is one of self-harm: by its dialogue act, if it has one, and else by its words."""
        if reading.act is not None:
            return reading.act.act is Act.SELF_HARM
        return reading.danger.danger is Danger.SELF_HARM and find_danger(reading.text) is Danger.SELF_HARM

    def _kind(self, reading: Reading) -> Danger | None:
        """Return what the danger is, None if that is in doubt: self-harm must be an intent of a long message."""
        if reading.act is not None and reading.act.act in _DANGER_OF_ACT:
            return _DANGER_OF_ACT[reading.act.act]
        shares, least = dict(reading.intents), self.config["overruling"]
        is_harm = reading.danger.danger is Danger.SELF_HARM
        share = shares.get(DANGER_INTENTS[Danger.SELF_HARM], 0.0)
        # "He has gone to bed, I am alone again" sounds desperate.
        is_alone_again = reading.intents[0][0] == _ALONE_AGAIN and share < _RATHER
        least_of_harm = least if reading.act is None else _RATHER
        both_tell = reading.act is not None and reading.act.harm >= self.config["despite_intents"]
        both_tell = both_tell and reading.danger.probability >= self.config["certain"]
        is_in_doubt = is_story(reading.text) and share < least_of_harm and not both_tell
        if is_harm and (is_in_doubt or is_alone_again):
            return Danger.DANGER if shares.get(DANGER_INTENTS[Danger.DANGER], 0.0) >= least else None
        return reading.danger.danger

    def _thresholds(self, reading: Reading) -> tuple[float, float]:
        """Return the probabilities from which a danger is certain, and from which it is suspected."""
        certain, threshold = self.config["certain"], self.config["threshold"]
        if Signal.LOCKED in reading.signals:
            return threshold, self.config["locked"]
        if not _HURT.isdisjoint(reading.signals):
            return certain, self.config["hurt"]
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
