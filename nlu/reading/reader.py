"""Read a message: `Reader.read` returns everything that it tells as one `Reading`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from nlu.reading.circumstances import read_limits, read_names, read_not_wanted, read_origin
from nlu.reading.dialogue_acts import (
    NO_PERSON,
    Evidence,
    ModelScores,
    is_surely_of_writer,
    likelier_person,
    read_about_person,
    read_dialogue_act,
    read_needs,
    read_right,
    weigh,
)
from nlu.reading.features import Encode, MessageFeatures
from nlu.reading.intents import Ranking
from nlu.reading.labels import RIGHTS_QUESTIONS
from nlu.reading.offers import find_offer_signs
from nlu.reading.people import (
    mentions_relation,
    mentions_writer,
    quotes_wish_to_die,
    read_person,
    wishes_to_die_oneself,
)
from nlu.reading.rights_questions import likeliest_question
from nlu.reading.schema import Act, Conversation, DangerKind, DangerReading, Limit, Person, Reading
from nlu.reading.service_questions import read_service_turn
from nlu.reading.signals import Signal, denies, find_signals
from nlu.reading.sparse_models import SparseModels
from nlu.reading.stories import is_story
from nlu.text.danger_phrases import Danger
from nlu.text.phrase_index import phrase_key
from nlu.text.places.finder import find_places

_LEAST_PROBABILITY, _MOST_NEEDS = 0.25, 3
"""Probability from which a message tells a need beside its likeliest one, and how many are returned."""
_ODDS_OF_A_CLAUSE = 2.5
"""Log odds by which a need must be more probable to come before one that is told a clause earlier."""
_KINDS_BY_SIGNAL = {
    Signal.LOCKED: DangerKind.CAPTIVITY,
    Signal.AT_DOOR: DangerKind.CAPTIVITY,
    Signal.INNER_BLEEDING: DangerKind.MEDICAL,
    Signal.BLEEDING: DangerKind.MEDICAL,
    Signal.BURN: DangerKind.MEDICAL,
    Signal.UNCONSCIOUS: DangerKind.MEDICAL,
}
"""The kinds of danger that are told in words: first that nobody may be told to go out, then that somebody is hurt."""
_GENERAL_NEEDS = frozenset({"describe_exploitation"})
_POLICE_NEEDS = frozenset({"report_crime"})
"""Needs that come last where somebody avoids the police, and that nobody has who says no to them."""
_HOME = "return_home"
_TELL_NEEDS = frozenset({Act.FIND, Act.DANGER})
"""Acts of messages whose needs are read from all their scores."""
_SIMPLE_INTENTS = frozenset({
    "greet", "thank", "affirm", "deny", "goodbye", "ask_menu", "change_language", "more_options", "ask_bot",
    "erase_chat", "pause", "ask_privacy", "insult", "try_out", "self_check", "give_place",
})  # fmt: skip
"""Intents of a single clause that tell nothing else of the writer."""


_NEW = Conversation()
_OF_IMAGES = 0.9
"""Probability from which a message that names a relative is about pictures that somebody threatens to publish."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The trained models and the encoder."""

    models: SparseModels
    encode: Encode

    def read(
        self,
        text: str,
        language: str,
        *,
        conversation: Conversation = _NEW,
        country_hint: str | None = None,
    ) -> Reading:
        """Return what a text tells.

        `language` is BCP 47, "und" if unknown; `country_hint` (ISO 3166-1 alpha-2) chooses between places of one name.
        Nothing is asked about services before some, or emergency numbers, were named.
        """
        features = MessageFeatures.of(text, self.encode)
        reading, evidence = self.read_evidence(features, language, conversation, country_hint)
        # On single sentences the intents are better alone (ADR 28), and somebody else may write while all is hidden.
        is_single = not (conversation.has_begun or is_story(features.text))
        may_be_reader = conversation.is_hidden and not (reading.tells_watcher_left or Signal.ALONE in reading.signals)
        if evidence is None or may_be_reader:
            return reading
        if is_single:
            is_of_writer = reading.about_person is Person.OTHER and is_surely_of_writer(evidence)
            return _about(reading, Person.SELF) if is_of_writer else reading
        act = read_dialogue_act(evidence)
        named = _count_named(conversation)
        if reading.question is None and named and act.is_likely(Act.ABOUT):
            probabilities = self.models.questions.probabilities(features, language)
            turn = read_service_turn(probabilities, features.text, language, named, surely_asks=True)
            reading = replace(reading, question=turn.question)
        if act.act in _TELL_NEEDS and is_story(features.text):
            reading = replace(reading, needs=_wanted(read_needs(evidence, reading.needs), reading))
        if act.act is Act.RIGHTS and is_story(features.text):
            reading = replace(reading, rights_question=read_right(evidence))
        reading = replace(reading, act=act)
        about = _about_whom(reading, evidence, conversation)
        if conversation.is_for_other and about != Person.SELF and not mentions_writer(text, language):
            reading = replace(reading, danger=replace(reading.danger, of=Person.OTHER))  # "better not to wake up"
        elif about is None:
            danger = replace(reading.danger, of=likelier_person(evidence, reading.relation))
            reading = replace(reading, danger=danger)
        return _about(reading, about)

    def read_evidence(
        self, features: MessageFeatures, language: str, conversation: Conversation, country_hint: str | None = None
    ) -> tuple[Reading, Evidence | None]:
        """Return what a text tells except its dialogue act, and the evidence for that, unless the text is simple."""
        named = _count_named(conversation)
        places = find_places(features.text, country_hint=country_hint, is_answer=conversation.is_place_requested)
        signals, signs = find_signals(features.text, language), find_offer_signs(features.text, language)
        # Whoever wants a text in Chinese names a language.
        origin = None if Signal.WORDS_TO_SHOW in signals else read_origin(features.text, language)
        names = read_names(features.text, language)
        certain = self._certain_ranking(features, language) if not named else None
        if certain:
            person = read_person(features.text, language, None, certain[0][0])
            simple = Reading(
                text=features.text,
                language=language,
                clauses=1,
                intents=certain,
                danger=DangerReading(0.0, Danger.DANGER),
                about_person=person.person,
                age=person.age,
                is_minor=person.is_minor,
                places=places,
                origin=origin,
                names=names,
                signals=signals,
                offer_signs=signs,
            )
            return simple, None
        of_clauses = self.models.intents.clause_probabilities(features, language)
        service_acts = self.models.questions.probabilities(features, language)
        ranking, needs, positions = self.models.intents.rank(features, of_clauses)
        rights = self.models.rights.probabilities(features, language)
        person = read_person(features.text, language, features.whole, ranking[0][0])
        limits = read_limits(features, language, signals)
        about_services = read_service_turn(service_acts, features.text, language, named)
        if Signal.STAYS in signals:  # whoever says that they don't want to go home speaks of it all the more
            ranking = [(intent, share) for intent, share in ranking if intent != _HOME] or ranking
            needs = {need: 0.0 if need == _HOME else share for need, share in needs.items()}
        selected = _select_needs(needs, positions) if ranking[0][0] in needs or not features.is_single else []
        if denies(Signal.POLICE, phrase_key(features.text), language):  # "I said no police" is no wish to report
            ranking = [(intent, share) for intent, share in ranking if intent not in _POLICE_NEEDS] or ranking
        refused = [need for need in read_not_wanted(features) if need not in selected[:1]]
        refused += [_HOME] if Signal.STAYS in signals and _HOME not in refused else []
        reading = Reading(
            text=features.text,
            language=language,
            clauses=len(features.clauses),
            intents=ranking,
            danger=self.models.danger.read(features, language, _kind_by_signal(signals)),
            needs=selected,
            not_wanted=refused,
            about_person=person.person,
            relation=person.relation,
            age=person.age,
            is_minor=person.is_minor,
            places=places,
            origin=origin,
            limits=limits,
            question=about_services.question,
            names=names,
            outcome=about_services.outcome,
            rights_question=likeliest_question(rights, RIGHTS_QUESTIONS),
            signals=signals,
            offer_signs=signs,
        )
        reading = replace(reading, needs=_wanted(reading.needs, reading), danger=_danger_of_relative(reading))
        intents = dict(zip(self.models.intents.sparse.classes, of_clauses.T, strict=True))
        return reading, weigh(reading, features, ModelScores(intents, service_acts, rights), conversation)

    def _certain_ranking(self, features: MessageFeatures, language: str) -> Ranking | None:
        """Return the intents of a message that is short, harmless and simple: then the encoder is not asked."""
        if not features.is_single:
            return None
        ranking = self.models.intents.certain_ranking(features, language)
        if ranking and ranking[0][0] in _SIMPLE_INTENTS and self.models.danger.is_surely_harmless(features, language):
            return ranking
        return None


def _about_whom(reading: Reading, evidence: Evidence, conversation: Conversation) -> str | None:
    """Return whom a message is about, a `Person` or `NO_PERSON`, or None if that is in doubt."""
    text, language = reading.text, reading.language
    if _quotes_wish_of_other(reading):  # "my sister wrote me: i want to die"
        return Person.OTHER
    if wishes_to_die_oneself(text, language):  # "it is me who wants to die, not my son"
        return Person.SELF
    about = read_about_person(evidence, conversation, reading.relation)
    if about is None and not (reading.relation or conversation.is_for_other) and mentions_writer(text, language):
        return Person.SELF  # "they sold me": in doubt "they" are those who did it
    return about


def _quotes_wish_of_other(reading: Reading) -> bool:
    """Return whether a text tells what somebody else wrote who wants to die, and not that its writer wants to."""
    text, language = reading.text, reading.language
    is_of_harm = reading.danger.danger is Danger.SELF_HARM or (reading.act and reading.act.act is Act.SELF_HARM)
    is_from_relative = Signal.QUOTES in reading.signals and mentions_relation(text, language)
    is_quoted = quotes_wish_to_die(text, language) or not mentions_writer(text, language)
    return bool(is_of_harm) and is_from_relative and is_quoted


def _danger_of_relative(reading: Reading) -> DangerReading:
    """Return the danger of a message, or what it is for the relative whom the message names."""
    danger, text, language = reading.danger, reading.text, reading.language
    is_of_other = reading.relation and not mentions_writer(text, language)
    if is_of_other and danger.danger is Danger.SELF_HARM:  # "my friend says she wants to die"
        return replace(danger, of=Person.OTHER)
    images = dict(reading.intents).get("advice_images", 0.0)
    if danger.kind is DangerKind.PUBLISH and images < _OF_IMAGES and mentions_relation(text, language):
        return replace(danger, kind=DangerKind.CAPTIVITY, is_kind_certain=False)  # captors send videos, too
    return danger


def _wanted(needs: Sequence[str], reading: Reading) -> list[str]:
    """Return the needs except those that are not wanted, the police last or, if they are denied, not at all."""
    refused = set(reading.not_wanted)
    if denies(Signal.POLICE, phrase_key(reading.text), reading.language):
        refused |= _POLICE_NEEDS
    wanted = [need for need in needs if need not in refused]
    return sorted(wanted, key=_POLICE_NEEDS.__contains__) if Limit.NO_POLICE in reading.limits else wanted


def _about(reading: Reading, about: str | None) -> Reading:
    """Return the reading with all that follows from whom the message is about, if that is known."""
    if about is None:
        return reading
    if about == NO_PERSON:
        return replace(reading, about_person=Person.SELF, relation=None)
    person = Person(about)
    read = read_person(reading.text, reading.language, None, "", person)
    return replace(
        reading,
        about_person=person,
        is_person_sure=True,
        relation=read.relation,
        age=read.age,
        is_minor=read.is_minor,
        danger=replace(reading.danger, of=person),
    )


def _kind_by_signal(signals: frozenset[Signal]) -> DangerKind | None:
    """Return the kind of danger that a message tells in words, if it does."""
    return next((kind for signal, kind in _KINDS_BY_SIGNAL.items() if signal in signals), None)


def _count_named(conversation: Conversation) -> int:
    """Return how many services may be asked about; emergency numbers are one."""
    return conversation.named or int(conversation.has_numbers)


def _select_needs(probabilities: Mapping[str, float], positions: Mapping[str, int]) -> list[str]:
    """Return the needs that a message tells, most important first; `positions` are the clauses that tell them.

    What is asked first is mostly what matters most, unless another is far more probable. That a person is exploited is
    a need only where nothing more exact is asked.
    """
    likeliest = sorted(probabilities, key=lambda need: -probabilities[need])
    found = [need for need in likeliest[:_MOST_NEEDS] if probabilities[need] >= _LEAST_PROBABILITY] or likeliest[:1]
    found = [need for need in found if need not in _GENERAL_NEEDS] or found[:1]
    odds = {need: log(probabilities[need] / (1 - probabilities[need] + 1e-9) + 1e-9) for need in found}
    first = max(found, key=lambda need: odds[need] - _ODDS_OF_A_CLAUSE * positions[need])
    return [first, *(need for need in found if need != first)]
