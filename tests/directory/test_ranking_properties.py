"""Properties of the ranking for every need, place and language."""

from typing import Any

import pycountry
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlmodel import col

from directory import Audience, Directory, Limitation, MatchKind, Need, Place, Proximity, ServiceResult
from directory.models import Phone, PhoneReach, stable_id

COUNTRIES = sorted(country.alpha_2 for country in pycountry.countries)
REGIONS = sorted(region.code for region in pycountry.subdivisions)
LANGUAGES = (None, "en", "es", "th", "my", "kar", "pt-BR", "xx")

MANILA = stable_id("service", "ph-dmw")

needs = st.sampled_from(list(Need))
languages = st.sampled_from(LANGUAGES)
places = st.one_of(
    st.sampled_from(COUNTRIES).map(Place),
    st.sampled_from(REGIONS).map(lambda code: Place(code[:2], code)),
)


def numbers(service: ServiceResult) -> set[str]:
    """Return all numbers of a service."""
    return {phone.number for phone in (*service.phones, *service.sms, *service.chat)}


def is_reachable(service: ServiceResult) -> bool:
    """Return whether a service can be called or written to at once."""
    return bool(numbers(service))


def test_never_empty_for_any_country(directory: Directory, engine: Engine) -> None:
    """For every need and country there is at least one service, and the emergency numbers.

    A question to PostgreSQL takes longer, and both kinds hold the same rows: there each country is asked about one
    need, in turn.
    """
    pairs = [(country, need) for country in COUNTRIES for need in Need]
    for country, need in pairs[:: 11 if engine.dialect.name == "postgresql" else 1]:
        results = directory.find_services(need, Place(country), None)
        assert results.services, (need, country)
        assert results.emergency is not None
        assert results.emergency.country == country


@given(needs, languages)
def test_never_empty_without_a_place(directory: Directory, need: Need, language: str | None) -> None:
    """Without a place the result has help that works from anywhere."""
    results = directory.find_services(need, None, language)
    assert results.services
    assert results.emergency is None
    assert {service.proximity for service in results.services} == {Proximity.INTERNATIONAL}


@given(needs, st.none() | places, languages)
@settings(max_examples=100)
def test_national_numbers_only_in_their_country(
    directory: Directory,
    engine: Engine,
    need: Need,
    place: Place | None,
    language: str | None,
) -> None:
    """Someone outside a country gets no number that works only inside it, and all others as dialled from abroad."""
    here = place.country if place else None
    for service in directory.find_services(need, place, language, nationality="PH", limit=50).services:
        question = select(col(Phone.number), PhoneReach).join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
        with engine.connect() as connection:
            rows: list[Any] = list(connection.execute(question.where(col(Phone.service_id) == service.id)))
        at_home = {row.number for row in rows if here and row.country == here}
        abroad = {
            row.number if row.kind == "chat" or row.number.startswith("+") else row.international
            for row in rows
            if row.country != here and row.dialable_from_abroad
        }
        assert numbers(service) == at_home | abroad


def test_foreign_numbers_are_international(directory: Directory) -> None:
    """A Filipino in the Emirates gets Manila's numbers with the country's code, at home as they are printed."""
    answers = {
        country: directory.find_services(Need.IMMIGRATION, Place(country), "fil", nationality="PH", limit=100).services
        for country in ("AE", "PH")
    }
    results = {
        country: {number for service in services if service.id == MANILA for number in numbers(service)}
        for country, services in answers.items()
    }
    assert results["AE"] == {"+63287221144", "+63287221155"}
    assert "8722-1144" in results["PH"]


@given(needs, st.none() | places, languages, st.integers(1, 5))
@settings(max_examples=60)
def test_pages_are_complete_and_disjoint(
    directory: Directory,
    need: Need,
    place: Place | None,
    language: str | None,
    limit: int,
) -> None:
    """Turning pages gives the services of one long page, each once, and tells truly of more."""
    whole = directory.find_services(need, place, language, limit=500)
    pages: list[ServiceResult] = []
    more = True
    while more:
        page = directory.find_services(need, place, language, offset=len(pages), limit=limit)
        assert page.services
        pages += page.services
        more = page.more
    assert not whole.more
    assert tuple(pages) == whole.services
    assert len({service.id for service in pages}) == len(pages)


def group_of(service: ServiceResult) -> int:
    """Return the group: reachable and for this person, for others, not reachable at once."""
    return 2 if not is_reachable(service) else int(Limitation.FOR_OTHERS in service.limitations)


@given(needs, places, languages)
@settings(max_examples=100)
def test_order_of_ranking(directory: Directory, need: Need, place: Place, language: str | None) -> None:
    """In the country who can be reached at once comes first, then the nearer; the world comes after."""
    results = directory.find_services(need, place, language, limit=500).services
    at_home = [service for service in results if service.proximity is not Proximity.INTERNATIONAL]
    assert list(results[: len(at_home)]) == at_home
    groups = [group_of(service) for service in at_home]
    assert groups == sorted(groups)
    for group in set(groups):
        near = [
            s.proximity is Proximity.REGION
            for s in at_home
            if group_of(s) == group and s.match_kind is MatchKind.NEED and not s.police_linked
        ]
        assert near == sorted(near, reverse=True)


@given(needs, st.none() | places, languages)
@settings(max_examples=100)
def test_police_linked_come_last(directory: Directory, need: Need, place: Place | None, language: str | None) -> None:
    """Police-linked services come after independent ones, unless the need is to report a crime."""
    results = directory.find_services(need, place, language, limit=500).services
    if need is not Need.REPORT_CRIME:
        for group in range(3):
            for at_home in (True, False):
                linked = [
                    s.police_linked
                    for s in results
                    if group_of(s) == group and (s.proximity is not Proximity.INTERNATIONAL) is at_home
                ]
                assert linked == sorted(linked)


@given(needs, st.none() | places, languages, st.none() | st.sampled_from(["PH", "TH", "KH", "ID", "NP", "CN"]))
@settings(max_examples=100)
def test_consulates_only_for_their_citizens(
    directory: Directory,
    need: Need,
    place: Place | None,
    language: str | None,
    nationality: str | None,
) -> None:
    """A consulate is offered to its own people only, and never before independent help that can be reached."""
    results = directory.find_services(need, place, language, nationality=nationality, limit=500).services
    for service in results:
        if service.consular:
            assert service.match_kind is MatchKind.OWN_STATE
            assert nationality in service.nationalities
    reachable = [group_of(s) == 0 for s in results if s.match_kind is not MatchKind.OWN_STATE]
    first_of_state = next(
        (index for index, service in enumerate(results) if service.match_kind is MatchKind.OWN_STATE), None
    )
    if first_of_state is not None:
        assert first_of_state >= min(2, sum(reachable))


@given(needs, places, st.frozensets(st.sampled_from(list(Audience)), max_size=3))
@settings(max_examples=100)
def test_audience_orders_but_never_hides(
    directory: Directory,
    need: Need,
    place: Place,
    person: frozenset[Audience],
) -> None:
    """An audience never makes the result empty."""
    results = directory.find_services(need, place, None, person=person)
    assert results.services


@given(needs, places)
@settings(max_examples=50)
def test_nothing_is_marked_as_verified(directory: Directory, need: Need, place: Place) -> None:
    """No result is marked as verified without a verification."""
    assert not [s for s in directory.find_services(need, place, None, limit=500).services if s.verified]
