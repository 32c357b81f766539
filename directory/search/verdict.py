"""What speaks for a service and what it lacks, for the person who asks."""

from collections.abc import Iterator
from typing import Any

from directory.search.asking import Asked
from directory.search.audiences import focus_of
from directory.search.candidates import Candidate
from directory.search.shapes import Lack, Reason, Rung


def reasons(one: Candidate, known: dict[str, Any], asked: Asked) -> tuple[Reason, ...]:
    """Return what speaks for a service; `known` are the values of its `FoundService` so far."""
    spoken_for = {
        Reason.NEAR: one.rung is Rung.NEAR,
        Reason.IN_REGION: one.rung is Rung.REGION,
        Reason.SPEAKS_LANGUAGE: one.speaks,
        Reason.FOR_THEM: one.fits and bool(asked.person & set(known["audiences"])),
        Reason.OPEN_NOW: known["open_now"] is True,
        Reason.VERIFIED: known["verified"],
        Reason.FOR_TRAFFICKING: bool(known["trafficking_specific"]),
    }
    return tuple(reason for reason, holds in spoken_for.items() if holds)


def lacks(one: Candidate, known: dict[str, Any], asked: Asked) -> tuple[Lack, ...]:
    """Return what a service lacks or may lack; `known` are the values of its `FoundService` so far."""
    return tuple(_lacks(one, known, asked))


def _lacks(one: Candidate, known: dict[str, Any], asked: Asked) -> Iterator[Lack]:
    if not known["languages"]:
        yield Lack.LANGUAGE_NOT_KNOWN
    elif asked.language and not one.speaks:
        yield Lack.OTHER_LANGUAGE
    if known["open_now"] is None:
        yield Lack.HOURS_NOT_KNOWN
    elif not known["open_now"]:
        yield Lack.CLOSED_NOW
    if not known["verified"]:
        yield Lack.STALE if known["verified_at"] else Lack.UNVERIFIED
    if known["region"] and one.rung is Rung.COUNTRY and asked.place and known["region"] != asked.place.region:
        yield Lack.OTHER_REGION
    if not one.fits or (focus_of(asked.person) and one.strange > 0):
        yield Lack.FOR_OTHERS
    if not (known["phones"] or known["sms"] or known["chat"]):
        yield Lack.NO_PHONE
