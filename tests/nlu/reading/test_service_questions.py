"""What is done with services that have just been named: which of them is meant, what is asked, how it went."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.standalone_parser import StandaloneParser
from nlu.encoder.sentence_encoder import E5Encoder
from nlu.reading.features import MessageFeatures
from nlu.reading.labels import SERVICE_ACTS
from nlu.reading.schema import Aspect, Outcome
from nlu.reading.service_questions import ALL, LAST_ONE, QuestionModel, ServiceTurn, _which, read_service_turn
from tests.nlu.letter_encoder import LetterEncoder

NAMED = 3


@pytest.mark.parametrize(
    ("text", "language", "which"),
    [
        ("is the second one free?", "en", "2"), ("what time does the first open", "en", "1"),
        ("where is number 2", "en", "2"), ("the 3rd, is it far", "en", "3"),
        ("is the last one open today", "en", LAST_ONE),
        ("¿la segunda es gratis?", "es", "2"), ("el primero no contesta", "es", "1"), ("la última", "es", LAST_ONE),
        ("le deuxième est ouvert ?", "fr", "2"), ("la dernière", "fr", LAST_ONE), ("o segundo é de graça", "pt", "2"),
        ("второй бесплатный?", "ru", "2"), ("الثاني مجاني؟", "ar", "2"), ("दूसरा वाला कब खुलता है", "hi", "2"),
        ("দ্বিতীয়টা কি ফ্রি", "bn", "2"), ("yung pangalawa libre ba", "fil", "2"),
        ("yang kedua buka jam berapa", "id", "2"),
        ("อันแรกฟรีไหม", "th", "1"), ("最后一个", "zh", LAST_ONE), ("ဒုတိယ တစ်ခုက အခမဲ့လား", "my", "2"),
        ("อันที่ ๒ เปิดกี่โมง", "th", "2"),
        ("What papers to bring to A?", "en", "1"), ("a B recebe rapazes menores?", "pt", "2"),
        ("is C a shelter", "en", "3"), ("yg B bisa di chat saja kak?", "id", "2"), ("เบอร์Aเปิดวันไหน", "th", "1"),
    ],
)  # fmt: skip
def test_told_by_its_place(text: str, language: str, which: str) -> None:
    """A service is told by its letter, its number or its place in the list, in the words of the language."""
    assert _which(text, language, NAMED) == which


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("are they free?", "en"), ("do they speak thai", "en"), ("which one is best for me", "en"),
        ("do they take two people", "en"), ("can i call one of them at night", "en"),
        ("i called 1300 and nobody answers", "en"),
        ("should i call A or B", "en"), ("A friend told me to ask", "en"), ("A minha patroa não paga", "pt"),
        ("IS A FREE OR NOT", "en"), ("plan-B and vitamin B12", "en"),
        ("should i call 1 or 2", "en"), ("is number 7 open", "en"), ("¿son gratis?", "es"),
        ("dạ họ nói tiếng gì", "vi"),
        ("ฟรีไหมคะ", "th"), ("免费吗", "zh"), ("", "en"),
    ],
)  # fmt: skip
def test_all_are_meant(text: str, language: str) -> None:
    """Without a place in the list all are meant; "one of them", a count of people or a line is no place in it."""
    assert _which(text, language, NAMED) == ALL


@pytest.mark.parametrize("named", [1, 2])
def test_only_what_was_named(named: int) -> None:
    """A number beyond the list names nothing in it."""
    assert _which("is the third one free", "en", named) == ALL
    assert _which("is 3 free", "en", named) == ALL


@given(st.text(max_size=80), st.sampled_from(["en", "th", "zh", "my", "de", "und"]), st.integers(1, 9))
def test_any_text(text: str, language: str, named: int) -> None:
    """Any text means all, the last, or one that was named."""
    assert _which(text, language, named) in {ALL, LAST_ONE, *map(str, range(1, named + 1))}


def turn(questions: QuestionModel, encoder: E5Encoder, text: str, named: int = NAMED) -> ServiceTurn:
    """Return what an English text does with the services that were named."""
    features = MessageFeatures.of(text, encoder.encode)
    return read_service_turn(questions.probabilities(features, "en"), features.text, "en", named)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("what time do they open", Aspect.HOURS),
        ("do they speak Spanish", Aspect.LANGUAGE),
        ("is it free or do i have to pay", Aspect.COST),
        ("where is it exactly, what street", Aspect.PLACE),
        ("will they tell the police about me", Aspect.PRIVACY),
        ("what if nobody picks up", Aspect.UNREACHABLE),
        ("what documents should i bring", Aspect.DOCUMENTS),
    ],
)
def test_aspect(questions: QuestionModel, encoder: E5Encoder, text: str, aspect: Aspect) -> None:
    """What is asked is known by its meaning, with its probability."""
    question = turn(questions, encoder, text).question
    assert question is not None
    assert question.aspect is aspect
    assert 0.5 <= question.probability <= 1


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("nobody answers", Outcome.NO_ANSWER),
        ("wrong number", Outcome.WRONG_NUMBER),
        ("they refused me", Outcome.REFUSED),
        ("they didnt help", Outcome.DID_NOT_HELP),
        ("good morning", None),
        ("i need a doctor", None),
    ],
)
def test_outcome(questions: QuestionModel, encoder: E5Encoder, text: str, outcome: Outcome | None) -> None:
    """How it went with a service is known by its meaning, and is no question about it."""
    found = turn(questions, encoder, text)
    assert found.outcome is outcome
    assert outcome is None or found.question is None


def test_two_questions(questions: QuestionModel, encoder: E5Encoder) -> None:
    """What is asked beside the first question is told too."""
    text = "where is their office exactly? and what documents must i bring with me?"
    question = turn(questions, encoder, text).question
    assert question is not None
    assert {question.aspect, *question.also} >= {Aspect.PLACE, Aspect.DOCUMENTS}


@pytest.mark.parametrize("text", ["I need a doctor", "my boss has my passport", "thank you so much", "i am in Bangkok"])
def test_no_question(understanding: StandaloneParser, text: str) -> None:
    """A need, a story, thanks and a place are at most a weak suspicion of a question about a service."""
    assert understanding.parse(text, named=NAMED)["about"] is None


def test_nothing_was_named(questions: QuestionModel, encoder: E5Encoder) -> None:
    """Before a service is named, no question is about one."""
    assert turn(questions, encoder, "is it free", named=0).question is None


@pytest.mark.parametrize("language", ["en", "de", "und"])
def test_probabilities(questions: QuestionModel, language: str) -> None:
    """Each clause has a probability for each act, and they add up to 1, in trained languages and in others."""
    features = MessageFeatures.of("Is it free? My sister asks. I live far away from the city", LetterEncoder().encode)
    probabilities = questions.probabilities(features, language)
    assert probabilities.shape == (len(features.clauses), len(SERVICE_ACTS))
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-3)
