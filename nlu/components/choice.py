"""Rasa components: choices by number or label, and short answers such as yes, no and stop."""

import re
from collections.abc import Sequence

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NluComponent
from nlu.components.metadata import (
    CHOSEN,
    LANGUAGE,
    READING,
    SUSPECTED,
    OfferedChoice,
    get_metadata,
    get_reading,
    has_intent,
    parse_payload,
    set_intent,
)
from nlu.reading.schema import Act
from nlu.reading.service_questions import LIKELY
from nlu.reading.signals import Signal
from nlu.text.choices import is_bare_number, match_choice
from nlu.text.normalization import has_question
from nlu.text.short_answers import ShortAnswer, parse_short_answer

_ANSWER_PAYLOADS = {ShortAnswer.YES: '"answer": "yes"', ShortAnswer.NO: '"answer": "no"'}
"""Text in the payload of a choice that answers a yes-or-no question of the bot."""
_NOT_SURE = '"answer": "unsure"'
_ANSWER_BY_INTENT = {"affirm": _ANSWER_PAYLOADS[ShortAnswer.YES], "deny": _ANSWER_PAYLOADS[ShortAnswer.NO]}
_MIN_CONFIDENCE = 0.95
"""Confidence from which "someone is watching" is accepted while a self-check question is open."""
_INTENT_OF_WORD = {
    ShortAnswer.YES: "affirm",
    ShortAnswer.NO: "deny",
    ShortAnswer.STOP: "goodbye",
    ShortAnswer.HELP: "ask_menu",
    ShortAnswer.START: "greet",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ChoiceMatcher(NluComponent):
    """Sets the intent and entities if the text names an offered choice, or the intent if it is one short answer.

    The payload comes from our own domain through the engine: typed text only selects a payload and never becomes one.
    """

    def annotate(self, message: Message) -> None:
        """Set the choice or the meaning of a short answer, if there is one."""
        if has_intent(message):
            return
        text, language = message.get(TEXT) or "", message.get(LANGUAGE)
        choices = get_metadata(message).get("choices", [])
        answer = parse_short_answer(text, language)
        index = match_choice(text, [choice["label"] for choice in choices], language)
        if index is None and answer in _ANSWER_PAYLOADS:
            index = _find_choice(_ANSWER_PAYLOADS[answer], choices)
        if index is not None:
            _set_choice(message, choices[index])
            return
        if answer:
            set_intent(message, _INTENT_OF_WORD[answer])
        elif choices and is_bare_number(text):
            set_intent(message, DEFAULT_NLU_FALLBACK_INTENT_NAME)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerMatcher(NluComponent):
    """Accepts "of course he did" as a yes while a question is open. Runs after the intent classifier."""

    def annotate(self, message: Message) -> None:
        """Set the choice for yes or no; some intents are misclassified answers here."""
        answer = (message.get(INTENT) or {}).get("name")
        choices = get_metadata(message).get("choices", [])
        danger = next((at for at in (_find_choice(payload, choices) for payload in _DANGERS) if at is not None), None)
        is_open = danger is not None and _find_choice(_NO_DANGER, choices) is not None  # the menu offers only the first
        if danger is not None and is_open and _begins_with_yes(message):
            _set_choice(message, choices[danger])  # "yes. he feels no legs. will the ambulance tell the police?"
            return
        may_answer = (
            not message.get(CHOSEN)
            and (not _leaves_a_check(message) or _is_misclassified(message))
            and not _belongs_to_offer(message)
            and not _asks_what_is_allowed(message)
            and not _asks_about_service(message)
            and not _is_for_another(message)
            and not _is_another_act(message)
        )
        if may_answer and _find_choice("/check_answer", choices) is not None:
            index = _find_answer_in_words(message, choices)
            if index is None:
                set_intent(message, DEFAULT_NLU_FALLBACK_INTENT_NAME)
            else:
                _set_choice(message, choices[index])
            return
        job = _find_choice(_JOB, choices)
        # Whoever is asked which offer it is mostly tells of work.
        if may_answer and job is not None and _tells_of_an_offer(message):
            _set_choice(message, choices[job])
            return
        index = _find_choice(_ANSWER_BY_INTENT[answer], choices) if answer in _ANSWER_BY_INTENT else None
        if index is not None:
            _set_choice(message, choices[index])


_DANGERS, _NO_DANGER = ("/self_harm", "/in_danger"), "/safe_now"
"""Payloads of the choices of the question whether there is a danger, or a wish to die."""
_JOB = '/choose_check{"check": "job"}'
"""Payload of the choice that begins the check of an offer of work."""
_TELLS_OF_AN_OFFER = frozenset({
    "nlu_fallback", "out_of_scope", "check_job_offer", "describe_exploitation", "find_work_help", "immigration_help",
    "tell_gender", "say_feeling", "self_check", "ask_cost", "give_place",
})  # fmt: skip
_LEAVES_A_CHECK = frozenset({
    "in_danger", "self_harm", "possible_danger", "someone_watching", "prying", "erase_chat", "pause", "goodbye",
    "ask_menu", "change_language", "know_rights", "talk_to_person", "find_shelter", "find_legal_help",
    "find_medical_help", "find_counselling", "find_basic_needs", "return_home", "report_crime", "help_someone_else",
    "cannot_speak", "ask_privacy", "i_am_a_child", "give_place", "more_options", "immigration_help", "advice_debt",
})  # fmt: skip
"""Intents of a message that is more than an answer to the question of a check."""
_LEAST_TO_LEAVE = {"more_options": 0.8, "immigration_help": 0.9, "advice_debt": 0.9}
"""Confidence below which such an intent is an answer: "I don't know the name, she says there are others"."""


def _leaves_a_check(message: Message) -> bool:
    intent = message.get(INTENT) or {}
    name = intent.get("name")
    return name in _LEAVES_A_CHECK and intent["confidence"] >= _LEAST_TO_LEAVE.get(name, 0.0)


def _tells_of_an_offer(message: Message) -> bool:
    """Return whether a message that chose nothing may tell of an offer of work."""
    text, intent = message.get(TEXT) or "", (message.get(INTENT) or {}).get("name")
    return intent in _TELLS_OF_AN_OFFER and not has_question(text) and not get_reading(message).names


def _belongs_to_offer(message: Message) -> bool:
    """Return whether a message tells more of the offer that is checked than an answer, or asks for the verdict."""
    if not get_metadata(message).get("offer_check"):
        return False
    reading = get_reading(message)
    return bool(reading.offer_signs) or Signal.DECIDE in reading.signals


def _asks_what_is_allowed(message: Message) -> bool:
    """Return whether a message asks what the law says instead of answering."""
    reading = message.data.get(READING)
    return reading is not None and Signal.LAW in reading.signals


def _is_for_another(message: Message) -> bool:
    """Return whether a message corrects that it is about another person instead of answering."""
    reading = message.data.get(READING)
    return reading is not None and Signal.NOT_ME in reading.signals


def _is_another_act(message: Message) -> bool:
    """Return whether the dialogue act of a message is likely one that answers no question of a check."""
    reading = message.data.get(READING)
    act = reading.act if reading is not None else None
    if reading is None or act is None:
        return False
    asks = has_question(reading.text)
    asks_by_name = (asks or Signal.RECOMMENDED in reading.signals) and not all(map(str.isdecimal, reading.names))
    return asks_by_name or (act.act in _ACTS_BESIDE_A_CHECK and act.is_likely(act.act))


_ACTS_BESIDE_A_CHECK = frozenset({
    Act.FIND, Act.ABOUT, Act.OTHERS, Act.RIGHTS, Act.GOODBYE, Act.ERASE, Act.COVER, Act.PRYING,
})  # fmt: skip
"""Acts of a message that asks or ends something while a check asks."""


def _asks_about_service(message: Message) -> bool:
    """Return whether a message asks about services that were named, or tells how it went, instead of answering."""
    if not get_metadata(message).get("named_services"):
        return False
    question, outcome = get_reading(message).question, get_reading(message).outcome
    asks = question is not None and question.probability >= LIKELY
    return (asks or outcome is not None) and _beginning_of(message) is None


def _beginning_of(message: Message) -> str | None:
    """Return the part of a payload that the first words of a message mean: "no, they pay"."""
    words = (message.get(TEXT) or "").split()
    beginnings = (parse_short_answer(" ".join(words[:count]).strip(",.;:!"), message.get(LANGUAGE)) for count in (1, 2))
    return next((_ANSWER_PAYLOADS[each] for each in beginnings if each in _ANSWER_PAYLOADS), None)


def _begins_with_yes(message: Message) -> bool:
    """Return whether the first sentence of a message is a yes and nothing else: "yes please help" may be politeness."""
    first, *_ = _SENTENCE_END.split((message.get(TEXT) or "").strip(), maxsplit=1)
    return parse_short_answer(first, message.get(LANGUAGE)) is ShortAnswer.YES


_SENTENCE_END = re.compile(r"[.!?。！？။។।\n]")


def _find_answer_in_words(message: Message, choices: Sequence[OfferedChoice]) -> int | None:
    """Return the choice that an answer in words means, by its beginning ("no, they pay"), else "not sure"."""
    by_intent = _ANSWER_BY_INTENT.get((message.get(INTENT) or {}).get("name", ""))
    return _find_choice(by_intent or _beginning_of(message) or _NOT_SURE, choices)


def _set_choice(message: Message, choice: OfferedChoice) -> None:
    """Set intent and entities to those of a choice."""
    message.set(CHOSEN, True)  # noqa: FBT003 - Rasa's signature
    message.set(SUSPECTED, None)  # a label of ours warns of nothing
    parsed = parse_payload(choice["payload"])
    set_intent(message, parsed["intent"]["name"])
    message.set(ENTITIES, parsed["entities"], add_to_output=True)


def _is_misclassified(message: Message) -> bool:
    """Return whether an answer such as "yes, he brought me" was classified as an unknown place or as a watcher.

    The secret word is handled elsewhere (bot/engine/cover_mode.py).
    """
    intent = message.get(INTENT) or {}
    if intent.get("name") == "give_place":
        return not message.get(ENTITIES)
    return intent.get("name") == "someone_watching" and intent.get("confidence", 1.0) < _MIN_CONFIDENCE


def _find_choice(answer: str, choices: Sequence[OfferedChoice]) -> int | None:
    """Return the index of the choice whose payload contains this answer."""
    return next((index for index, choice in enumerate(choices) if answer in choice["payload"]), None)
