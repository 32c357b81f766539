"""Messages that have been read, for tests of the components that hand on what they tell."""

from collections.abc import Sequence
from typing import Any

from rasa.shared.nlu.training_data.message import Message

from nlu.components.metadata import READING
from nlu.reading.people import read_person
from nlu.reading.schema import DangerReading, Reading, ServiceQuestion
from nlu.text.danger_phrases import Danger
from nlu.text.places.finder import find_places

NO_DANGER = DangerReading(0.0, Danger.DANGER)


def make_reading(  # noqa: PLR0913 - each part of a reading that a component uses
    text: str,
    *,
    intents: Sequence[tuple[str, float]] = (("greet", 1.0),),
    danger: DangerReading = NO_DANGER,
    question: ServiceQuestion | None = None,
    clauses: int = 1,
    is_answer: bool = False,
    language: str = "en",
) -> Reading:
    """Return the reading of a text with these parts; places and ages are found by what finds them."""
    person = read_person(text, language, None, intents[0][0])
    return Reading(
        text=text,
        language=language,
        clauses=clauses,
        intents=list(intents),
        danger=danger,
        about_person=person.person,
        age=person.age,
        is_minor=person.is_minor,
        places=find_places(text, is_answer=is_answer),
        question=question,
    )


def read_message(reading: Reading, **data: Any) -> Message:
    """Return the message of a reading, with more data that a component before would have set."""
    return Message({"text": reading.text, "language": reading.language, READING: reading, **data})
