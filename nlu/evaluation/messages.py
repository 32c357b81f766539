"""Measure understanding on unseen messages of several sentences (`tests/nlu/messages`)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any, NamedTuple

from nlu.evaluation.pipeline import POSSIBLE_DANGER_INTENT, Understand, timed
from nlu.reading.schema import Aspect

FORMS = ("short", "before", "after", "both")
"""Where the ordinary sentences stand around what a text of `dangers` tells: nowhere, before it, after it, around it."""
NAMED_SERVICES = 3
NONE = "none"
DANGER = "danger"


class Check(NamedTuple):
    """One thing that a text tells, beside what was understood of it."""

    measure: str
    """A form, or the name of a field of `Hits`."""
    text: str
    expected: Any
    found: Any
    is_right: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """What was right (True) and wrong of each kind, in one language or several."""

    recall: Mapping[str, Sequence[bool]]
    """Danger or self-harm found, by the form of the text."""
    false_alarms: Sequence[bool]
    """Danger or self-harm found in a harmless text (True is the error)."""
    found_or_suspected: Sequence[bool] = ()
    """Danger or self-harm found, or asked about (`possible_danger`)."""
    suspected_wrongly: Sequence[bool] = ()
    """Danger asked about after a harmless text (True is the error)."""
    kind: Sequence[bool] = ()
    danger_of: Sequence[bool] = ()
    first_need: Sequence[bool] = ()
    both_needs: Sequence[bool] = ()
    not_wanted: Sequence[bool] = ()
    person: Sequence[bool] = ()
    age: Sequence[bool] = ()
    country: Sequence[bool] = ()
    aspect: Sequence[bool] = ()
    taken_for_question: Sequence[bool] = ()
    """A question seen where none was asked about a service (True is the error)."""
    place: Sequence[bool] = ()
    false_places: Sequence[bool] = ()
    """A place found where none is told (True is the error)."""
    milliseconds: Sequence[float] = ()
    """CPU time of each text of several sentences."""
    misses: Sequence[Check] = ()
    """What was wrong, with its text."""

    @classmethod
    def together(cls, hits: Sequence["Hits"]) -> "Hits":
        """Return the hits of several languages as one."""
        forms = {form: [hit for each in hits for hit in each.recall[form]] for form in FORMS}
        names = [name for name in cls.__slots__ if name != "recall"]
        return cls(forms, *([hit for each in hits for hit in getattr(each, name)] for name in names))

    @property
    def all_recall(self) -> list[bool]:
        """Return the danger found, whatever the form."""
        return [hit for hits in self.recall.values() for hit in hits]


ERRORS = frozenset({"false_alarms", "suspected_wrongly", "taken_for_question", "false_places"})
"""Fields of `Hits` that count errors."""


def share(hits: Iterable[bool]) -> float | None:
    """Return the share of hits, None without any."""
    counted = list(hits)
    return mean(counted) if counted else None


def measure(understand: Understand, lists: Mapping[str, Any]) -> Hits:
    """Return the hits in the lists of one language (tests/nlu/README.md describes them)."""
    milliseconds: list[float] = []
    checks = [
        *_danger_checks(understand, lists["dangers"], milliseconds),
        *_message_checks(understand, lists["messages"], milliseconds),
        *_question_checks(understand, lists["questions"]),
        *_place_checks(understand, lists["places"]),
    ]
    found: dict[str, list[bool]] = defaultdict(list)
    for check in checks:
        found[check.measure].append(check.is_right != (check.measure in ERRORS))
    return Hits(
        {form: found.pop(form, []) for form in FORMS},
        found.pop("false_alarms", []),
        milliseconds=milliseconds,
        misses=[check for check in checks if not check.is_right and check.measure != "found_or_suspected"],
        **found,
    )


def _danger_checks(
    understand: Understand, cases: Iterable[Mapping[str, Any]], milliseconds: list[float]
) -> Iterator[Check]:
    for case in cases:
        result, taken = timed(understand, case["text"])
        if case["form"] != FORMS[0]:
            milliseconds.append(taken)
        text, found, is_suspected = case["text"], result["danger"], result["intent"] == POSSIBLE_DANGER_INTENT
        if case["danger"] == NONE:
            yield Check("false_alarms", text, None, found, found is None)
            yield Check("suspected_wrongly", text, None, result["intent"], not is_suspected)
            continue
        yield Check(case["form"], text, case["danger"], found or result["intent"], found is not None)
        yield Check("found_or_suspected", text, case["danger"], result["intent"], found is not None or is_suspected)
        if found == case["danger"] == DANGER:
            yield _equal("kind", text, case["kind"], result["danger_kind"])
            yield _equal("danger_of", text, case["of"], result["danger_of"])


def _message_checks(
    understand: Understand, cases: Iterable[Mapping[str, Any]], milliseconds: list[float]
) -> Iterator[Check]:
    for case in cases:
        result, taken = timed(understand, case["text"])
        milliseconds.append(taken)
        text, needs, wanted = case["text"], needs_or_intent(result), case["needs"]
        yield Check("first_need", text, wanted, needs, needs[:1] == wanted[:1])
        if len(wanted) > 1:
            yield Check("both_needs", text, wanted, needs, set(wanted) <= set(needs))
        if case["not_wanted"]:
            refused, found = case["not_wanted"], result["not_wanted"]
            yield Check("not_wanted", text, refused, found, set(refused) <= set(found))
        yield _equal("person", text, case["about"], result["about_person"])
        if case["age"] is not None:
            yield _equal("age", text, case["age"], result["age"])
        if case["country"]:
            yield _equal("country", text, case["country"], _country(result["place"]))


def _question_checks(understand: Understand, cases: Iterable[Mapping[str, Any]]) -> Iterator[Check]:
    for case in cases:
        read = understand(case["text"], named=NAMED_SERVICES)
        found = (read["about"] or {}).get("aspect")
        if case["aspect"] == Aspect.UNREACHABLE and read["outcome"]:
            found = Aspect.UNREACHABLE  # "nobody answers" and "what if nobody answers?" get the same answer
        expected = None if case["aspect"] == NONE else case["aspect"]
        yield _equal("aspect" if expected else "taken_for_question", case["text"], expected, found)


def _place_checks(understand: Understand, cases: Iterable[Mapping[str, Any]]) -> Iterator[Check]:
    for case in cases:
        found = _country(understand(case["text"])["place"])
        yield _equal("place" if case["country"] else "false_places", case["text"], case["country"], found)


def _equal(name: str, text: str, expected: Any, found: Any) -> Check:
    return Check(name, text, expected, found, expected == found)


def needs_or_intent(result: Mapping[str, Any]) -> list[str]:
    """Return the needs, or the intent if there is no need."""
    return list(result["needs"]) or [result["intent"]]


def _country(place: Mapping[str, Any] | None) -> str | None:
    return place["country"] if place else None
