"""In which order people hear of services, and why, among made-up ones of a country that has no others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from directory import Audience, Directory, Limitation, Need, Place, Reason, ServiceResult
from directory.domain.audiences import ALL_ELIGIBLE, ELIGIBILITY_BITS, FOCUS_BITS
from directory.models import SearchEntry
from directory.search.index import index_services
from directory.search.query import primary_language
from directory.service import DEFAULT_STALE_AFTER
from tests.directory.made_up import COUNTRY, MadeUp, at, enter

HERE = Place(COUNTRY, "NR-01")


@pytest.fixture
def results(own_engine: Engine) -> "Finding":
    """Enters services and searches among them."""
    return Finding(own_engine)


class Finding:
    """A directory to which services can be added."""

    def __init__(self, engine: Engine) -> None:
        """Take a database of one's own."""
        self.engine = engine

    def among(self, *services: MadeUp, place: Place = HERE, language: str | None = None, **more: object) -> list[str]:
        """Return the names in the order in which they are found; services for others and worldwide ones aside."""
        return [one.name for one in self.details(*services, place=place, language=language, **more)]

    def details(
        self, *services: MadeUp, place: Place = HERE, language: str | None = None, **more: object
    ) -> list[ServiceResult]:
        """Return what is found of these services."""
        with self.engine.begin() as connection:
            enter(connection, *services)
        page = Directory(self.engine).find_services(Need.SHELTER, place, language, limit=200, **more)  # type: ignore[arg-type]
        names = {one.name for one in services}
        return [one for one in page.services if one.name in names]


def test_language_comes_first(results: Finding) -> None:
    """The person's language comes first, then unknown languages, then other languages; each is marked."""
    some = (MadeUp("others", languages=("fr",)), MadeUp("unknown"), MadeUp("speaks", languages=("my-MM", "en")))
    details = results.details(*some, language="my")
    assert [one.name for one in details] == ["speaks", "unknown", "others"]
    assert Reason.SPEAKS_LANGUAGE in details[0].reasons
    assert Limitation.LANGUAGE_NOT_KNOWN in details[1].limitations
    assert Limitation.OTHER_LANGUAGE in details[2].limitations


def test_recently_verified_comes_first(results: Finding) -> None:
    """A recent verification comes first; an expired one counts as none and is marked."""
    now = datetime.now(UTC)
    old, fresh = now - DEFAULT_STALE_AFTER - timedelta(days=1), now - timedelta(days=1)
    some = (MadeUp("a never"), MadeUp("b old", verified_at=old), MadeUp("c fresh", verified_at=fresh))
    details = results.details(*some)
    assert [(one.name, one.verified) for one in details] == [("c fresh", True), ("a never", False), ("b old", False)]
    assert [Limitation.STALE in one.limitations for one in details] == [False, False, True]
    assert [Limitation.UNVERIFIED in one.limitations for one in details] == [False, True, False]


def test_open_in_time_zone_of_service(results: Finding) -> None:
    """At one in the morning UTC it is one in the afternoon in Nauru: the day office is open, from wherever one asks."""
    some = (MadeUp("a night", hours=("20:00", "06:00")), MadeUp("b day", hours=("09:00", "17:00")))
    details = results.details(*some, now=at(1))
    assert [(one.name, one.open_now) for one in details] == [("b day", True), ("a night", False)]
    assert details[1].opens_next == at(8)
    assert Limitation.CLOSED_NOW in details[1].limitations


def test_police_comes_last_even_if_near(results: Finding) -> None:
    """A line of the police in the person's region comes behind an independent one of another region."""
    some = (MadeUp("a police", region="NR-01", police_linked=True), MadeUp("b far", region="NR-02"))
    assert results.among(*some) == ["b far", "a police"]


def test_nearest_comes_first(results: Finding) -> None:
    """With coordinates, near services come first by distance; a circle counts only if it contains the point."""
    some = (
        MadeUp("a country"),
        MadeUp("b far", point=(-0.60, 166.95)),
        MadeUp("c near", point=(-0.53, 166.93)),
        MadeUp("d circle", point=(-0.53, 166.91), radius=5_000.0),
        MadeUp("e other circle", point=(-0.60, 166.91), radius=1_000.0),
        MadeUp("f across the border", point=(-0.53, 166.93), country="KI"),
    )
    details = results.details(*some, place=Place(COUNTRY, None, (-0.53, 166.92)))
    names = [one.name for one in details]
    assert set(names[:2]) == {"c near", "d circle"}
    assert names[2] == "b far"
    assert "f across the border" not in names
    assert details[0].distance_metres == pytest.approx(1_112, rel=0.01)
    assert Reason.NEAR in details[0].reasons


def test_audience(results: Finding) -> None:
    """A man is sent to doors that are open to him; what is for women or children comes behind and says so."""
    some = (
        MadeUp("a women", audiences=("women",)),
        MadeUp("b children", audiences=("girls", "boys")),
        MadeUp("c all"),
        MadeUp("d men", audiences=("men",)),
    )
    details = results.details(*some, person=[Audience.MEN])
    assert {one.name for one in details[:2]} == {"c all", "d men"}
    assert [Limitation.FOR_OTHERS in one.limitations for one in details] == [False, False, True, True]
    unknown = Directory(results.engine).find_services(Need.SHELTER, HERE, None, limit=4).services
    assert (unknown[0].name, unknown[-1].name) == ("c all", "b children")


def test_kind_of_exploitation(results: Finding) -> None:
    """A service for people out of scam compounds comes first for them, behind a general one for fishers."""
    some = (MadeUp("a general"), MadeUp("b scam", audiences=("scam",)))
    assert results.among(*some, person=[Audience.SCAM]) == ["b scam", "a general"]
    again = Directory(results.engine).find_services(Need.SHELTER, HERE, None, person=[Audience.SEAFARING], limit=2)
    assert [one.name for one in again.services] == ["a general", "b scam"]


def test_long_posting_list(results: Finding) -> None:
    """With more services than one block, pages are complete and disjoint, and the language comes first."""
    many = [MadeUp(f"{number:03}", languages=("fr",)) for number in range(130)]
    names = results.among(*many, MadeUp("zzz", languages=("my",)), language="my")
    assert names == ["zzz", *(one.name for one in many)]
    directory = Directory(results.engine)
    pages = [directory.find_services(Need.SHELTER, HERE, "my", offset=start, limit=7) for start in range(0, 131, 7)]
    assert [one.name for page in pages for one in page.services][:131] == names


def test_incremental_index_equals_rebuild(results: Finding) -> None:
    """Entries that were computed service by service are those that are computed for all at once."""
    results.among(
        MadeUp("a", region="NR-01", languages=("tl", "pt-BR"), police_linked=True, needs=("human", "report_crime")),
        MadeUp("b", point=(1.0, 170.0), audiences=("lgbtq",), phone=False),
        MadeUp("c", point=(1.0, 179.99), radius=60_000.0, audiences=("seafaring",)),
    )
    with results.engine.begin() as connection:
        before = set(map(tuple, connection.execute(select(SearchEntry.__table__)).all()))  # type: ignore[attr-defined]
        index_services(connection, None, DEFAULT_STALE_AFTER)
        after = set(map(tuple, connection.execute(select(SearchEntry.__table__)).all()))  # type: ignore[attr-defined]
    assert before == after


def test_masks_equal_those_of_index_sql(results: Finding) -> None:
    """What the database computes for each audience alone is what the code compares with."""
    with results.engine.begin() as connection:
        enter(connection, MadeUp("everybody"), *(MadeUp(one.value, audiences=(one.value,)) for one in Audience))
        columns = (col(SearchEntry.service_id), col(SearchEntry.open_to), col(SearchEntry.focus))
        rows: Any = connection.execute(select(*columns).where(col(SearchEntry.scope) == COUNTRY)).all()
        masks = {service: (open_to, focus) for service, open_to, focus in rows}
    assert masks["everybody"] == (ALL_ELIGIBLE, 0)
    for one in Audience:
        alone = ELIGIBILITY_BITS.get(one, ALL_ELIGIBLE)
        assert masks[one.value] == (alone, FOCUS_BITS.get(one, 0)), one


@pytest.mark.parametrize("code", ["tl", "nb", "nn", "cmn", "in", "iw", "zh-Hant-TW", "PT-br", "haw-US"])
def test_language_by_any_code(results: Finding, code: str) -> None:
    """A language that goes by two codes, or comes with a script or a region, is one language to search."""
    details = results.details(MadeUp("a"), MadeUp("b", languages=(code,)), language=primary_language(code))
    assert [one.name for one in details] == ["b", "a"]
    assert Reason.SPEAKS_LANGUAGE in details[0].reasons
