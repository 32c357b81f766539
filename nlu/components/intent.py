"""Rasa component: chooses the intent among those that the reading found."""

from collections.abc import Collection
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NluComponent
from nlu.components.metadata import (
    INTENT_RANKING,
    SUSPECTED,
    Metadata,
    get_metadata,
    get_reading,
    has_intent,
    set_intent,
)
from nlu.reading.examples import DANGER_INTENTS
from nlu.reading.intents import CLEAR, Ranking
from nlu.reading.labels import NEEDS
from nlu.reading.schema import LIKELY_ACT, Act, Aspect, Reading
from nlu.reading.service_questions import ALL, LIKELY, is_lettered
from nlu.reading.signals import LONGEST_SIGNAL
from nlu.reading.stories import is_story
from nlu.text.normalization import has_question

POSSIBLE_DANGER = "possible_danger"
"""The intent of a message that may tell of a danger: the bot gives the number and asks."""
_STORY = 80
"""Characters from which a message that nothing else is understood of is a story."""
_NOT_UNDERSTOOD, _LEAST_OF_A_STORY = 0.3, 0.15
"""Probability below which nothing was understood, and from which a story may be about a need."""
_FOR_OTHER = "help_someone_else"
_CHILD, _OFFER, _SURE_OFFER = "i_am_a_child", "check_job_offer", 0.8
"""Whoever tells their age beside an offer of work, at such a probability of the latter, asks about the offer."""
_SECONDARY = frozenset({_FOR_OTHER, "describe_exploitation", "self_check"})
"""Needs beside which another one says what is to be done."""
_TELLS_LITTLE = frozenset({"tell_gender", "thank", "affirm", "deny", "greet", "watcher_gone"})
"""Intents that a need in another clause replaces."""
_DANGER_INTENTS = frozenset(DANGER_INTENTS.values())
_OVERRULE_NOTHING = frozenset({
    "out_of_scope", "more_options", "ask_menu", "affirm", "deny", "try_out", "insult", "give_place", "tell_gender",
})  # fmt: skip
"""Intents that say too little to do away with a suspicion of danger."""
_PRYING = "prying"
"""The intent of somebody else who has the phone."""
_PRIES, _LIKELY_PRIES, _SURELY_PRIES, _BESIDE_PRIVACY, _SURE_QUESTION = 0.5, 0.7, 0.8, 0.95, 0.9
"""Probabilities of it from which no service is asked about, it is believed before any was named, nobody asks who we
are, and nobody surely asks whom a service tells; and that of such a question."""
_TELL_OF_ONESELF, _LIKELIER = frozenset({"check_job_offer", "i_am_a_child"}), 0.5
"""Intents beside which a danger that is likelier than not is asked about, and that probability."""
_END_A_SUSPICION, _NOTHING_OVERRULES = frozenset({"erase_chat", "goodbye", "thank", *_TELL_OF_ONESELF}), 1.1
"""Intents that overrule a suspicion of danger in a long message too: what else one asks is answered beside the
question."""
_CHANGE_SOMETHING = frozenset({
    "change_language", "return_home", "cannot_speak", "tell_gender", "erase_chat", "pause", "goodbye", "report_crime",
    "i_am_a_child", "prying",
})  # fmt: skip
"""Intents after which something is different: a question about a service that was named never means one of them."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentSelector(NluComponent):
    """Sets the first intent of the reading, unless danger or a choice has already set one.

    If danger is suspected, the bot asks about it unless an intent that says enough has at least `overruling`. In a long
    message, and while a danger goes on, few intents overrule one: what else was asked is answered beside. One in
    `sure_of` (intent -> probability) is accepted only from that probability on, else the next one is.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {"overruling": 0.7, "sure_of": {}}

    def annotate(self, message: Message) -> None:
        """Set the ranking and its first intent."""
        suspected = message.get(SUSPECTED)
        if has_intent(message) and not (suspected and _is_place_answer(message)):
            return
        reading = get_reading(message)
        ranking = _exclude(_DANGER_INTENTS, reading.intents)
        asks = reading.question or reading.names or has_question(reading.text)
        if asks or len(reading.text) > LONGEST_SIGNAL:
            ranking = _exclude({"someone_watching"}, ranking)
        if _is_pried(reading, get_metadata(message)):
            set_intent(message, _PRYING)
            return
        if reading.question and reading.question.probability >= LIKELY:
            ranking = _exclude(_CHANGE_SOMETHING, ranking)
        if suspected and (ranking[0][1] < self._overruling(message) or ranking[0][0] in _OVERRULE_NOTHING):
            ranking = [(POSSIBLE_DANGER, 1.0), *ranking]
        ranking = self._drop_uncertain_first(_prefer_need(ranking, reading))
        named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        if not any(map(str.isalnum, message.get(TEXT) or "")):
            named[0]["confidence"] = 0.0  # no letters to classify; FallbackClassifier handles it
        message.set(INTENT, named[0], add_to_output=True)
        message.set(INTENT_RANKING, named, add_to_output=True)

    def _overruling(self, message: Message) -> float:
        """Return the probability from which the first intent overrules a suspicion of danger, above 1 if none does."""
        reading = get_reading(message)
        if reading.act and (reading.act.is_likely(Act.DANGER) or reading.act.is_likely(Act.SELF_HARM)):
            return _NOTHING_OVERRULES
        first, _ = reading.intents[0]
        is_likely = reading.danger.probability >= _LIKELIER
        ends_it = first in _END_A_SUSPICION and not (is_likely and first in _TELL_OF_ONESELF)
        goes_on = get_metadata(message).get("in_danger")
        may_be_overruled = ends_it or not (goes_on or is_story(message.get(TEXT) or ""))
        return float(self.config["overruling"]) if may_be_overruled else _NOTHING_OVERRULES

    def _drop_uncertain_first(self, ranking: Ranking) -> Ranking:
        """Return the ranking without its first intent if that is below its `sure_of` probability."""
        name, probability = ranking[0]
        return ranking[1:] if probability < self.config["sure_of"].get(name, 0.0) else ranking


def _is_pried(reading: Reading, metadata: Metadata) -> bool:
    """Return whether somebody else probably asks what was written, once something was.

    After services were named it sounds like a question who runs them. Whoever calls one by its letter or its place in
    the list is the person who was told of it. A story is rather that of the person, as is what is written about another
    one, unless its dialogue act says otherwise, and says so rather surely in the latter case.
    """
    act, is_of_other = reading.act, bool(metadata.get("other_person"))
    least = LIKELY_ACT if is_of_other else _PRIES
    rather_tells = is_of_other or is_story(reading.text)
    if act is not None and rather_tells and not (act.act is Act.PRYING and act.probability >= least):
        return False
    calls_one = reading.question is not None and reading.question.which != ALL
    if calls_one or (act is not None and act.is_likely(Act.ABOUT)):
        return False
    first, _ = reading.intents[0]
    share, named = dict(reading.intents).get(_PRYING, 0.0), metadata.get("named_services", 0)
    if not named:
        return bool(metadata.get("language")) and first == _PRYING and share >= _LIKELY_PRIES
    question = reading.question
    if question and question.aspect is Aspect.PRIVACY and question.probability >= _SURE_QUESTION:
        return share >= _BESIDE_PRIVACY  # "will they tell my mother?" is asked by whoever may call
    is_likely = first == _PRYING or question is not None or share >= _SURELY_PRIES
    return share >= _PRIES and is_likely and not is_lettered(reading.text, reading.language)


def _prefer_need(ranking: Ranking, reading: Reading) -> Ranking:
    """Return the ranking with a need first if the likeliest intent is unclear, or says little beside it."""
    name, probability = ranking[0]
    is_unclear = probability < CLEAR
    needs = [need for need in reading.needs if need != _FOR_OTHER or reading.relation or not is_unclear]
    others = [need for need in needs if need not in _SECONDARY]
    offer = dict(ranking).get(_OFFER, 0.0)
    if name == _CHILD and offer >= _SURE_OFFER:  # the age is told beside
        return [(_OFFER, offer), *_exclude({_OFFER, _CHILD}, ranking)]
    if name == _FOR_OTHER and others:  # whom it is for is told beside
        return [(others[0], max(CLEAR, probability)), *_exclude({others[0], name}, ranking)]
    says_little = name in _TELLS_LITTLE or (name == "change_language" and len(reading.text) > _STORY)
    if needs and (is_unclear or (says_little and reading.clauses > 1)):
        need = name if name in needs else needs[0]
    elif probability < _NOT_UNDERSTOOD and len(reading.text) > _STORY:
        likely = [intent for intent, share in ranking if intent in NEEDS and share >= _LEAST_OF_A_STORY]
        need = next(iter(likely), "describe_exploitation")
    else:
        return ranking
    return [(need, max(CLEAR, probability)), *_exclude({need}, ranking)]


def _is_place_answer(message: Message) -> bool:
    """Return whether the intent was set because a place was asked for and is named: a danger may stand beside it."""
    return bool(message.get(INTENT)["name"] == get_metadata(message).get("place_question"))


def _exclude(intents: Collection[str], ranking: Ranking) -> Ranking:
    """Return the ranking without these intents."""
    return [(name, probability) for name, probability in ranking if name not in intents]
