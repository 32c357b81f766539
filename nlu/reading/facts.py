"""What a message tells beside its intent, as JSON that goes into the conversation: only what it does tell."""

from typing import Any

from nlu.reading.circumstances import is_unlisted
from nlu.reading.people import mentions_child
from nlu.reading.rights_questions import asks_rights_beside
from nlu.reading.schema import Aspect, Limit, Outcome, Person, Reading
from nlu.reading.service_questions import ALL, LIKELY, SURE
from nlu.reading.signals import Signal, denies
from nlu.reading.stories import is_story
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import has_question
from nlu.text.phrase_index import phrase_key
from nlu.text.places.finder import PlacePart
from nlu.text.self_description import mentioned_gender

Facts = dict[str, Any]
"""The keys of `tell_facts`; a key that is missing was not told."""
_ANSWERED_AS = {Aspect.OPERATOR: Aspect.PRIVACY}
"""Who runs a service is told with whom it informs."""
_WOMEN = ("mother", "sister", "daughter", "wife", "aunt", "grandmother", "niece", "girlfriend", "woman", "girl")
_MEN = ("father", "brother", "son", "husband", "uncle", "grandfather", "nephew", "boyfriend", "man", "boy")
_GENDERS = dict.fromkeys(_WOMEN, "woman") | dict.fromkeys(_MEN, "man")
"""What a relation tells of the other person."""


_INJURIES = (Signal.UNCONSCIOUS, Signal.INNER_BLEEDING, Signal.BLEEDING, Signal.BURN)
"""Signals of injuries for which there is first aid, the most urgent first."""


def tell_facts(reading: Reading) -> Facts:
    """Return what a message tells, without what it does not."""
    question, signals, text_key = reading.question, reading.signals, phrase_key(reading.text)
    helps_another = dict(reading.intents).get("help_someone_else", 0.0) >= _HELPS_ANOTHER
    helps_another = helps_another and any(need not in _SAYS_NO_NEED for need in reading.needs)
    is_about_other = reading.about_person is Person.OTHER
    is_for_another = helps_another or not {Signal.MY_CASE, Signal.NOT_ME}.isdisjoint(signals)
    is_for_another = is_about_other if reading.is_person_sure else is_for_another
    is_other = (is_about_other or is_for_another) and Signal.MYSELF not in signals
    is_likely = question is not None and question.probability >= LIKELY
    asks_of_police = question is not None and question.aspect is Aspect.PRIVACY and is_likely
    asks_for_whom = question is not None and Aspect.ELIGIBILITY in {question.aspect, *question.also}
    with_child = asks_for_whom and mentions_child(reading.text, reading.language)
    rights_question = reading.rights_question.name if reading.rights_question else None
    outcome = _outcome(reading)
    countries = list(dict.fromkeys(named.place.country for named in reading.places if named.place.country))
    home = next((each.place.country for each in reading.places if each.part is PlacePart.FROM), None)
    values: dict[str, Any] = {
        "other": is_other,
        "relation": reading.relation,
        "age": reading.age,
        "gender": _gender(reading, is_other=is_other),
        "minor": reading.is_minor,
        "origin": reading.origin or home,
        "limits": [limit.value for limit in reading.limits if not (asks_of_police and limit is Limit.NO_POLICE)],
        "needs": reading.needs,
        "refused": reading.not_wanted,
        "aspect": _ANSWERED_AS.get(question.aspect, question.aspect).value if question else None,
        "which": question.which if question else None,
        "also": _also(reading) if question else [],
        "outcome": outcome.value if outcome else None,
        "rights_question": rights_question,
        "asks_rights": asks_rights_beside(reading) or (with_child and rights_question == "own_children"),
        "with_child": with_child,
        "names": reading.names,
        "unlisted": [name for name in reading.names if is_unlisted(name)],
        "countries": countries,
        "danger": reading.danger.kind.value if reading.danger.kind else None,
        "danger_certain": reading.danger.is_kind_certain,
        "danger_of": reading.danger.of.value if reading.danger.kind or _may_be_of_other(reading) else None,
        "injuries": [
            each.value for each in _INJURIES if each in signals and not denies(each, text_key, reading.language)
        ],
        "words_to_show": Signal.WORDS_TO_SHOW in signals,
        "embassy": Signal.EMBASSY in signals,
        "job": Signal.JOB in signals,
        "signs": list(reading.offer_signs),
        "decide": Signal.DECIDE in signals,
        "police": Signal.POLICE in signals,
        "asks": has_question(reading.text),
        "ransom": Signal.RANSOM in signals,
        "asks_of_other": {Signal.WATCHING, Signal.ASKS_OF_OTHER} <= signals,
        "alone": Signal.ALONE in signals or reading.tells_watcher_left,
        "story": is_story(reading.text),
        "safe": Signal.SAFE_NOW in signals,
        "for_other": is_for_another,
        "myself": Signal.MYSELF in signals,
        "sea": True if Signal.SEA in signals else False if Signal.NOT_SEA in signals else None,
    }
    return {
        name: value
        for name, value in values.items()
        if value not in (None, [], "") and (value or name in {"sea", "minor"})
    }


def _also(reading: Reading) -> list[str]:
    """Return what is asked beside; whoever speaks of papers and asks who may come asks whether papers are needed."""
    question = reading.question
    if question is None:
        return []
    also = dict.fromkeys(_ANSWERED_AS.get(each, each).value for each in question.also)
    speaks_of_papers = dict(reading.intents).get("immigration_help", 0.0) >= _OF_PAPERS
    if speaks_of_papers and Aspect.ELIGIBILITY in {question.aspect, *question.also}:
        also[Aspect.DOCUMENTS.value] = None
    return [each for each in also if each != _ANSWERED_AS.get(question.aspect, question.aspect).value]


_SAYS_NO_NEED = frozenset({"help_someone_else", "describe_exploitation", "self_check"})
"""Needs without another one beside which it is asked first who needs help."""
_OF_PAPERS, _HELPS_ANOTHER = 0.2, 0.75
"""Probabilities from which a message speaks of papers, and is about another person whatever else it tells."""


def _may_be_of_other(reading: Reading) -> bool:
    return reading.danger.danger is Danger.SELF_HARM and reading.danger.of is Person.OTHER


_UNREACHABLE = (Aspect.UNREACHABLE,)


def _outcome(reading: Reading) -> Outcome | None:
    """Return what came of a service, in words of the lexicon or surely as a statement that nobody answers."""
    question = reading.question
    if reading.outcome or question is None:
        return reading.outcome
    # "A, that lady hung up" sounds like a question which one is meant.
    tells_of_one = question.which != ALL and (question.aspect, question.also[:1]) == (Aspect.WHICH, _UNREACHABLE)
    if question.aspect is not Aspect.UNREACHABLE and not tells_of_one:
        return None
    least = SURE if question.which == ALL else LIKELY  # "I called the first, nobody answers"
    return Outcome.NO_ANSWER if question.probability >= least and not has_question(reading.text) else None


def _gender(reading: Reading, *, is_other: bool) -> str | None:
    """Return what is told of the gender of another person, by who they are to the writer or by a word for them."""
    if not is_other:
        return None
    return _GENDERS.get(reading.relation or "") or mentioned_gender(reading.text)
