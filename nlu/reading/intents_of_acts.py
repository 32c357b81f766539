"""The intent of a message whose dialogue act is likely, where that of the other models and of the rules is another."""

from collections.abc import Callable, Mapping

from nlu.reading.labels import NEEDS, WITHOUT_SERVICES
from nlu.reading.message_context import ABOVE_RIGHTS, MessageContext
from nlu.reading.schema import Act, Aspect, DialogueAct, Outcome, Person
from nlu.reading.service_questions import SURE, is_lettered
from nlu.reading.signals import Signal
from nlu.reading.stories import is_story
from nlu.text.normalization import has_question_mark

_PROTECTED = ABOVE_RIGHTS | {"change_language", "rights_country", "safe_now"}
"""Intents that no act replaces: of safety, and of answers to a question that is open."""
_RIGHTS = frozenset({"know_rights", "advice_debt", "advice_pay", "advice_stay"})
_ABOUT = frozenset({
    "ask_about_service", "ask_by_name", "ask_what_to_say", "ask_privacy", "ask_cost", "advice_silent", "advice_contact",
    "advice_phone", "advice_message", "cannot_speak",
})  # fmt: skip
_WORDS = frozenset({"advice_message", "advice_relative"})
"""Intents of whoever asks for words to send or to show, whatever else the message sounds like."""
_HARDLY_HARM, _PERHAPS_PRYING, _SURELY_SEEKS_HELP = 0.2, 0.3, 0.9
"""Probability of a danger below which a reader may ask on, that of a reader's question from which one follows another,
and that of a plea for help from which somebody writes for another person."""
_SURE_OF_A_PAUSE = 0.9
"""Confidence from which whoever says goodbye asks how long the conversation is remembered."""
_FITTING: Mapping[Act, frozenset[str]] = {
    Act.FIND: (frozenset(NEEDS) - WITHOUT_SERVICES)
    | {"ask_by_name", "correct", "i_am_a_child", "give_place", "cannot_speak", "more_options", "tell_outcome"}
    | {"advice_missing", "advice_images", "advice_medical", "advice_relative", "advice_return", "advice_leaving"},
    Act.ABOUT: _ABOUT,
    Act.OTHERS: frozenset({"tell_outcome", "more_options", "ask_by_name"}),
    Act.RIGHTS: _RIGHTS,
    Act.OFFER: frozenset({"check_job_offer", "check_answer", "advice_pay"}),
    Act.PRYING: frozenset({"prying"}),
    Act.GOODBYE: frozenset({"goodbye", "pause"}),
}
"""Intents that a message with this act may have; the other acts change no intent."""


def intent_of_act(message: MessageContext, intent: str) -> str | None:
    """Return the intent that fits the likely act of a message better than `intent`, or None.

    An outcome that is not told otherwise is that the service did not help.
    """
    act = message.reading.act
    if act is not None and message.pried and _goes_on_prying(message, act):
        return "prying"
    if act is not None and act.is_likely(Act.GOODBYE) and intent == "pause" and message.confidence < _SURE_OF_A_PAUSE:
        return _goodbye(message)
    if act is None or intent in _PROTECTED or act.act not in _FITTING or not act.is_likely(act.act):
        return None
    if message.facts.get("of_emergency"):
        return None
    if intent in _WORDS and Signal.WORDS_TO_SHOW in message.reading.signals:
        return None
    fits = intent in _FITTING[act.act] and not (intent == "ask_by_name" and _names_only_numbers(message))
    is_other_need = act.act is Act.FIND and is_story(message.reading.text) and intent in NEEDS
    is_other_need = is_other_need and intent not in message.reading.needs
    text = message.reading.text
    asks_beside = (intent == "give_place" and has_question_mark(text)) or (intent == "correct" and is_story(text))
    asks_for_need = act.act is Act.FIND and asks_beside
    return None if fits and not (is_other_need or asks_for_need) else _CHOOSE[act.act](message)


def _goes_on_prying(message: MessageContext, act: DialogueAct) -> bool:
    """Return whether somebody else who has just asked still does: perhaps by the act, or they speak of the person.

    Whoever writes for another person speaks of them anyway.
    """
    seeks_help = message.other_person or (act.act is Act.FIND and act.probability >= _SURELY_SEEKS_HELP)
    of_person = message.reading.about_person is Person.OTHER and not seeks_help
    return act.harm < _HARDLY_HARM and ((act.act is Act.PRYING and act.probability >= _PERHAPS_PRYING) or of_person)


def _names_only_numbers(message: MessageContext) -> bool:
    """Return whether the only names are numbers: in a story they are mostly sums."""
    names = message.facts.get("names", ())
    return is_story(message.reading.text) and bool(names) and all(map(str.isdecimal, names))


def _need(message: MessageContext) -> str | None:
    if message.named and is_lettered(message.reading.text, message.reading.language):
        return None
    needs = [need for need in message.reading.needs if need not in WITHOUT_SERVICES]
    return next(iter(needs), "describe_exploitation")


def _about(message: MessageContext) -> str | None:
    may_ask = message.named or message.emergency_numbers
    return "ask_about_service" if may_ask and message.reading.question else None


def _others(message: MessageContext) -> str | None:
    if not message.named:  # of a service that others named
        return "talk_to_person" if message.facts.get("outcome") else None
    asks_about_one = has_question_mark(message.reading.text) and message.reading.question
    if asks_about_one and is_lettered(message.reading.text, message.reading.language):
        return "ask_about_service"
    message.facts.setdefault("outcome", Outcome.DID_NOT_HELP.value)
    return "tell_outcome"


def _rights(message: MessageContext) -> str:
    """Return the intent of a question about rights; what is also asked of those who were named is answered with it."""
    question = message.reading.question
    asks_privacy = question is not None and question.aspect is Aspect.PRIVACY and question.probability >= SURE
    return "ask_about_service" if message.named and asks_privacy else "know_rights"


def _goodbye(message: MessageContext) -> str | None:
    reading = message.reading
    asks_on = has_question_mark(reading.text) or reading.question or reading.outcome
    return None if asks_on or not message.has_begun else "goodbye"


def _prying(message: MessageContext) -> str | None:
    reading = message.reading
    asks_on = reading.question is not None and reading.question.aspect is Aspect.PRIVACY
    return "prying" if message.has_begun and not (asks_on or is_lettered(reading.text, reading.language)) else None


_CHOOSE: Mapping[Act, Callable[[MessageContext], str | None]] = {
    Act.FIND: _need,
    Act.ABOUT: _about,
    Act.OTHERS: _others,
    Act.RIGHTS: _rights,
    Act.OFFER: lambda _: "check_job_offer",
    Act.PRYING: _prying,
    Act.GOODBYE: _goodbye,
}
