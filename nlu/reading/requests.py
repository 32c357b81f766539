"""What a message asks of the conversation so far: about a service that was named, by name, to be corrected.

The first of `_REQUESTS` that applies outranks the intent of the message. Danger is decided before.
"""

import re
from collections.abc import Callable, Sequence

from babel.languages import get_official_languages

from nlu.reading.intents import CLEAR
from nlu.reading.message_context import ABOVE_RIGHTS, LIKE_A_QUESTION, MessageContext
from nlu.reading.name_candidates import LONGEST_WITH_A_NAME, find_acronyms
from nlu.reading.requests_about_oneself import denies_being_a_child, is_safe_now, tells_adult_age
from nlu.reading.requests_by_name import (
    WHAT_IT_IS,
    asks_by_name,
    asks_for_known_name,
    asks_for_number,
    asks_for_recommended,
)
from nlu.reading.requests_for_places import OF_A_SEARCH, asks_elsewhere, asks_who_gets_out, corrects_place, names_place
from nlu.reading.requests_for_rights import (
    asks_about_debt,
    asks_to_pay_captors,
    asks_what_is_allowed,
    asks_whether_right,
)
from nlu.reading.requests_in_emergencies import (
    NO_CALLS,
    asks_about_emergency,
    asks_for_ambulance,
    cannot_call_emergency,
)
from nlu.reading.schema import Act, Aspect, Limit
from nlu.reading.service_questions import ALL, LIKELY, POSSIBLE, SURE, find_letters
from nlu.reading.signals import Signal, asks_how_to_delete
from nlu.reading.stories import NEEDS_OF_A_STORY, is_story, need_of_story
from nlu.text.language_names import requested_language
from nlu.text.normalization import has_question

_SHORT_ANSWERS = frozenset({"affirm", "deny", "ask_menu", "greet", "goodbye"})
_LONGEST_SHORT_ANSWER, _SURE_ANSWER = 12, 0.95
"""Intents of a word that is a whole answer, its characters, and the confidence of one."""
_ABOUT_US = {"ask_privacy": Aspect.PRIVACY, "ask_cost": Aspect.COST}
"""Questions that are about us before any service was named, and about the services then."""
_NO_NEED = frozenset({
    "talk_to_person", "describe_exploitation", "report_crime", "help_someone_else", "advice_missing", "advice_contact",
    "say_feeling",
})  # fmt: skip
"""Intents beside which an outcome is what matters."""
_PERHAPS = 0.05
"""Probability of an intent that a message may have."""
_LETTER = re.compile(r"\W*([A-Za-z])\W*")
_WORDS_OF_A_WISH = 2
_NO_CORRECTION = frozenset({"i_am_a_child", "give_place", "change_language"})
_OF_ONESELF = frozenset({"self_check", "describe_exploitation", "tell_gender", "say_feeling", "check_job_offer"})
"""Intents of whoever tells of themself, and of whoever says that it is not them."""
_CORRECTIONS = frozenset({"age", "minor", "origin", "limits", "sea", "other"})


def find_request(message: MessageContext) -> str | None:
    """Return the intent of the request, and add to the facts what follows from it; None if there is none."""
    if is_short_answer(message):
        return None
    request = next((intent for intent, applies in _REQUESTS if applies(message)), None)
    question = message.reading.question
    if request == "ask_by_name" and (question is None or not message.is_question or question.aspect in WHAT_IT_IS):
        message.facts.pop("aspect", None)
    return request or need_of_story(
        message.intent, message.confidence, message.reading, message.moves_to, has_begun=message.has_begun
    )


def is_short_answer(message: MessageContext) -> bool:
    """Return whether a message is a number, which is a choice, or surely a word that is a whole answer."""
    text = message.reading.text
    is_answer = message.intent in _SHORT_ANSWERS and message.confidence >= _SURE_ANSWER
    return not any(map(str.isalpha, text)) or (is_answer and len(text) <= _LONGEST_SHORT_ANSWER)


def _names_letter(message: MessageContext) -> bool:
    """A letter alone is that of a service."""
    letter = _LETTER.fullmatch(message.reading.text)
    number = ord(letter[1].upper()) - ord("A") + 1 if letter else 0
    if not 0 < number <= message.named:
        return False
    message.facts.update(aspect=Aspect.WHICH.value, which=str(number))
    return True


def _asks_how_to_delete(message: MessageContext) -> bool:
    return asks_how_to_delete(message.reading.signals) and message.intent != "advice_images"


def _asks_to_go_there(message: MessageContext) -> bool:
    """Whoever writes for another asks whether to go there or to call back, in a conversation that checks no offer."""
    signals, text = message.reading.signals, message.reading.text
    is_short = not is_story(text) and message.intent not in ABOVE_RIGHTS and not message.intent.startswith("find_")
    asks = Signal.DECIDE in signals and "outcome" not in message.facts
    # "Should I go to the police with her?"
    is_to_help = not _WHO_HELPS.isdisjoint(signals) or find_letters(text, message.reading.language, message.named)
    return asks and is_short and message.other_person and not (message.offer_check or is_to_help)


_WHO_HELPS = frozenset({Signal.POLICE, Signal.EMBASSY, Signal.AMBULANCE, Signal.ORGANIZATION})
"""Signals of somebody to whom one may well go."""


def _asks_for_language(message: MessageContext) -> bool:
    """A language among other words is asked of a service; alone it is wished of us.

    The language that is spoken already is never wished of us.
    """
    text, language = message.reading.text, requested_language(message.reading.text)
    if "outcome" in message.facts and (not message.is_question or _wants_others(message)):
        return False  # "they only spoke Khmer, is there anybody else?"
    if not (message.named and message.says_little and language) or find_acronyms(text):
        return False
    is_short = len(text.split()) <= _WORDS_OF_A_WISH and not has_question(text)
    if language != message.spoken and (is_short or message.intent == "change_language"):
        return False
    message.facts.pop("origin", None)
    _ask(message, Aspect.LANGUAGE)
    return True


def _asks_for_words(message: MessageContext) -> bool:
    """Whoever wants a text to copy or to show, in a conversation that has begun, gets one.

    So does whoever wishes for the language of the country in another one: to show it, and not to go on in it.
    """
    is_wanted = Signal.WORDS_TO_SHOW in message.reading.signals
    if message.intent == "change_language" and message.country and message.spoken:
        language = requested_language(message.reading.text)
        is_local = language in get_official_languages(message.country)
        is_wanted = is_wanted or (is_local and language not in {message.spoken, message.reading.language})
    return is_wanted and message.has_begun and message.intent not in ABOVE_RIGHTS


def _asks_what_to_write_to_a_relative(message: MessageContext) -> bool:
    """What is written to somebody who is held may be read by others: no text to copy, but what to think of."""
    is_wanted = Signal.WORDS_TO_SHOW in message.reading.signals and message.has_begun
    return is_wanted and message.reading.relation in _RELATIVES and message.intent not in ABOVE_RIGHTS


def _asks_about_us(message: MessageContext) -> bool:
    is_by_name = "names" in message.facts or find_acronyms(message.reading.text)
    tells_rather = "outcome" in message.facts and not message.is_question
    if not message.named or message.intent not in _ABOUT_US or is_by_name or tells_rather:
        return False
    _ask(message, _ABOUT_US[message.intent])
    return True


def _ask(message: MessageContext, aspect: Aspect) -> None:
    """Make this what is asked first; what seemed to be asked is asked beside it."""
    facts = message.facts
    before = [facts["aspect"]] if message.is_question and "aspect" in facts else []
    also = [each for each in dict.fromkeys([*before, *facts.get("also", ())]) if each != aspect.value]
    facts.update(aspect=aspect.value, which=facts.get("which", "all"), also=also)


def _cannot_call(message: MessageContext) -> bool:
    """Whoever cannot call the services that were named asks which of them can be written to."""
    is_free = message.says_little or message.intent == "talk_to_person"
    asks_otherwise = "outcome" in message.facts or (message.is_question and message.facts["aspect"] != Aspect.CONTACT)
    if not (message.named and is_free and NO_CALLS.intersection(message.reading.limits)) or asks_otherwise:
        return False
    _ask(message, Aspect.CONTACT)
    return True


def _tells_outcome(message: MessageContext) -> bool:
    """An outcome is told, unless the message rather asks something else of a service."""
    question = message.reading.question
    if message.named and "outcome" in message.facts and _wants_others(message):
        return True
    if message.is_question and question and question.aspect is not Aspect.UNREACHABLE:
        return False
    if message.reading.outcome is None and ("names" in message.facts or find_acronyms(message.reading.text)):
        return False
    is_of_one = bool(find_letters(message.reading.text, message.reading.language, message.named))
    is_free = message.says_little or message.intent in _NO_NEED or is_of_one or message.confidence < SURE
    return bool(message.named and message.facts.get("outcome")) and is_free


def _wants_others(message: MessageContext) -> bool:
    """Whether it is asked who else there is."""
    return dict(message.reading.intents).get("more_options", 0.0) >= POSSIBLE


_ANSWERED_OTHERWISE = frozenset({Aspect.UNREACHABLE, Aspect.CALL})
"""An outcome, and what to say in a call."""


def _calls(message: MessageContext) -> bool:
    """What happens in a call is answered with words to say, whichever of intent and question is the clearer one."""
    question = message.reading.question
    if question is None or not message.named or "outcome" in message.facts:
        return False
    if message.intent == "ask_what_to_say" and question.aspect in _IN_A_CALL and not question.also:
        return message.confidence > max(question.probability, SURE)
    is_alone = question.aspect is Aspect.CALL and not question.also
    is_alone = is_alone and question.probability >= min(LIKELY, message.confidence)
    return is_alone and (message.says_little or message.is_question)


_IN_A_CALL = frozenset({Aspect.UNREACHABLE, Aspect.CONTACT, Aspect.COST, Aspect.HOURS, Aspect.WHICH})
"""Aspects that "what happens when I call?" sounds like."""


def _asks_for_others(message: MessageContext) -> bool:
    """Whoever tells how it went and asks for others wants no answer about those that were named."""
    question = message.reading.question
    is_sure = message.intent == "more_options" and message.confidence >= _SURE_NEED
    if (
        question
        and question.probability >= _MORE_THAN_NEED
        and not _OF_THE_NAMED.isdisjoint({question.aspect, *question.also})
    ):
        return False  # "and where is B? are they open on Sundays?"
    return bool(message.named) and is_sure and "outcome" not in message.facts


_OF_THE_NAMED = frozenset({Aspect.HOURS, Aspect.COST, Aspect.PRIVACY, Aspect.DOCUMENTS})
"""Aspects under which nobody asks for others."""


def _asks_about_service(message: MessageContext) -> bool:
    question, act = message.reading.question, message.reading.act
    if question is None or not message.named or (question.aspect in _ANSWERED_OTHERWISE and not question.also):
        return False
    is_of_act = act is None or act.is_likely(Act.ABOUT)
    is_of_captors = message.intent == _PAY and question.aspect is Aspect.COST and not is_of_act  # "should we pay them?"
    is_of_offer = message.tells_of_offer and question.probability < _MORE_THAN_NEED
    if _has_new_need(message) or is_of_offer or is_of_captors:
        return False
    if message.intent == "ask_menu":  # "what can you do?" sounds like a question about services
        return message.is_question and question.aspect is not Aspect.WHICH
    if message.intent == "change_language":  # "do they speak Lao?" asks, "can we speak Lao?" wishes
        return question.aspect is Aspect.LANGUAGE and message.is_question
    is_near = question.aspect is Aspect.PLACE and message.says_little and not message.has_moved
    is_of_one = question.which != ALL
    if message.moves_to and message.reading.needs and question.aspect in OF_A_SEARCH and not (is_near or is_of_one):
        return False  # "a place to stay in Hamburg" is looked for there
    text = message.reading.text
    is_short_or_asks = message.intent == "describe_exploitation" and (has_question(text) or not is_story(text))
    is_advice = message.intent.startswith("advice_") and message.is_question
    is_unclear = message.says_little or message.confidence <= CLEAR or is_short_or_asks or is_advice
    is_suspicion_enough = is_unclear or message.intent in LIKE_A_QUESTION.get(question.aspect, ())
    is_need = message.intent.startswith(("find_", "know_rights")) and message.confidence >= _SURE_NEED
    # Who says which one is meant asks about it; "where can I sleep?" does not, though services were named.
    most = LIKELY if question.which != ALL else _MORE_THAN_NEED if is_need and not question.also else SURE
    least = POSSIBLE if is_suspicion_enough or is_of_one else min(most, max(LIKELY, message.confidence))
    return question.probability >= least


def _has_new_need(message: MessageContext) -> bool:
    """Whether something is surely needed that was not asked for yet, of anybody: "which of them has a lawyer?"."""
    question = message.reading.question
    is_new = message.intent in _PLACES_TO_GO and message.intent.removeprefix("find_") != message.need
    is_of_all = question is None or question.which == ALL
    if message.intent == "find_shelter" and question and question.aspect is Aspect.ELIGIBILITY:
        return False  # "and the place to stay, would they take my son?"
    return is_new and is_of_all and message.need is not None and message.confidence >= _MORE_THAN_NEED


_PLACES_TO_GO = frozenset({"find_shelter", "find_legal_help", "find_medical_help", "find_counselling"})
"""Needs that a service either meets or not."""
_SURE_NEED, _MORE_THAN_NEED = 0.8, 0.9
"""Confidence from which a need is sure, and the probability of a question that outranks one."""


def _corrects(message: MessageContext) -> bool:
    """A message without a need tells who somebody is."""
    is_not_me = Signal.NOT_ME in message.reading.signals
    is_free = message.says_little or (is_not_me and message.intent in _OF_ONESELF)
    may_correct = is_free and message.has_begun and message.intent not in _NO_CORRECTION
    if "outcome" in message.facts and _wants_others(message):
        return False  # "they only spoke Khmer, is there anybody else?" tells no origin
    corrected = _CORRECTIONS & message.facts.keys()
    if "other" in corrected and "relation" not in message.facts and not is_not_me:
        corrected -= {"other", "origin"}  # "the Chinese boss comes" tells nothing of the writer
    if message.named and message.is_question:
        corrected -= {"limits"}  # "what does it cost to report it there?"
    return may_correct and bool(corrected)


def _refuses_police(message: MessageContext) -> bool:
    """A wish to leave the police out is no question about them."""
    text = message.reading.text
    question = message.reading.question
    of_privacy = question is not None and Aspect.PRIVACY in {question.aspect, *question.also}
    is_sure = question is not None and question.probability >= _MORE_THAN_NEED
    asks = (message.is_question and (of_privacy or is_sure)) or has_question(text)
    may_wish = message.says_little or message.confidence < SURE
    is_wish = may_wish and not asks and len(text) <= LONGEST_WITH_A_NAME
    return is_wish and message.has_begun and Limit.NO_POLICE in message.reading.limits


_PAY = "advice_pay"
"""Advice that is also what an offer with fees sounds like."""


def _asks_for_verdict(message: MessageContext) -> bool:
    """Whoever asks for a verdict asks for one on an offer, if the message may be about work."""
    if not message.has_begun and message.intent == _PAY:  # "they want my passport today, 3000 a month, ok or a trick?"
        return dict(message.reading.intents).get("check_job_offer", 0.0) >= _SURE_NEED
    may_be_offer = Signal.JOB in message.reading.signals or any(
        name == "check_job_offer" and probability >= _PERHAPS for name, probability in message.reading.intents
    )
    return Signal.DECIDE in message.reading.signals and message.says_little and may_be_offer


def _goes_on_with_offer(message: MessageContext) -> bool:
    """While an offer is checked, a sign of it or the wish for a verdict belongs to the check, however it sounds."""
    if message.is_question and find_letters(message.reading.text, message.reading.language, message.named):
        return False
    tells = bool(message.facts.get("signs")) or Signal.DECIDE in message.reading.signals
    tells = tells and not (is_story(message.reading.text) and message.intent in NEEDS_OF_A_STORY)
    return message.offer_check and tells and message.intent not in ABOVE_RIGHTS


def _says_goodbye(message: MessageContext) -> bool:
    """Thanks and a goodbye end a conversation, whatever else the message tells, unless it asks something."""
    text, reading = message.reading.text, message.reading
    is_over = message.intent != "greet" and not (reading.needs and message.confidence >= SURE)
    asks = has_question(text) or reading.question or reading.outcome or reading.names
    return message.has_begun and Signal.FAREWELL in reading.signals and is_over and not asks


_RELATIVES = frozenset({
    "brother", "sister", "son", "daughter", "mother", "father", "wife", "husband", "girlfriend", "boyfriend", "cousin",
    "niece", "nephew", "aunt", "uncle", "friend", "child",
})  # fmt: skip
"""Relations of somebody who may be held, and to whom one writes."""

_REQUESTS: Sequence[tuple[str, Callable[[MessageContext], bool]]] = (
    ("ask_about_service", _names_letter),
    ("advice_delete", _asks_how_to_delete),
    ("ask_about_service", asks_about_emergency),
    ("advice_silent", cannot_call_emergency),
    ("advice_relative", _asks_what_to_write_to_a_relative),
    ("advice_message", _asks_for_words),
    ("in_danger", asks_for_ambulance),
    ("describe_exploitation", tells_adult_age),
    ("know_rights", asks_what_is_allowed),
    ("advice_pay", asks_to_pay_captors),
    ("know_rights", asks_about_debt),
    ("advice_relative", _asks_to_go_there),
    ("ask_by_name", asks_for_known_name),
    ("check_job_offer", _goes_on_with_offer),
    ("ask_by_name", asks_for_number),
    ("ask_by_name", asks_for_recommended),
    ("goodbye", _says_goodbye),
    ("safe_now", is_safe_now),
    ("correct", denies_being_a_child),
    ("talk_to_person", asks_who_gets_out),
    ("give_place", asks_elsewhere),
    ("give_place", corrects_place),
    ("more_options", _asks_for_others),
    ("ask_about_service", _asks_for_language),
    ("correct", _refuses_police),
    ("ask_what_to_say", _calls),
    ("ask_about_service", _asks_about_us),
    ("ask_about_service", _cannot_call),
    ("tell_outcome", _tells_outcome),
    ("ask_by_name", asks_by_name),
    ("check_job_offer", _asks_for_verdict),
    ("know_rights", asks_whether_right),
    ("ask_about_service", _asks_about_service),
    ("correct", _corrects),
    ("give_place", names_place),
)
