"""Laws of the ladder that hold for every need, place and language."""

import pycountry
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlmodel import col

from directory import Directory, FoundService, Need, Place, Rung, Why
from directory.models import Phone, PhoneReach

COUNTRIES = sorted(country.alpha_2 for country in pycountry.countries)
REGIONS = sorted(region.code for region in pycountry.subdivisions)
LANGUAGES = (None, "en", "es", "th", "my", "kar", "pt-BR", "xx")

needs = st.sampled_from(list(Need))
languages = st.sampled_from(LANGUAGES)
places = st.one_of(
    st.sampled_from(COUNTRIES).map(Place),
    st.sampled_from(REGIONS).map(lambda code: Place(code[:2], code)),
)


def numbers(service: FoundService) -> set[str]:
    """Return all numbers of a service."""
    return {phone.number for phone in (*service.phones, *service.sms, *service.chat)}


def can_be_reached(service: FoundService) -> bool:
    """Tell whether a service can be called or written to at once."""
    return bool(numbers(service))


def test_never_empty_anywhere(directory: Directory) -> None:
    """For every need and every country there is someone to turn to, and the emergency numbers."""
    for country in COUNTRIES:
        for need in Need:
            found = directory.find_services(need, Place(country), None)
            assert found.services, (need, country)
            assert found.emergency is not None
            assert found.emergency.country == country


@given(needs, languages)
def test_never_empty_without_a_place(directory: Directory, need: Need, language: str | None) -> None:
    """Someone who does not say where they are still gets help that works from anywhere."""
    found = directory.find_services(need, None, language)
    assert found.services
    assert found.emergency is None
    assert {service.rung for service in found.services} == {Rung.INTERNATIONAL}


@given(needs, st.none() | places, languages)
@settings(max_examples=300, deadline=None)
def test_home_only_numbers_stay_at_home(
    directory: Directory,
    engine: Engine,
    need: Need,
    place: Place | None,
    language: str | None,
) -> None:
    """A number that works only inside a country is never given to someone outside it."""
    here = place.country if place else None
    for service in directory.find_services(need, place, language, limit=50).services:
        columns = (col(Phone.number), col(PhoneReach.country), col(PhoneReach.dialable_from_abroad))
        question = select(*columns).join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
        with engine.connect() as connection:
            rows = connection.execute(question.where(col(Phone.service_id) == service.id)).all()
        useful = {number for number, country, abroad in rows if abroad or (here and country == here)}
        assert numbers(service) == useful


@given(needs, st.none() | places, languages, st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_pages_repeat_nothing_and_lose_nothing(
    directory: Directory,
    need: Need,
    place: Place | None,
    language: str | None,
    limit: int,
) -> None:
    """Turning pages gives the services of one long page, each once, and tells truly of more."""
    whole = directory.find_services(need, place, language, limit=500)
    pages: list[FoundService] = []
    more = True
    while more:
        page = directory.find_services(need, place, language, offset=len(pages), limit=limit)
        assert page.services
        pages += page.services
        more = page.more
    assert not whole.more
    assert tuple(pages) == whole.services
    assert len({service.id for service in pages}) == len(pages)


def group_of(service: FoundService) -> int:
    """Number the groups: who can be reached by anybody, by some, by nobody at once."""
    return 2 if not can_be_reached(service) else int(service.made_for is not None)


@given(needs, places, languages)
@settings(max_examples=200, deadline=None)
def test_order_of_the_ladder(directory: Directory, need: Need, place: Place, language: str | None) -> None:
    """In the country who can be reached at once comes first, then the nearer; the world comes after."""
    found = directory.find_services(need, place, language, limit=500).services
    at_home = [service for service in found if service.rung is not Rung.INTERNATIONAL]
    assert list(found[: len(at_home)]) == at_home
    groups = [group_of(service) for service in at_home]
    assert groups == sorted(groups)
    for group in set(groups):
        near = [s.rung is Rung.REGION for s in at_home if group_of(s) == group and s.why is Why.NEED]
        assert near == sorted(near, reverse=True)


@given(needs, st.none() | places, languages)
@settings(max_examples=200, deadline=None)
def test_police_and_consulates(directory: Directory, need: Need, place: Place | None, language: str | None) -> None:
    """A consulate is never offered; among equally near ones police-linked services come last."""
    found = directory.find_services(need, place, language, limit=500).services
    assert not [service for service in found if service.consular]
    groups: dict[tuple[object, ...], list[bool]] = {}
    for service in found:
        key = (service.why, service.rung, service.area is None, group_of(service))
        groups.setdefault(key, []).append(service.police_linked)
    assert all(linked == sorted(linked) for linked in groups.values())


@given(needs, places)
@settings(max_examples=100, deadline=None)
def test_nothing_claims_to_be_verified(directory: Directory, need: Need, place: Place) -> None:
    """As long as nobody has checked an entry, no answer calls it verified."""
    assert not [s for s in directory.find_services(need, place, None, limit=500).services if s.verified]
