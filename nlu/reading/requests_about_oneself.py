"""What a message tells of its writer that outranks its intent: that they are no child, that the danger is over."""

from nlu.reading.message_context import MessageContext
from nlu.reading.people import ADULT_AGE, mentions_writer
from nlu.reading.schema import Act, Person, Reading
from nlu.reading.signals import Signal

_LONGEST_WITH_AGE = 40
"""Characters of a message that tells hardly more than an age."""
_ALSO_OF_HELPERS = frozenset({"help_someone_else", "know_rights", "check_job_offer", "talk_to_person", "report_crime"})
"""Needs that a helper has, too."""


def seeks_help_for_oneself(reading: Reading) -> bool:
    """Return whether whoever wrote for somebody else now needs something: "I am still in Madrid, where can I sleep?".

    It names nobody else, and says "I", or where "I am".
    """
    names_other = reading.relation or reading.about_person is Person.OTHER
    has_need = any(need not in _ALSO_OF_HELPERS for need in reading.needs)
    names_writer = mentions_writer(reading.text, reading.language) or any(each.is_here for each in reading.places)
    return has_need and names_writer and not names_other


def denies_being_a_child(message: MessageContext) -> bool:
    """Whoever tells an age from 18 on is none; nor, mostly, whoever speaks of a child without an age after services."""
    age = message.reading.age
    if message.reading.is_minor is False and message.intent == "i_am_a_child":
        return True
    is_own = age is not None and age >= ADULT_AGE and message.reading.about_person is Person.SELF
    is_short = len(message.reading.text) <= _LONGEST_WITH_AGE
    if is_own and message.has_begun and is_short and message.says_little:
        return True
    is_of_one = message.named and message.intent == "i_am_a_child" and age is None
    if not is_of_one or message.reading.question is not None:
        return False
    message.facts["minor"] = False
    return True


def tells_adult_age(message: MessageContext) -> bool:
    """A first message that sounds like a child's, with an age from 18 on, is a story."""
    return message.reading.is_minor is False and message.intent == "i_am_a_child" and not message.has_begun


def is_safe_now(message: MessageContext) -> bool:
    """Whoever says that the danger is over, and neither needs nor asks anything else."""
    tells_only = {"describe_exploitation", *(() if message.reading.relation else ("help_someone_else",))}
    needs = set(message.reading.needs) - tells_only
    asks_for_help = message.reading.act is not None and message.reading.act.is_likely(Act.FIND)
    has_need = bool(needs) and (asks_for_help or not message.says_little)
    asks_on = bool(message.named) and (message.is_question or "outcome" in message.facts)
    return Signal.SAFE_NOW in message.reading.signals and not has_need and not asks_on
