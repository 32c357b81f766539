"""Reading a message as a whole."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nlu.reading.json_output import as_json
from nlu.reading.labels import NEEDS
from nlu.reading.reader import Reader
from nlu.reading.schema import Conversation, Person, Reading
from nlu.text.danger_phrases import Danger
from nlu.text.places.finder import PlacePart
from tests.fuzz.texts import texts
from tests.nlu.letter_encoder import LetterEncoder

STORY = "I work in the kitchen of a hotel and share a room with four others."


def check(reading: Reading) -> None:
    """Check what is true of every reading."""
    probabilities = [probability for _, probability in reading.intents]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len({intent for intent, _ in reading.intents}) == len(reading.intents)
    assert all(-1e-6 <= probability <= 1 + 1e-6 for probability in (*probabilities, reading.danger.probability))
    assert set(reading.needs) <= set(NEEDS) >= set(reading.not_wanted)
    assert len(set(reading.needs)) == len(reading.needs)
    assert not set(reading.needs) & set(reading.not_wanted)
    assert reading.danger.clause in reading.text
    as_json(reading)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    text=texts,
    language=st.sampled_from(["en", "es", "th", "de", "und"]),
    named=st.sampled_from([0, 3]),
    hint=st.sampled_from([None, "TH", "XX"]),
    is_answer=st.booleans(),
)
@example(text="", language="en", named=0, hint=None, is_answer=False)
@example(text="?!", language="und", named=3, hint=None, is_answer=True)
@example(text="a. " * 400, language="en", named=3, hint=None, is_answer=False)
def test_any_text(  # noqa: PLR0913 - Hypothesis passes them by name
    quick_reader: Reader, *, text: str, language: str, named: int, hint: str | None, is_answer: bool
) -> None:
    """Any text is read, in any language and conversation."""
    reading = quick_reader.read(
        text, language, conversation=Conversation(named, is_place_requested=is_answer), country_hint=hint
    )
    check(reading)
    assert reading.question is None or named


@pytest.mark.parametrize("text", ["thank you very much", "thanks", "bye", "hola"])
def test_simple_message_needs_no_encoder(quick_reader: Reader, letters: LetterEncoder, text: str) -> None:
    """A greeting or thanks in a trained language is read without the encoder, which takes most of the time."""
    reading = quick_reader.read(text, "es" if text == "hola" else "en")
    check(reading)
    assert letters.requested == []
    assert reading.danger.probability == 0


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("thank you very much", "de", 0),
        ("thank you very much", "und", 0),
        ("thank you very much", "en", 3),
        ("i need a place to sleep", "en", 0),
        ("he has a knife", "en", 0),
        ("thank you very much. he has a knife and is at the door", "en", 0),
    ],
)
def test_encoder_is_asked_once(
    quick_reader: Reader, letters: LetterEncoder, text: str, language: str, named: int
) -> None:
    """Everything else is encoded, once a message: in other languages, about named services, and whatever tells more."""
    check(quick_reader.read(text, language, conversation=Conversation(named)))
    assert len(letters.requested) == 1


def test_danger_in_a_story(reader: Reader) -> None:
    """A danger is found behind, before and between ordinary sentences, with the clause that tells it."""
    danger = "He has a knife and says that he will kill me tonight!"
    for text in (danger, f"{STORY} {danger}", f"{danger} {STORY}", f"{STORY} {danger} {STORY}"):
        told = reader.read(text, "en").danger
        assert told.danger is Danger.DANGER
        assert "kill me" in told.clause
        assert told.probability > reader.read(STORY, "en").danger.probability


def test_self_harm_in_a_story(reader: Reader) -> None:
    """So is the wish to die, which is another thing than a danger by others."""
    told = reader.read(f"{STORY} I want to die, I have pills here and I will take them all.", "en").danger
    assert (told.danger, told.kind) == (Danger.SELF_HARM, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my sister just wrote me: i don't want to live any more, i want to die", "en"),
        ("بعتتلي اختي بتقول ما بدي اعيش اكتر من هيك بدي انط من الشباك", "ar"),
        ("mi hermana me mandó un mensaje: quiero morir, ya no aguanto", "es"),
    ],
)
def test_wish_to_die_that_is_quoted(reader: Reader, text: str, language: str) -> None:
    """Whoever repeats what their sister wrote does not want to die themself, though it says "I"."""
    read = reader.read(text, language, conversation=Conversation(has_begun=True, named=2, is_place_known=True))
    assert read.about_person is read.danger.of is Person.OTHER


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my mother texted me that she never wants to see me again. i want to die", "en"),
        ("my boyfriend texted me that it is over. i took all the pills", "en"),
        ("mi esposo me mandó un mensaje que va a matar a los niños. quiero morir", "es"),
    ],
)
def test_own_wish_to_die_behind_a_message(reader: Reader, text: str, language: str) -> None:
    """Whoever tells what somebody wrote, and then wants to die, is the one who does."""
    read = reader.read(text, language, conversation=Conversation(has_begun=True, named=2, is_place_known=True))
    assert read.danger.of is Person.SELF


def test_parts_of_a_message(reader: Reader) -> None:
    """Places with their part, origin, age and the person are read from one message."""
    reading = reader.read("I am a 25 years old Nepali woman, I came from Dubai and now I am in Doha, Qatar.", "en")
    assert (reading.age, reading.is_minor, reading.origin) == (25, False, "NP")
    assert [named.place.country for named in reading.places if named.part is PlacePart.NOW] == ["QA"]
    assert reading.about_person is Person.SELF


def test_country_hint_chooses_between_namesakes(reader: Reader) -> None:
    """The known country decides which town of a name is meant."""
    countries = {
        hint: [named.place.country for named in reader.read("i am in San Jose", "en", country_hint=hint).places]
        for hint in ("CR", "US")
    }
    assert countries == {"CR": ["CR"], "US": ["US"]}


def test_question_needs_named_services(reader: Reader) -> None:
    """A question is about a service only while services have been named."""
    assert reader.read("is it free of charge?", "en").question is None
