"""Turn the services of one page into answers."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable

from directory.search.ladder import Step
from directory.search.questions import CORE, LANGUAGES, NEEDS, PHONES, PLACES, SCHEDULES
from directory.search.shapes import FoundPhone, FoundService, Need, Place, Rung

_ALWAYS = ("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59")
_HANGING: dict[str, Executable] = {
    "needs": NEEDS,
    "languages": LANGUAGES,
    "schedules": SCHEDULES,
    "places": PLACES,
    "phones": PHONES,
}

Rows = dict[str, list[tuple[Any, ...]]]


def describe(connection: Connection, steps: Sequence[Step], place: Place | None) -> tuple[FoundService, ...]:
    """Return the services of a page in its order, with only those numbers that work from `place`."""
    if not steps:
        return ()
    asked: dict[str, Any] = {
        "ids": [one.service_id for one, _ in steps],
        "country": place.country if place else None,
    }
    core = {row["id"]: dict(row) for row in connection.execute(CORE, asked).mappings()}
    hanging = {name: _by_service(connection, question, asked) for name, question in _HANGING.items()}
    return tuple(
        _service(core[one], {name: rows[one] for name, rows in hanging.items()}, step, place)
        for one, step in zip(asked["ids"], steps, strict=True)
    )


def _by_service(connection: Connection, question: Executable, asked: dict[str, Any]) -> Rows:
    """Return the rows of a question by their first column, the service, without that column."""
    found: Rows = defaultdict(list)
    rows: Sequence[Any] = connection.execute(question, asked).all()
    for service, *rest in rows:
        found[service].append(tuple(rest))
    return found


def _service(core: dict[str, Any], hanging: Rows, step: Step, place: Place | None) -> FoundService:
    candidate, why = step
    verified = core.pop("verified_at") is not None
    needs = {need for (need,) in hanging["needs"]}
    found: dict[str, Any] = {
        **core,
        **_reach(hanging["phones"]),
        **_hours(hanging["schedules"]),
        **_place(hanging["places"], candidate.rung, place),
        "needs": tuple(need for need in Need if need.value in needs),
        "languages": tuple(dict.fromkeys(code for (code,) in hanging["languages"])),
    }
    return FoundService(**found, rung=candidate.rung, why=why, verified=verified)


def _reach(rows: list[tuple[Any, ...]]) -> dict[str, tuple[FoundPhone, ...]]:
    found = [FoundPhone(*row) for row in rows]
    kinds = {"phones": "voice", "sms": "sms", "chat": "chat"}
    return {name: tuple(phone for phone in found if phone.kind == kind) for name, kind in kinds.items()}


def _hours(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    printed = [row[0] for row in rows if row[0]]
    always = any(row[1:] == _ALWAYS for row in rows)
    return {"hours": "; ".join(printed) or None, "round_the_clock": always}


def _place(rows: list[tuple[Any, ...]], rung: Rung, place: Place | None) -> dict[str, str | None]:
    """Return the place that matters: the person's own region, else the first one served in their country."""
    here = [row for row in rows if place is None or row[0] == place.country] or rows
    if rung is Rung.REGION and place:
        here = [row for row in here if row[1] == place.region] or here
    country, region, whole, area = here[0]
    # A national service may have its office in one town: that does not limit whom it serves.
    limited = region is not None or not whole
    return {"country": country, "region": region, "area": area if limited else None}
