"""Requests of whoever was given emergency numbers, or names an ambulance."""

from nlu.reading.message_context import LIKE_A_QUESTION, MessageContext
from nlu.reading.schema import Aspect, DangerKind, Limit
from nlu.reading.service_questions import ALL, POSSIBLE, SURE, find_letters
from nlu.reading.signals import LONGEST_SIGNAL, Signal

NO_CALLS = frozenset({Limit.CANNOT_CALL, Limit.CANNOT_SPEAK})
_OF_EMERGENCY = frozenset({
    Aspect.PRIVACY, Aspect.OPERATOR, Aspect.DOCUMENTS, Aspect.COST, Aspect.CALL, Aspect.LANGUAGE, Aspect.HOURS,
})  # fmt: skip
"""Aspects that are answered for emergency numbers, too."""
_OF_A_NUMBER = frozenset({Aspect.CONTACT, Aspect.WHICH})
"""Aspects that "what is the number of the ambulance?" sounds like."""
_CALM = 0.3
"""Probability of a danger below which a message tells of one that is over."""


def asks_about_emergency(message: MessageContext) -> bool:
    """Whoever got emergency numbers asks about them: about an ambulance, or while nobody else was named."""
    question = message.reading.question
    if question is None or not message.emergency_numbers or question.which != ALL:
        return False
    is_short = len(message.reading.text) <= LONGEST_SIGNAL  # "they called an ambulance. do those places cost money?"
    is_of_them = (Signal.AMBULANCE in message.reading.signals and is_short) or not message.named
    is_calm = message.reading.danger.probability < _CALM
    least = POSSIBLE if message.says_little or message.intent in LIKE_A_QUESTION.get(question.aspect, ()) else SURE
    if not (is_of_them and is_calm and question.aspect in _OF_EMERGENCY and question.probability >= least):
        return False
    message.facts["of_emergency"] = True
    return True


def cannot_call_emergency(message: MessageContext) -> bool:
    """Whoever cannot call the emergency numbers that they were given needs a way without speaking."""
    is_lettered = bool(find_letters(message.reading.text, message.reading.language, message.named))
    cannot_call = not NO_CALLS.isdisjoint(message.reading.limits)
    says_nothing_else = message.says_little or message.intent == "talk_to_person"
    asks_services = message.named and message.is_question  # answered with those that can be written to
    asks_otherwise = asks_services or is_lettered or "outcome" in message.facts
    return message.emergency_numbers and cannot_call and says_nothing_else and not asks_otherwise


def asks_for_ambulance(message: MessageContext) -> bool:
    """Whoever names an ambulance needs its number, whatever else is asked of it."""
    if Signal.AMBULANCE not in message.reading.signals or Signal.SAFE_NOW in message.reading.signals:
        return False
    needs, is_calm = message.reading.needs, message.reading.danger.probability < _CALM
    asks_otherwise = needs and needs[0] != "find_medical_help" and message.confidence >= SURE
    question = message.reading.question
    asks_number = question is not None and question.aspect in _OF_A_NUMBER
    goes_on = message.emergency_numbers and "find_medical_help" not in needs
    has_called = message.named and "outcome" in message.facts
    if is_calm and not asks_number and (has_called or goes_on):
        return False  # its number was given, and it came: "the ambulance took him. the first number does not answer"
    asks_about_others = message.is_question and not asks_number and needs[:1] != ["find_medical_help"]
    if message.named and is_calm and (asks_about_others or asks_otherwise):
        return False  # "the ambulance took him; now we want a lawyer"
    message.facts.update(danger=DangerKind.MEDICAL.value, danger_certain=True)
    return True
