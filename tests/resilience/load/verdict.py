"""Compares what a person heard with what they should have heard."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from tests.resilience.load.rehearsal import Expected
from tests.resilience.load.virtual_users import Person

SHOWN = 60
"""Characters of a text that are enough to know it by."""


@dataclass
class Verdict:
    """What was wrong for one person; steps count from 0."""

    person: Person
    lost: list[int] = field(default_factory=list)
    """Steps of which an answer, or a part of it, never came."""
    doubled: list[int] = field(default_factory=list)
    """Steps after which something came that shouldn't."""
    changed: list[int] = field(default_factory=list)
    """Steps with as many texts as there should be, but others."""
    seconds: list[float] = field(default_factory=list)
    """For each step, from writing it to the last text of its answer."""
    told: list[tuple[list[int], str]] = field(default_factory=list)
    """Each fault in a sentence, with the steps that it is about."""


def judge(person: Person, expected: Expected) -> Verdict:
    """Compare the texts of all that the person has written so far."""
    answers = expected[person.conversation.name, person.phone.channel][: len(person.parcels)]
    due = [(step, text) for step, texts in enumerate(answers) for text in texts]
    judgement = Verdict(person)
    matcher = SequenceMatcher(None, [text for _, text in due], person.texts, autojunk=False)
    for what, begin, end, heard, heard_end in matcher.get_opcodes():
        if what != "equal":
            _blame(judgement, due[begin:end], person.texts[heard:heard_end], due[begin - 1][0] if begin else 0)
    if not judgement.told:
        judgement.seconds = _seconds(person, [len(texts) for texts in answers])
    return judgement


def _blame(judgement: Verdict, due: list[tuple[int, str]], heard: list[str], before: int) -> None:
    steps = [step for step, _ in due]
    judgement.changed += steps[: len(heard)]
    judgement.lost += steps[len(heard) :]
    judgement.doubled += [steps[-1] if steps else before] * max(0, len(heard) - len(due))
    about = list(dict.fromkeys(steps)) or [before]
    where = ("" if steps else "after ") + ", ".join(_named(judgement.person, step) for step in about)
    should, did = _shortened([text for _, text in due]), _shortened(heard)
    judgement.told.append((about, f"{judgement.person.name}, {where}: should hear {should}, heard {did}"))


def _named(person: Person, step: int) -> str:
    return f"step {step} ({person.parcels[step].id}, {person.parcels[step].attempts} tries)"


def _shortened(texts: list[str]) -> list[str]:
    return [text if len(text) <= SHOWN else f"{text[:SHOWN]}…" for text in texts]


def _seconds(person: Person, counts: list[int]) -> list[float]:
    taken, said = [], 0
    for parcel, count in zip(person.parcels, counts, strict=True):
        said += count
        taken.append(person.heard[said - 1][0] - parcel.created_at)
    return taken
