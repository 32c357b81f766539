"""The dialogue act of a message: its evidence, its training texts, and what follows from it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nlu.adaptation.dialogue_acts import fit, read_examples, read_sentences, weigh_examples
from nlu.reading.dialogue_acts import HEAD, HEAD_OF_NEEDS, HEAD_OF_PERSON, HEAD_OF_RIGHTS, NO_PERSON
from nlu.reading.facts import tell_facts
from nlu.reading.features import MessageFeatures
from nlu.reading.heads import Networks, head, networks
from nlu.reading.intents_of_acts import intent_of_act
from nlu.reading.labels import NEEDS, NONE, RIGHTS_QUESTIONS, SERVICE_ACTS
from nlu.reading.message_context import MessageContext
from nlu.reading.reader import Reader
from nlu.reading.schema import (
    Act,
    Aspect,
    Conversation,
    DangerReading,
    DialogueAct,
    Person,
    Reading,
    RightsQuestion,
    ServiceQuestion,
)
from nlu.reading.service_questions import read_service_turn
from nlu.reading.sparse_models import SparseModels
from nlu.text.danger_phrases import Danger
from tests.nlu.conftest import LANGUAGES

CALM = DangerReading(0.0, Danger.DANGER)
COST, PRIVACY = ServiceQuestion(Aspect.COST, "all", 0.75), ServiceQuestion(Aspect.PRIVACY, "all", 0.56)
ELIGIBILITY = ServiceQuestion(Aspect.ELIGIBILITY, "all", 0.65)
UNREACHABLE = ServiceQuestion(Aspect.UNREACHABLE, "all", 0.7)
OF_MEN = RightsQuestion("men", 0.9)
FEW = 400
"""Messages from which a fit learns here."""


def test_evidence_fits_the_model(reader: Reader) -> None:
    """The weights that are shipped are those of the evidence that is read, and of all acts."""
    features = MessageFeatures.of("they keep my passport, what can i do", reader.encode)
    _, evidence = reader.read_evidence(features, "en", Conversation())
    assert evidence is not None
    assert evidence.shape[0] == 1
    for name in (HEAD_OF_NEEDS, HEAD_OF_RIGHTS):
        assert len(head(name).weights) == evidence.shape[1]
    for name in (HEAD, HEAD_OF_PERSON):
        assert networks(name).hidden_weights.shape[1] == evidence.shape[1]
    assert set(head(HEAD_OF_NEEDS).classes) <= set(NEEDS)
    assert set(head(HEAD_OF_RIGHTS).classes) <= set(RIGHTS_QUESTIONS)
    assert set(networks(HEAD).classes) == set(Act)
    assert set(networks(HEAD_OF_PERSON).classes) == {*Person, NO_PERSON}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "my daughter went to Dubai with an agent last month and now they have locked her in a flat, she cries",
            Person.OTHER,
        ),
        (
            "i work in a house in Dubai since last month, madam has my passport and i sleep in the kitchen",
            Person.SELF,
        ),
    ],
)
def test_about_whom(reader: Reader, text: str, person: Person) -> None:
    """A story tells whom it is about, and whose the danger is."""
    read = reader.read(text, "en")
    assert read.is_person_sure
    assert read.about_person is read.danger.of is person
    assert tell_facts(read).get("for_other", False) is (person is Person.OTHER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts(language: str) -> None:
    """Every language has messages of every act, and sentences beside them."""
    examples = [each for each in read_examples() if each.language == language]
    assert len(examples) >= 150
    assert {each.act for each in examples if each.act} == set(Act)
    assert {each.about for each in examples} == {*Person, NO_PERSON}
    assert sum(each.language == language for each in read_sentences()) >= 150


def test_no_text_twice() -> None:
    """A message that stands twice would count twice."""
    texts = [(each.language, each.text) for each in read_examples()]
    assert len(texts) == len(set(texts))


def test_fit(models: SparseModels) -> None:
    """What is learnt from half of the messages of a language is mostly right for the other half."""
    examples = [each for each in read_examples() if each.language == "en" and each.act][:FEW]
    weighed = list(weigh_examples(models, examples))
    tensors = fit(weighed[::2])
    evidence = np.concatenate([evidence for evidence, _ in weighed[1::2]])
    for name, right in ((HEAD, lambda each: each.act), (HEAD_OF_PERSON, lambda each: each.about)):
        found = Networks.of(tensors, name)
        likeliest = [found.classes[best] for best in found.probabilities(evidence).argmax(axis=1)]
        labels = [right(each) for _, each in weighed[1::2]]
        most_frequent = max(map(labels.count, set(labels)))
        assert sum(map(str.__eq__, likeliest, labels)) > most_frequent + len(labels) / 10
    assert set(tensors[f"{HEAD_OF_NEEDS}.classes"]) <= set(NEEDS)
    assert set(tensors[f"{HEAD_OF_RIGHTS}.classes"]) <= {*RIGHTS_QUESTIONS, ""}


def message(act: Act, probability: float = 0.9, *, sure: float = 1.0, **told: Any) -> MessageContext:
    """Return a message with this act, after two services were named; `sure` is the confidence in its intent."""
    named = told.pop("named", 2)
    text = told.pop("text", "and what about that one")
    reading = Reading(text, "en", 1, [("out_of_scope", 0.5)], CALM, act=DialogueAct(act, probability), **told)
    return MessageContext("out_of_scope", reading, tell_facts(reading), named, has_begun=True, confidence=sure)


@pytest.mark.parametrize(
    ("read", "before", "intent"),
    [
        (message(Act.RIGHTS), "find_legal_help", "know_rights"),
        (message(Act.RIGHTS), "advice_debt", None),
        (message(Act.RIGHTS, 0.5), "find_legal_help", "know_rights"),
        (message(Act.RIGHTS, 0.45), "find_legal_help", None),
        (message(Act.RIGHTS, 0.5), "ask_by_name", None),
        (message(Act.RIGHTS, question=PRIVACY), "immigration_help", "ask_about_service"),
        (message(Act.RIGHTS, question=ELIGIBILITY), "immigration_help", "know_rights"),
        (message(Act.RIGHTS, question=ELIGIBILITY, rights_question=OF_MEN), "self_check", "ask_about_service"),
        (message(Act.OTHERS, 0.5, question=UNREACHABLE), "talk_to_person", "tell_outcome"),
        (message(Act.OTHERS, 0.5), "talk_to_person", None),
        (message(Act.ABOUT, question=COST), "more_options", None),
        (message(Act.ABOUT, question=COST, sure=0.8), "more_options", "ask_about_service"),
        (message(Act.FIND, needs=["find_work_help"], sure=0.6), "pause", "find_work_help"),
        (message(Act.FIND, needs=["find_work_help"]), "pause", None),
        (message(Act.RIGHTS), "in_danger", None),
        (message(Act.RIGHTS), "i_am_a_child", None),
        (message(Act.RIGHTS), "rights_country", None),
        (message(Act.FIND), "safe_now", None),
        (message(Act.ABOUT, question=COST), "advice_debt", "ask_about_service"),
        (message(Act.ABOUT, question=COST, named=0), "advice_debt", None),
        (message(Act.ABOUT), "advice_debt", None),
        (message(Act.OTHERS), "give_place", "tell_outcome"),
        (message(Act.OTHERS, named=0), "give_place", None),
        (message(Act.FIND, needs=["know_rights", "find_shelter"]), "know_rights", "find_shelter"),
        (message(Act.FIND), "self_check", "describe_exploitation"),
        (message(Act.FIND, text="does B help with it"), "know_rights", None),
        (
            message(Act.FIND, text="he takes 150 a day from me " * 5, names=["150"]),
            "ask_by_name",
            "describe_exploitation",
        ),
        (message(Act.FIND, names=["OWWA"]), "ask_by_name", None),
        (message(Act.OFFER), "describe_exploitation", "check_job_offer"),
        (message(Act.PRYING), "ask_bot", "prying"),
        (message(Act.PRYING, text="and is B free"), "ask_bot", None),
        (message(Act.FIND, text="who in Poland reads it?", needs=["find_legal_help"]), "give_place", "find_legal_help"),
        (message(Act.FIND, text="I am in Poland", needs=["find_legal_help"]), "give_place", None),
        (message(Act.FIND, text="I am 29 and not paid " * 5, needs=["find_work_help"]), "correct", "find_work_help"),
        (message(Act.FIND, text="I am 29", needs=["find_work_help"]), "correct", None),
        (message(Act.GOODBYE), "find_shelter", "goodbye"),
        (message(Act.GOODBYE, sure=0.8), "pause", "goodbye"),
        (message(Act.GOODBYE, sure=0.95), "pause", None),
        (message(Act.GOODBYE, text="is it free? bye"), "find_shelter", None),
        (message(Act.CHAT), "find_shelter", None),
        (message(Act.ERASE, text="wipe all of it please"), "talk_to_person", "erase_chat"),
        (message(Act.ERASE, text="please don't delete it"), "talk_to_person", None),
    ],
)
def test_intent(read: MessageContext, before: str, intent: str | None) -> None:
    """A likely act changes an intent that does not fit it, and no other."""
    assert intent_of_act(read, before) == intent


@pytest.mark.parametrize(
    ("read", "intent"),
    [
        (message(Act.PRYING, 0.4), "prying"),
        (message(Act.CHAT, about_person=Person.OTHER), "prying"),
        (message(Act.CHAT), "prying"),
        (message(Act.FIND, 0.95), "describe_exploitation"),
        (message(Act.FIND, 0.7, about_person=Person.OTHER), "prying"),
        (message(Act.FIND, 0.95, about_person=Person.OTHER), "describe_exploitation"),
    ],
)
def test_reader_asks_on(read: MessageContext, intent: str | None) -> None:
    """Whoever has just asked what was written still reads along, unless they tell of themself or need help."""
    assert intent_of_act(replace(read, pried=True), "self_check") == intent


def test_helper_is_no_reader() -> None:
    """Who writes for another person and asks who we are is answered on."""
    helper = message(Act.CHAT, about_person=Person.OTHER)
    assert intent_of_act(replace(helper, pried=True, other_person=True), "self_check") is None


def test_question_that_is_surely_asked() -> None:
    """Where the act is a question about a service, the likeliest one is read, however unlikely."""
    none, cost = SERVICE_ACTS.index(NONE), SERVICE_ACTS.index(Aspect.COST)
    probabilities = np.full((1, len(SERVICE_ACTS)), 1e-4, np.float32)
    probabilities[0, none], probabilities[0, cost] = 0.98, 0.01
    assert read_service_turn(probabilities, "is it dear", "en", 2).question is None
    read = read_service_turn(probabilities, "is it dear", "en", 2, surely_asks=True).question
    assert read is not None
    assert read.aspect is Aspect.COST


@pytest.mark.parametrize(
    ("text", "conversation", "has_act"),
    [
        ("they keep all of our papers here", Conversation(has_begun=True), True),
        ("they keep all of our papers here", Conversation(), False),
        ("they keep all of our papers here", Conversation(has_begun=True, is_hidden=True), False),
        ("thank you very much", Conversation(has_begun=True), False),
    ],
)
def test_no_act(reader: Reader, text: str, conversation: Conversation, *, has_act: bool) -> None:
    """A simple message has none, nor a short first one, nor one under cover, where somebody else may write."""
    assert (reader.read(text, "en", conversation=conversation).act is not None) is has_act
