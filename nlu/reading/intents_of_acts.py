"""The intent of a message whose dialogue act is likely, where that of the other models and of the rules is another."""

from collections.abc import Callable, Mapping

from nlu.reading.labels import NEEDS, WITHOUT_SERVICES
from nlu.reading.message_context import ABOVE_RIGHTS, MessageContext
from nlu.reading.schema import Act, Aspect, DialogueAct, Outcome, Person
from nlu.reading.service_questions import ALL, LIKELY, SURE, is_lettered
from nlu.reading.signals import Signal, denies_erasing
from nlu.reading.stories import is_story
from nlu.text.normalization import has_question
from nlu.text.phrase_index import phrase_key

_PROTECTED = ABOVE_RIGHTS | {"change_language", "rights_country", "safe_now", "advice_delete"}
"""Intents that no act replaces: of safety, and of answers to a question that is open."""
_RIGHTS = frozenset({"know_rights", "advice_debt", "advice_stay"})
_ABOUT = frozenset({
    "ask_about_service", "ask_by_name", "ask_what_to_say", "ask_privacy", "ask_cost", "advice_silent", "advice_contact",
    "advice_phone", "advice_message", "cannot_speak",
})  # fmt: skip
_PAY = "advice_pay"
_WORDS = frozenset({"advice_message", "advice_relative"})
"""Intents of whoever asks for words to send or to show, whatever else the message sounds like."""
_HARDLY_HARM, _PERHAPS_PRYING, _SURELY_SEEKS_HELP = 0.3, 0.2, 0.9
"""Probability of a danger below which a reader may ask on, that of a reader's question from which one follows another,
and that of a plea for help from which somebody writes for another person."""
_SURE_OF_A_PAUSE = _SURE_OF_OTHERS = 0.9
"""Confidence from which whoever says goodbye asks how long the conversation is remembered, and from which somebody asks
for other services, though beside it something is asked of those named: "if they speak no Thai, who else is there?"."""
_OF_UNCLEAR = frozenset({Act.RIGHTS, Act.OTHERS})
"""Acts that count from a lower probability on where nothing else is clear."""
_MORE_OFTEN_THAN_NOT, _ALMOST, _PERHAPS_OF_OFFER, _PERHAPS_PRIVACY = 0.5, 0.05, 0.4, 0.55
_NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
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
    Act.ERASE: frozenset({"erase_chat", "goodbye"}),
}
"""Intents that a message with this act may have; the other acts change no intent."""


def intent_of_act(message: MessageContext, intent: str) -> str | None:
    """Return the intent that fits the likely act of a message better than `intent`, or None.

    An outcome that is not told otherwise is that the service did not help.
    """
    act = message.reading.act
    if act is None:
        return None
    if message.pried and _goes_on_prying(message, act):
        return "prying"
    if act.is_likely(Act.GOODBYE) and _may_end(message, intent):
        return _goodbye(message)
    return None if _stays(message, intent, act) else _CHOOSE[act.act](message)


def _stays(message: MessageContext, intent: str, act: DialogueAct) -> bool:
    """Return whether an intent stays: the act is in doubt, or it fits, or something else outranks it."""
    is_question_of_child = intent == "i_am_a_child" and _asks_for_rights(message, act)
    is_unsure_pause = intent == "pause" and message.confidence < _SURE_OF_A_PAUSE and act.act is Act.FIND
    is_protected = intent in _PROTECTED and not (is_question_of_child or is_unsure_pause)
    is_protected = is_protected or (intent == "ask_by_name" and not act.is_likely(act.act))
    is_protected = is_protected or (intent == "more_options" and message.confidence >= _SURE_OF_OTHERS)
    if is_protected or act.act not in _FITTING or not _is_likely(act, message):
        return True
    asks_for_words = intent in _WORDS and Signal.WORDS_TO_SHOW in message.reading.signals
    asks_of_captors = intent == _PAY and (message.is_ransom or (act.act is Act.RIGHTS and not _is_of_debt(message)))
    if message.facts.get("of_emergency") or asks_for_words or asks_of_captors:
        return True
    question = message.reading.question
    is_find_of_named = act.act is Act.FIND and intent == "ask_about_service" and message.named
    if is_find_of_named and question and question.probability >= act.probability:
        return True  # "where is the office?"
    text = message.reading.text
    is_other_need = is_story(text) and intent in NEEDS and intent not in message.reading.needs
    tells_need = is_story(text) and (intent == "correct" or (intent == "cannot_speak" and message.reading.needs))
    asks_beside = tells_need or (intent == "give_place" and has_question(text))
    asks_for_need = act.act is Act.FIND and (is_other_need or asks_beside)
    names_only_numbers = intent == "ask_by_name" and _names_only_numbers(message)
    return intent in _FITTING[act.act] and not (names_only_numbers or asks_for_need)


def _asks_for_rights(message: MessageContext, act: DialogueAct) -> bool:
    """Return whether a question about rights tells an age beside: "will they jail me? I am 17"."""
    return act.act is Act.RIGHTS and has_question(message.reading.text)


def _may_end(message: MessageContext, intent: str) -> bool:
    """Return whether a message that sounds like a goodbye may be one, though it sounds like something else, too."""
    is_unsure_pause = intent == "pause" and message.confidence < _SURE_OF_A_PAUSE
    return is_unsure_pause or (intent == "prying" and Signal.PRYING not in message.reading.signals)


def _is_likely(act: DialogueAct, message: MessageContext) -> bool:
    """Return whether an act is rather sure, or likelier than the intent that the other models found.

    While an offer is checked, what is told is mostly of it. That nobody answers is mostly told to hear of others.
    """
    if act.act is Act.OFFER and message.offer_check and act.probability >= _PERHAPS_OF_OFFER:
        return True
    question = message.reading.question
    is_agreed = act.act is Act.OTHERS and question is not None and question.aspect is Aspect.UNREACHABLE
    is_agreed = is_agreed or act.act is Act.RIGHTS
    least = _MORE_OFTEN_THAN_NOT if is_agreed else max(_MORE_OFTEN_THAN_NOT, message.confidence - _ALMOST)
    return act.is_likely(act.act) or (act.act in _OF_UNCLEAR and act.probability >= least)


def _is_of_debt(message: MessageContext) -> bool:
    """Return whether whoever asks whether to pay asks it of a debt, and not of those who hold a relative."""
    reading = message.reading
    right = reading.rights_question
    is_sure = reading.act is not None and reading.act.probability >= _SURE_OF_A_PAUSE
    is_of_captors = Signal.RANSOM in reading.signals or (message.other_person and not is_sure)
    return right is not None and right.name == "debt" and not is_of_captors


def _goes_on_prying(message: MessageContext, act: DialogueAct) -> bool:
    """Return whether somebody else who has just asked still does: perhaps by the act, or they speak of the person.

    Whoever writes for another person speaks of them anyway. What is not understood may be a threat of theirs.
    """
    seeks_help = message.other_person or (act.act is Act.FIND and act.probability >= _SURELY_SEEKS_HELP)
    of_person = message.reading.about_person is Person.OTHER and not seeks_help
    is_lost = message.intent in _NOT_UNDERSTOOD and not seeks_help
    perhaps_pries = act.act is Act.PRYING and act.probability >= _PERHAPS_PRYING
    return act.harm < _HARDLY_HARM and (perhaps_pries or of_person or is_lost)


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
    asks_about_one = has_question(message.reading.text) and message.reading.question
    if asks_about_one and is_lettered(message.reading.text, message.reading.language):
        return "ask_about_service"
    message.facts.setdefault("outcome", Outcome.DID_NOT_HELP.value)
    return "tell_outcome"


def _rights(message: MessageContext) -> str:
    """Return the intent of a question about rights; what is also asked of those who were named is answered with it.

    Much is asked of them in the words of such a question: "will they call the police? I have no papers".
    """
    question = message.reading.question
    right = message.reading.rights_question
    least = LIKELY if right is not None and right.name in _OF_GROUPS else SURE
    leasts = {Aspect.PRIVACY: _PERHAPS_PRIVACY, Aspect.ELIGIBILITY: least}
    asks_of_named = question is not None and question.probability >= leasts.get(question.aspect, 1.0)
    return "ask_about_service" if message.named and asks_of_named else "know_rights"


_OF_GROUPS = frozenset({"men", "minors"})
"""Questions about rights that sound like those whom a service takes."""


def _goodbye(message: MessageContext) -> str | None:
    reading = message.reading
    is_sure = reading.act is not None and reading.act.probability >= _SURELY_SEEKS_HELP
    asks_on = has_question(reading.text) or (reading.question and not is_sure) or reading.outcome
    return None if asks_on or not message.has_begun else "goodbye"


def _erase(message: MessageContext) -> str | None:
    """Return the wish to erase, after which it is asked whether it is meant, unless something else is to be erased."""
    reading = message.reading
    is_denied = denies_erasing(phrase_key(reading.text), reading.language)
    return None if is_denied or Signal.OTHER_THINGS in reading.signals or not message.has_begun else "erase_chat"


def _prying(message: MessageContext) -> str | None:
    reading = message.reading
    question = reading.question
    asks_on = question is not None and (question.aspect is Aspect.PRIVACY or question.which != ALL)
    return "prying" if message.has_begun and not (asks_on or is_lettered(reading.text, reading.language)) else None


_CHOOSE: Mapping[Act, Callable[[MessageContext], str | None]] = {
    Act.FIND: _need,
    Act.ABOUT: _about,
    Act.OTHERS: _others,
    Act.RIGHTS: _rights,
    Act.OFFER: lambda _: "check_job_offer",
    Act.PRYING: _prying,
    Act.GOODBYE: _goodbye,
    Act.ERASE: _erase,
}
