"""What a message asks of the conversation so far: about a service that was named, by name, to be corrected.

The first of `_REQUESTS` that applies outranks the intent of the message. Danger is decided before.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlu.reading.current_place import current_place
from nlu.reading.facts import Facts
from nlu.reading.intents import CLEAR
from nlu.reading.name_candidates import LONGEST_WITH_A_NAME, find_acronyms, find_capitalized, find_lines
from nlu.reading.people import ADULT_AGE
from nlu.reading.schema import Aspect, DangerKind, Limit, Person, Reading
from nlu.reading.service_questions import ALL, LIKELY, POSSIBLE, SURE, find_letters
from nlu.reading.signals import Signal
from nlu.reading.stories import NEEDS_OF_A_STORY, is_story, need_of_story
from nlu.text.language_names import requested_language
from nlu.text.normalization import has_question_mark

_SAYS_LITTLE = frozenset({
    "nlu_fallback", "out_of_scope", "tell_gender", "give_place", "i_am_a_child", "deny", "affirm", "greet", "thank",
    "goodbye", "more_options", "ask_bot", "ask_cost", "change_language", "ask_privacy", "ask_what_to_say",
    "ask_menu", "insult", "try_out", "erase_chat", "cannot_speak", "prying", "watcher_gone",
})  # fmt: skip
"""Intents that a request replaces at any probability."""
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
_MAY_NAME = frozenset({"immigration_help", "return_home", "talk_to_person", "find_legal_help", "help_someone_else"})
"""Needs that an organization may be asked for by name."""
_OF_THE_BOT = frozenset({"change_language", "ask_menu"})
"""Wishes that name nothing in the directory, though a language is a name; "what is ADHOC?" sounds like one."""
_PERHAPS = 0.05
"""Probability of an intent that a message may have."""
_NOT_UNDERSTOOD = 0.3
"""Confidence of an intent below which nothing was understood."""
_LETTER = re.compile(r"\W*([A-Za-z])\W*")
_LONGEST_WITH_AGE = 40
_WORDS_WITH_A_NAME = 6
"""Words of a message that is hardly more than a name that the lexicon knows."""
_WORDS_OF_A_WISH = 2
_LONGEST_LAW = 160
"""Characters of a message that is a question about the law, whatever else it tells."""
_NO_CORRECTION = frozenset({"i_am_a_child", "give_place", "change_language"})
_ABOVE_RIGHTS = frozenset({
    "erase_chat", "someone_watching", "prying", "pause", "goodbye", "in_danger", "self_harm", "possible_danger",
    "check_answer", "i_am_a_child",
})  # fmt: skip
"""Intents that a question about what is allowed does not replace."""
_OF_ONESELF = frozenset({"self_check", "describe_exploitation", "tell_gender", "say_feeling", "check_job_offer"})
"""Intents of whoever tells of themself, and of whoever says that it is not them."""
_CORRECTIONS = frozenset({"age", "minor", "origin", "limits", "sea", "other"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message and what came before it; `named` counts the services that were named."""

    intent: str
    reading: Reading
    facts: Facts
    named: int
    has_begun: bool
    confidence: float = 1.0
    offer_check: bool = False
    """An offer of work is or was being checked."""
    spoken: str = ""
    """BCP 47: the language of the conversation."""

    @property
    def says_little(self) -> bool:
        """Whether the intent may be replaced."""
        return self.intent in _SAYS_LITTLE or self.confidence < _NOT_UNDERSTOOD

    @property
    def moves_to(self) -> str | None:
        """The country of the place where the person says that they are now, if it is sure."""
        place = current_place(self.reading.places)
        return place.place.country if place and place.is_sure else None

    @property
    def is_question(self) -> bool:
        """Whether it probably asks about a service that was named."""
        return self.reading.question is not None and self.reading.question.probability >= LIKELY


def find_request(message: Message) -> str | None:
    """Return the intent of the request, and add to the facts what follows from it; None if there is none."""
    text = message.reading.text
    if not any(map(str.isalpha, text)):
        return None  # a number is a choice
    is_answer = message.intent in _SHORT_ANSWERS and message.confidence >= _SURE_ANSWER
    if is_answer and len(text) <= _LONGEST_SHORT_ANSWER:
        return None
    request = next((intent for intent, applies in _REQUESTS if applies(message)), None)
    question = message.reading.question
    if request == "ask_by_name" and (question is None or not message.is_question or question.aspect in _WHAT_IT_IS):
        message.facts.pop("aspect", None)
    return request or need_of_story(
        message.intent, message.confidence, message.reading, message.moves_to, has_begun=message.has_begun
    )


def _names_letter(message: Message) -> bool:
    """A letter alone is that of a service."""
    letter = _LETTER.fullmatch(message.reading.text)
    number = ord(letter[1].upper()) - ord("A") + 1 if letter else 0
    if not 0 < number <= message.named:
        return False
    message.facts.update(aspect=Aspect.WHICH.value, which=str(number))
    return True


def _denies_being_a_child(message: Message) -> bool:
    """Whoever tells an age from 18 on is none; nor, mostly, whoever speaks of a child without an age after services."""
    age = message.reading.age
    if message.reading.is_minor is False and message.intent == "i_am_a_child":
        return True
    is_own = age is not None and age >= ADULT_AGE and message.reading.about_person is Person.SELF
    is_short = len(message.reading.text) <= _LONGEST_WITH_AGE
    if is_own and message.has_begun and is_short and message.says_little:
        return True
    if not (message.named and message.intent == "i_am_a_child" and age is None):
        return False
    message.facts["minor"] = False
    return True


def _asks_for_ambulance(message: Message) -> bool:
    """Whoever names an ambulance needs its number, whatever else is asked of it."""
    if Signal.AMBULANCE not in message.reading.signals or Signal.SAFE_NOW in message.reading.signals:
        return False
    message.facts.update(danger=DangerKind.MEDICAL.value, danger_certain=True)
    return True


def _tells_adult_age(message: Message) -> bool:
    """A first message that sounds like a child's, with an age from 18 on, is a story."""
    return message.reading.is_minor is False and message.intent == "i_am_a_child" and not message.has_begun


def _is_safe_now(message: Message) -> bool:
    needs = [need for need in message.reading.needs if need != "help_someone_else" or message.reading.relation]
    has_need = bool(needs) and not message.says_little
    return Signal.SAFE_NOW in message.reading.signals and not has_need


def _asks_for_language(message: Message) -> bool:
    """A language among other words is asked of a service; alone it is wished of us.

    The language that is spoken already is never wished of us.
    """
    text, language = message.reading.text, requested_language(message.reading.text)
    if not (message.named and message.says_little and language) or find_acronyms(text):
        return False
    is_short = len(text.split()) <= _WORDS_OF_A_WISH and not has_question_mark(text)
    if language != message.spoken and (is_short or message.intent == "change_language"):
        return False
    message.facts.pop("origin", None)
    _ask(message, Aspect.LANGUAGE)
    return True


def _asks_about_us(message: Message) -> bool:
    is_by_name = "names" in message.facts or find_acronyms(message.reading.text)
    if not message.named or message.intent not in _ABOUT_US or is_by_name:
        return False
    _ask(message, _ABOUT_US[message.intent])
    return True


def _ask(message: Message, aspect: Aspect) -> None:
    """Make this what is asked first; what seemed to be asked is asked beside it."""
    facts = message.facts
    before = [facts["aspect"]] if message.is_question and "aspect" in facts else []
    also = [each for each in dict.fromkeys([*before, *facts.get("also", ())]) if each != aspect.value]
    facts.update(aspect=aspect.value, which=facts.get("which", "all"), also=also)


def _cannot_call(message: Message) -> bool:
    """Whoever cannot call the services that were named asks which of them can be written to."""
    is_free = message.says_little or message.intent == "talk_to_person"
    asks_otherwise = "outcome" in message.facts or (message.is_question and message.facts["aspect"] != Aspect.CONTACT)
    if not (message.named and is_free and _NO_CALLS.intersection(message.reading.limits)) or asks_otherwise:
        return False
    _ask(message, Aspect.CONTACT)
    return True


_NO_CALLS = frozenset({Limit.CANNOT_CALL, Limit.CANNOT_SPEAK})


def _tells_outcome(message: Message) -> bool:
    """An outcome is told, unless the message rather asks something else of a service."""
    question = message.reading.question
    if message.is_question and question and question.aspect is not Aspect.UNREACHABLE:
        return False
    if message.reading.outcome is None and ("names" in message.facts or find_acronyms(message.reading.text)):
        return False
    is_of_one = bool(find_letters(message.reading.text, message.reading.language, message.named))
    is_free = message.says_little or message.intent in _NO_NEED or is_of_one or message.confidence < SURE
    return bool(message.named and message.facts.get("outcome")) and is_free


def _asks_by_name(message: Message) -> bool:
    if message.intent in _OF_THE_BOT and (message.intent == "change_language" or "names" not in message.facts):
        return False
    is_hardly_more = len(message.reading.text.split()) <= _WORDS_WITH_A_NAME
    is_unsure = message.confidence < SURE and len(message.reading.text) <= LONGEST_WITH_A_NAME
    is_known = "names" in message.facts and message.intent not in _ABOVE_RIGHTS and (is_hardly_more or is_unsure)
    may_name = message.says_little or message.is_question or message.intent in _MAY_NAME or is_known
    if "names" not in message.facts and may_name:
        names = list(dict.fromkeys(_names_in(message)))
        message.facts.update({"names": names} if names else {})
    is_embassy = Signal.EMBASSY in message.reading.signals and message.intent != "ask_what_to_say"
    return may_name and ("names" in message.facts or is_embassy)


def _asks_for_number(message: Message) -> bool:
    """The number of a line that we know is asked for, unless something is asked about it: "what is 129?"."""
    question, text = message.reading.question, message.reading.text
    is_bare = message.has_begun and len(text.split()) <= _WORDS_OF_A_NUMBER
    asks_what_it_is = is_bare or question is None or question.aspect in _WHAT_IT_IS
    is_free = message.intent not in _ABOVE_RIGHTS or (message.intent == "i_am_a_child" and message.reading.age is None)
    if not is_free or not asks_what_it_is or len(text) > LONGEST_WITH_A_NAME:
        return False
    if (question or is_bare) and "names" not in message.facts and (lines := find_lines(text)):
        message.facts["names"] = lines
    return any(map(str.isdigit, message.facts.get("names", [])))


_WORDS_OF_A_NUMBER = 3
"""Words of a message that is hardly more than the number of a line: "and 15508?"."""


_ANSWERED_OTHERWISE = frozenset({Aspect.UNREACHABLE, Aspect.CALL})
"""An outcome, and what to say in a call."""
_WHAT_IT_IS = frozenset({Aspect.WHICH, Aspect.OPERATOR, Aspect.CALL, Aspect.UNREACHABLE, Aspect.CONTACT})


def _names_in(message: Message) -> Iterator[str]:
    """Yield what a short message may name, the likeliest first; the directory knows whether it does."""
    text = message.reading.text
    if len(text) > LONGEST_WITH_A_NAME:
        return
    if Signal.ORGANIZATION in message.reading.signals and message.has_begun:
        yield " ".join(text.split()[-_WORDS_OF_A_NAME:])
    yield from find_acronyms(text)
    if message.has_begun:
        yield from find_lines(text)
    if message.says_little and message.has_begun and not message.reading.places:
        yield from find_capitalized(text)
    if message.named and text.endswith("?") and text[:1].isupper() and len(text.split()) <= _WORDS_OF_A_WISH:
        yield text.rstrip("? ")


def _calls(message: Message) -> bool:
    """What happens in a call is answered with words to say, whichever of intent and question is the clearer one."""
    question = message.reading.question
    if question is None or "outcome" in message.facts:
        return False
    if message.intent == "ask_what_to_say" and question.aspect in _IN_A_CALL:
        return message.confidence > max(question.probability, SURE)
    is_alone = question.aspect is Aspect.CALL and not question.also
    return is_alone and (message.says_little or message.is_question)


_IN_A_CALL = frozenset({Aspect.UNREACHABLE, Aspect.CONTACT, Aspect.COST, Aspect.HOURS, Aspect.WHICH})
"""Aspects that "what happens when I call?" sounds like."""


_WORDS_OF_A_NAME = 5


def _asks_about_service(message: Message) -> bool:
    question = message.reading.question
    if question is None or (question.aspect in _ANSWERED_OTHERWISE and not question.also):
        return False
    if message.intent == "ask_menu":  # "what can you do?" sounds like a question about services
        return message.is_question and question.aspect is not Aspect.WHICH
    if message.intent == "change_language":  # "do they speak Lao?" asks, "can we speak Lao?" wishes
        return question.aspect is Aspect.LANGUAGE and message.is_question
    if message.moves_to and message.reading.needs and question.aspect in _OF_A_SEARCH:
        return False  # "a place to stay in Hamburg" is looked for there
    is_story = message.intent == "describe_exploitation" and has_question_mark(message.reading.text)
    is_advice = message.intent.startswith("advice_") and message.is_question
    is_unclear = message.says_little or message.confidence <= CLEAR or is_story or is_advice
    is_suspicion_enough = is_unclear or message.intent in _LIKE_A_QUESTION.get(question.aspect, ())
    is_need = message.intent.startswith("find_") and message.confidence >= _SURE_NEED
    # Who says which one is meant asks about it; "where can I sleep?" does not, though services were named.
    most = LIKELY if question.which != ALL else _MORE_THAN_NEED if is_need and not question.also else SURE
    is_lettered = bool(find_letters(message.reading.text, message.reading.language, message.named))
    least = POSSIBLE if is_suspicion_enough or is_lettered else min(most, max(LIKELY, message.confidence))
    return question.probability >= least


_SURE_NEED, _MORE_THAN_NEED = 0.8, 0.9
"""Confidence from which a need is sure, and the probability of a question that outranks one."""
_OF_A_SEARCH = frozenset({Aspect.WHICH, Aspect.ELIGIBILITY, Aspect.COST, Aspect.PLACE, Aspect.CONTACT})
"""Aspects that a wish for services elsewhere sounds like."""
_LIKE_A_QUESTION = {
    Aspect.PRIVACY: frozenset({"immigration_help", "report_crime"}),
    Aspect.DOCUMENTS: frozenset({"immigration_help"}),
}
"""Needs in whose words something is asked about a service: "will they tell immigration?"."""


def _corrects(message: Message) -> bool:
    """A message without a need tells who somebody is."""
    is_not_me = Signal.NOT_ME in message.reading.signals
    is_free = message.says_little or (is_not_me and message.intent in _OF_ONESELF)
    may_correct = is_free and message.has_begun and message.intent not in _NO_CORRECTION
    corrected = _CORRECTIONS & message.facts.keys()
    if "other" in corrected and "relation" not in message.facts and not is_not_me:
        corrected -= {"other", "origin"}  # "the Chinese boss comes" tells nothing of the writer
    return may_correct and bool(corrected)


def _names_place(message: Message) -> bool:
    """A message of which nothing else is understood tells where the person is now."""
    is_menu = message.intent == "ask_menu" and message.confidence >= CLEAR
    return message.has_begun and message.says_little and message.moves_to is not None and not is_menu


def _refuses_police(message: Message) -> bool:
    """A wish to leave the police out is no question about them."""
    text = message.reading.text
    question = message.reading.question
    asks = (message.is_question and question and question.aspect is Aspect.PRIVACY) or has_question_mark(text)
    may_wish = message.says_little or message.confidence < SURE
    is_wish = may_wish and not asks and len(text) <= LONGEST_WITH_A_NAME
    return is_wish and message.has_begun and Limit.NO_POLICE in message.reading.limits


def _asks_what_is_allowed(message: Message) -> bool:
    """Whether something is allowed is a question about rights, whatever it is about."""
    is_sure_of_other = message.intent == "find_legal_help" and message.confidence >= SURE and not message.named
    signals = message.reading.signals
    if "find_medical_help" in message.reading.needs:  # "am bleeding. will they put me in jail for it?"
        return False
    is_allowed = Signal.LAW in signals and Signal.DECIDE not in signals and len(message.reading.text) <= _LONGEST_LAW
    return is_allowed and message.intent not in _ABOVE_RIGHTS and not is_sure_of_other


def _asks_for_verdict(message: Message) -> bool:
    """Whoever asks for a verdict asks for one on an offer, if the message may be about work."""
    may_be_offer = Signal.JOB in message.reading.signals or any(
        name == "check_job_offer" and probability >= _PERHAPS for name, probability in message.reading.intents
    )
    return Signal.DECIDE in message.reading.signals and message.says_little and may_be_offer


def _goes_on_with_offer(message: Message) -> bool:
    """While an offer is checked, a sign of it or the wish for a verdict belongs to the check, however it sounds."""
    tells = bool(message.facts.get("signs")) or Signal.DECIDE in message.reading.signals
    tells = tells and not (is_story(message.reading.text) and message.intent in NEEDS_OF_A_STORY)
    return message.offer_check and tells and message.intent not in _ABOVE_RIGHTS


def _says_goodbye(message: Message) -> bool:
    """Thanks and a goodbye end a conversation, whatever else the message tells, unless it asks something."""
    text, reading = message.reading.text, message.reading
    is_over = message.intent != "greet" and not (reading.needs and message.confidence >= SURE)
    asks = has_question_mark(text) or reading.question or reading.outcome or reading.names
    return message.has_begun and Signal.FAREWELL in reading.signals and is_over and not asks


_REQUESTS: Sequence[tuple[str, Callable[[Message], bool]]] = (
    ("ask_about_service", _names_letter),
    ("in_danger", _asks_for_ambulance),
    ("describe_exploitation", _tells_adult_age),
    ("know_rights", _asks_what_is_allowed),
    ("check_job_offer", _goes_on_with_offer),
    ("ask_by_name", _asks_for_number),
    ("goodbye", _says_goodbye),
    ("safe_now", _is_safe_now),
    ("correct", _denies_being_a_child),
    ("ask_about_service", _asks_for_language),
    ("correct", _refuses_police),
    ("ask_what_to_say", _calls),
    ("ask_about_service", _asks_about_us),
    ("ask_about_service", _cannot_call),
    ("tell_outcome", _tells_outcome),
    ("ask_by_name", _asks_by_name),
    ("check_job_offer", _asks_for_verdict),
    ("ask_about_service", _asks_about_service),
    ("correct", _corrects),
    ("give_place", _names_place),
)
