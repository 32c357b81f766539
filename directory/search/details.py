"""Turn the services of one page into answers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Executable

from directory.domain.audiences import Audience, focus_of
from directory.domain.opening_hours import Opening
from directory.domain.search_types import FoundPhone, FoundService, Lack, Need, Place, Reason, Rung
from directory.search.candidates import Candidate
from directory.search.detail_queries import CODES, CORE, PHONES, PLACES
from directory.search.opening_times import Hours, hours_of
from directory.search.query import Asked
from directory.search.ranking import Step


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


_EVERY_DAY = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})

Rows = dict[str, list[tuple[Any, ...]]]


def describe(connection: Connection, steps: Sequence[Step], asked: Asked) -> tuple[FoundService, ...]:
    """Return the services of a page in its order, with only those numbers that work from where the person is."""
    if not steps:
        return ()
    ids = [one.service_id for one, _ in steps]
    given: dict[str, Any] = {"ids": ids, "country": asked.country}
    core = {row["id"]: dict(row) for row in connection.execute(CORE, given).mappings()}
    places, phones = (_by_service(connection, question, given) for question in (PLACES, PHONES))
    codes = _codes(connection, given)
    hours = hours_of(connection, ids)
    return tuple(
        _service(
            core[one]
            | _reach(phones[one], asked.country)
            | _hours(hours.get(one, Hours()), asked)
            | _place(places[one], step[0].rung, asked.place)
            | codes[one],
            step,
            asked,
        )
        for one, step in zip(ids, steps, strict=True)
        # Somebody may have removed it since it was chosen.
        if one in core
    )


def _by_service(connection: Connection, question: Executable, given: dict[str, Any]) -> Rows:
    """Return the rows of a question by their first column, the service, without that column."""
    found: Rows = defaultdict(list)
    rows: Sequence[Any] = connection.execute(question, given).all()
    for service, *rest in rows:
        found[service].append(tuple(rest))
    return found


def _codes(connection: Connection, given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return needs, audiences, nationalities and languages by service."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows: Sequence[Any] = connection.execute(CODES, given).all()
    for kind, service, code in rows:
        found[service][kind].append(code)
    return {
        service: {
            "needs": tuple(need for need in Need if need.value in found[service]["need"]),
            "audiences": tuple(one for one in Audience if one.value in found[service]["audience"]),
            "nationalities": tuple(found[service]["nationality"]),
            "languages": tuple(found[service]["language"]),
        }
        for service in given["ids"]
    }


def _service(known: dict[str, Any], step: Step, asked: Asked) -> FoundService:
    candidate, why = step
    known |= {
        "distance_metres": candidate.distance,
        "verified": known["verified_at"] is not None and known["verified_at"] >= asked.fresh_since,
        "rung": candidate.rung,
        "why": why,
    }
    return FoundService(**known, reasons=reasons(candidate, known, asked), lacks=lacks(candidate, known, asked))


def _reach(rows: list[tuple[Any, ...]], country: str | None) -> dict[str, tuple[FoundPhone, ...]]:
    """Return the numbers by kind, each as it can be dialled from where the person is."""
    dialled = (_dialled(FoundPhone(*row), at_home == country) for *row, at_home in rows)
    found = list(dict.fromkeys(filter(None, dialled)))
    kinds = {"phones": "voice", "sms": "sms", "chat": "chat"}
    return {name: tuple(phone for phone in found if phone.kind == kind) for name, kind in kinds.items()}


def _dialled(phone: FoundPhone, at_home: bool) -> FoundPhone | None:  # noqa: FBT001 - a fact about the number
    """Return a number in the form that rings the right phone; None where there is no such form.

    "02 123 4567" means another phone, or none, on the other side of a border.
    """
    if at_home or phone.kind == "chat" or phone.number.startswith("+"):
        return phone
    return replace(phone, number=phone.international) if phone.international else None


def _hours(hours: Hours, asked: Asked) -> dict[str, Any]:
    always = any(_is_always(rule) for rule in hours.openings)
    open_now = True if always else hours.open_at(asked.now)
    return {
        "hours": "; ".join(hours.printed) or None,
        "round_the_clock": always,
        "open_now": open_now,
        "opens_next": hours.next_opening(asked.now) if open_now is False else None,
    }


def _is_always(rule: Opening) -> bool:
    """Tell whether a rule says day and night, every day, without an end."""
    days = frozenset((rule.byday or "").split(","))
    ends = rule.valid_from or rule.valid_to or rule.until or rule.count
    return days == _EVERY_DAY and (rule.opens_at, rule.closes_at) == ("00:00", "23:59") and not ends


def _place(rows: list[tuple[Any, ...]], rung: Rung, place: Place | None) -> dict[str, str | None]:
    """Return the place that matters: the person's own region, else the first one served in their country."""
    here = [row for row in rows if place is None or row[0] == place.country] or rows
    if rung is Rung.REGION and place:
        here = [row for row in here if row[1] == place.region] or here
    country, region, whole, area = here[0] if here else (None, None, True, None)
    # A national service may have its office in one town: that does not limit whom it serves.
    limited = region is not None or not whole
    return {"country": country, "region": region, "area": area if limited else None}
