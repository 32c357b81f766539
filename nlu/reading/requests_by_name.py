"""Services that a message asks for by name, acronym or number."""

from collections.abc import Iterator

from nlu.reading.message_context import ABOVE_RIGHTS, MessageContext
from nlu.reading.name_candidates import (
    LONGEST_WITH_A_NAME,
    find_acronyms,
    find_capitalized,
    find_lines,
    find_recommended_names,
)
from nlu.reading.schema import Aspect, Limit
from nlu.reading.service_questions import SURE, is_lettered
from nlu.reading.signals import Signal, denies, find_embassies
from nlu.text.normalization import has_question
from nlu.text.phrase_index import phrase_key

_OF_THE_BOT = frozenset({"change_language", "ask_menu"})
"""Wishes that name nothing in the directory, though a language is a name; "what is ADHOC?" sounds like one."""
_MAY_NAME = frozenset({"immigration_help", "return_home", "talk_to_person", "find_legal_help", "help_someone_else"})
"""Needs that an organization may be asked for by name."""
_WORDS_WITH_A_NAME = 6
"""Words of a message that is hardly more than a name that the lexicon knows."""
_WORDS_OF_A_NAME, _WORDS_OF_A_WISH = 5, 2
_SURE_QUESTION, _SURE_NEED = 0.9, 0.95
WHAT_IT_IS = frozenset({Aspect.WHICH, Aspect.OPERATOR, Aspect.CALL, Aspect.UNREACHABLE, Aspect.CONTACT})
"""Aspects of a question what something that is named is."""


def asks_by_name(message: MessageContext) -> bool:
    """Return whether a service or an embassy is asked for by name, and add its possible names to the facts."""
    if message.intent in _OF_THE_BOT and (message.intent == "change_language" or "names" not in message.facts):
        return False
    is_hardly_more = len(message.reading.text.split()) <= _WORDS_WITH_A_NAME
    is_unsure = message.confidence < SURE and len(message.reading.text) <= LONGEST_WITH_A_NAME
    is_known = "names" in message.facts and message.intent not in ABOVE_RIGHTS and (is_hardly_more or is_unsure)
    may_name = message.says_little or message.is_question or message.intent in _MAY_NAME or is_known
    if "names" not in message.facts and may_name:
        names = list(dict.fromkeys(_names_in(message)))
        message.facts.update({"names": names} if names else {})
    is_embassy = Signal.EMBASSY in message.reading.signals and message.intent != "ask_what_to_say"
    is_embassy = is_embassy and not _asks_privacy(message)  # "will they tell my embassy?"
    is_denied = denies(Signal.EMBASSY, phrase_key(message.reading.text), message.reading.language)
    is_embassy = is_embassy and Limit.NO_EMBASSY not in message.reading.limits and not is_denied
    return may_name and ("names" in message.facts or is_embassy)


def asks_for_known_name(message: MessageContext) -> bool:
    """Return whether a short message asks for an organization of the lexicon, or tells of one, whatever it sounds like.

    Whoever calls a service by its letter, or says how it went with one, means one that was named.
    """
    reading, facts = message.reading, message.facts
    is_question = has_question(reading.text) or reading.question or Signal.RECOMMENDED in reading.signals
    is_of_named = "outcome" in facts or is_lettered(reading.text, reading.language)
    is_free = message.intent not in ABOVE_RIGHTS | {"change_language"}
    is_free = is_free and not _asks_privacy(message) and len(reading.text) <= _LONGEST_WITH_RECOMMENDED
    has_name = any(not name.isdecimal() for name in reading.names) or (reading.names and message.offer_check)
    return bool(message.has_begun and has_name and is_question and is_free and not is_of_named)


def asks_for_recommended(message: MessageContext) -> bool:
    """Somebody was recommended who may help, or an acronym is an organization's; add possible names to the facts."""
    text = message.reading.text
    signals, acronyms = message.reading.signals, find_acronyms(text)
    is_organization = Signal.ORGANIZATION in signals and bool(acronyms) and message.has_begun
    is_of_job = Signal.JOB in signals or Signal.DECIDE in signals  # "the agent told me of a job"
    is_recommended = (Signal.RECOMMENDED in signals and not is_of_job) or is_organization
    if message.intent in ABOVE_RIGHTS or not is_recommended or len(text) > _LONGEST_WITH_RECOMMENDED:
        return False
    recommended = find_recommended_names(text, message.reading.language)
    written_as_names = [name for name in find_capitalized(text) if " " in name]
    names = list(dict.fromkeys([*message.facts.get("names", ()), *recommended, *acronyms, *written_as_names]))
    message.facts.update({"names": names} if names else {})
    return bool(names)


_LONGEST_WITH_RECOMMENDED = 160
"""Characters of a message that is hardly more than the question about somebody who was recommended."""


def _asks_privacy(message: MessageContext) -> bool:
    """Return whether it is surely asked whom a service tells: others are named beside."""
    question = message.reading.question
    return question is not None and question.aspect is Aspect.PRIVACY and question.probability >= _SURE_QUESTION


def asks_for_number(message: MessageContext) -> bool:
    """The number of a line that we know is asked for, unless something is asked about it: "what is 129?"."""
    question, text = message.reading.question, message.reading.text
    is_bare = message.has_begun and len(text.split()) <= _WORDS_OF_A_NUMBER
    asks_what_it_is = is_bare or question is None or question.aspect in WHAT_IT_IS
    is_free = message.intent not in ABOVE_RIGHTS or (message.intent == "i_am_a_child" and message.reading.age is None)
    if not is_free or not asks_what_it_is or len(text) > LONGEST_WITH_A_NAME:
        return False
    if (question or is_bare) and "names" not in message.facts and (lines := find_lines(text)):
        message.facts["names"] = lines
    return any(map(str.isdigit, message.facts.get("names", [])))


_WORDS_OF_A_NUMBER = 3
"""Words of a message that is hardly more than the number of a line: "and 15508?"."""


def _names_in(message: MessageContext) -> Iterator[str]:
    """Yield what a short message may name, the likeliest first; the directory knows whether it does."""
    text = message.reading.text
    if len(text) > LONGEST_WITH_A_NAME:
        return
    if Signal.ORGANIZATION in message.reading.signals and message.has_begun:
        yield " ".join(text.split()[-_WORDS_OF_A_NAME:])
    language = message.reading.language
    is_of_need = message.intent in _MAY_NAME and message.confidence >= _SURE_NEED
    if not (is_of_need and len(text.split()) > _WORDS_WITH_A_NAME):  # "my papers, the TRC and visa and so on"
        yield from (word for word in find_acronyms(text) if not any(find_embassies(phrase_key(word), language)))
    if message.has_begun:
        yield from find_lines(text)
    question = message.reading.question
    of_language = question is not None and question.aspect is Aspect.LANGUAGE  # "which of those has Romanian speakers?"
    if message.says_little and message.has_begun and not (message.reading.places or of_language):
        yield from find_capitalized(text)
    if message.named and text.endswith("?") and text[:1].isupper() and len(text.split()) <= _WORDS_OF_A_WISH:
        yield text.rstrip("? ")
