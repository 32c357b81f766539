"""A reading as JSON, as `waylight understand` prints it."""

from dataclasses import asdict
from typing import Any

from nlu.reading.current_place import current_place
from nlu.reading.people import ADULT_AGE
from nlu.reading.schema import Reading
from nlu.reading.service_questions import LIKELY
from nlu.text.danger_phrases import Danger


def as_json(reading: Reading) -> dict[str, Any]:
    """Return the parts of a reading by name; the keys are documented in docs/understanding.md."""
    danger, place, is_danger = reading.danger, current_place(reading.places), reading.danger.danger is Danger.DANGER
    return {
        "danger_probability": round(danger.probability, 4),
        "danger_of": str(danger.of),
        "danger_kind": str(danger.kind) if danger.kind and is_danger else None,
        "needs": reading.needs,
        "not_wanted": reading.not_wanted,
        "about_person": str(reading.about_person),
        "relation": reading.relation,
        "age": reading.age,
        "age_band": _age_band(reading),
        "place": asdict(place.place) if place else None,
        "places": [
            {
                "name": named.place.name,
                "country": named.place.country,
                "part": str(named.part),
                "sure": named.is_sure,
            }
            for named in reading.places
        ],
        "origin": reading.origin,
        "limits": [str(limit) for limit in reading.limits],
        "about": {"aspect": str(reading.question.aspect), "which": reading.question.which}
        if reading.question and reading.question.probability >= LIKELY
        else None,
        "names": reading.names,
        "outcome": str(reading.outcome) if reading.outcome else None,
    }


def _age_band(reading: Reading) -> str | None:
    if reading.age is not None:
        return "child" if reading.age < ADULT_AGE else "adult"
    return None if reading.is_minor is None else "child" if reading.is_minor else "adult"
