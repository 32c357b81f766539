"""Places in a message that ask for services elsewhere than before, whatever the message sounds like."""

from nlu.reading.intents import CLEAR
from nlu.reading.message_context import ABOVE_RIGHTS, MessageContext
from nlu.reading.schema import Aspect
from nlu.reading.service_questions import SURE, find_letters
from nlu.reading.signals import Signal
from nlu.text.normalization import has_question
from nlu.text.places.finder import PlacePart

OF_A_SEARCH = frozenset({Aspect.WHICH, Aspect.ELIGIBILITY, Aspect.COST, Aspect.PLACE, Aspect.CONTACT})
"""Aspects that a wish for services elsewhere sounds like."""
_SURE_OFFER, _SURE_QUESTION = 0.8, 0.9
"""Probabilities from which a message surely tells of an offer, or asks about a service that was named."""


def asks_elsewhere(message: MessageContext) -> bool:
    """Whoever is in another country than we thought asks for services there, whatever it sounds like."""
    is_lettered = bool(find_letters(message.reading.text, message.reading.language, message.named))
    if message.intent == "more_options" and message.moves_to and message.named:
        return True  # "i am in Davao, not in Manila. is there anything near?"
    if _surely_asks_otherwise(message) or Signal.EMBASSY in message.reading.signals:
        return False  # "will they tell my family in Batangas?", "the number of our embassy in Tripoli"
    if message.intent == "check_job_offer" and message.confidence >= _SURE_OFFER:
        return False
    asks_advice = message.intent.startswith("advice_") and has_question(message.reading.text)
    is_unclear = message.says_little or message.confidence <= CLEAR
    asks = message.is_question or is_unclear or message.intent == "advice_missing" or asks_advice
    return bool(message.named) and message.has_moved and asks and not is_lettered


def corrects_place(message: MessageContext) -> bool:
    """Whoever says that they are not where we thought asks for services where they are, whatever it sounds like."""
    reading = message.reading
    is_denied = any(each.part is PlacePart.NOT for each in reading.places)
    if not (message.named and message.moves_to and (is_denied or message.has_moved_within)):
        return False
    if message.intent in ABOVE_RIGHTS or find_letters(reading.text, reading.language, message.named):
        return False
    if message.intent.startswith(_LOOKED_FOR_THERE) and message.confidence >= SURE:
        return False
    return not _surely_asks_otherwise(message)


_LOOKED_FOR_THERE = ("find_", "know_rights", "help_someone_else", "i_am_a_child")
"""Beginnings of intents that are answered for the place that the message names."""


def _surely_asks_otherwise(message: MessageContext) -> bool:
    """Whether something is surely asked about a service that was named, which nobody asks while looking for others."""
    question = message.reading.question
    return question is not None and question.probability >= _SURE_QUESTION and question.aspect not in OF_A_SEARCH


def asks_who_gets_out(message: MessageContext) -> bool:
    """Whoever tells where they are and asks for a way out needs people there, unless some were named there."""
    is_new = not message.named or message.has_moved
    return message.intent == "advice_out" and message.moves_to is not None and is_new


def names_place(message: MessageContext) -> bool:
    """A message of which nothing else is understood tells where the person is now."""
    is_menu = message.intent == "ask_menu" and message.confidence >= CLEAR
    return message.has_begun and message.says_little and message.moves_to is not None and not is_menu
