"""Concrete people, concrete answers from the starter directory."""

import dataclasses

import pytest

import directory as public
from directory import Directory, InvalidPageError, InvalidPlaceError, MatchKind, Need, Place, Proximity


def names(results: public.SearchResult) -> list[str]:
    """Return the organizations of an answer in their order."""
    return [service.organization for service in results.services]


def test_finds_shelter_in_chiang_mai(directory: Directory) -> None:
    """A Spanish speaker without a bed in Chiang Mai gets Thai services with numbers that work there."""
    results = directory.find_services(Need.SHELTER, Place("TH", "TH-50"), "es")
    assert len(results.services) == 3
    assert {service.country for service in results.services} == {"TH"}
    assert "1300" in {phone.number for phone in results.services[0].phones}
    assert results.more
    assert results.emergency is not None
    assert (results.emergency.police, results.emergency.ambulance) == (("191",), ("1669",))


def test_own_region_comes_first(directory: Directory) -> None:
    """Of the services that have only a website, those of the person's own region stand before the others."""
    results = directory.find_services(Need.SHELTER, Place("TH", "TH-50"), None, limit=50).services
    written = [service for service in results if not service.phones and not service.chat]
    assert {service.organization for service in written[:2]} >= {"Urban Light Foundation"}
    assert [service.proximity for service in written[:3]] == [Proximity.REGION, Proximity.REGION, Proximity.COUNTRY]
    assert {service.region for service in written[:2]} == {"TH-50"}


def test_other_regions_come_last(directory: Directory) -> None:
    """A local service elsewhere is offered after those for the whole country, with its region."""
    results = directory.find_services(Need.HUMAN, Place("LA", "LA-CH"), None).services
    assert [(s.region, s.area, s.made_for) for s in results[:2]] == [
        ("LA-VT", "Vientiane", None),
        (None, None, "children"),
    ]


def test_hotline_before_services_of_another_region(directory: Directory) -> None:
    """Whoever told their region gets the country's hotline before services that are only for another region."""
    texan = directory.find_services(Need.SHELTER, Place("US", "US-TX"), "en", limit=50).services
    hotline = [each.match_kind for each in texan].index(MatchKind.HOTLINE_INSTEAD)
    elsewhere = [at for at, each in enumerate(texan) if each.region not in {None, "US-TX"} and each.phones]
    assert elsewhere
    assert all(hotline < at for at in elsewhere)


def test_speaks_language_of_person(directory: Directory) -> None:
    """A Burmese speaker in Thailand first hears of the line that answers in Burmese."""
    first = directory.find_services(Need.HUMAN, Place("TH", "TH-63"), "my").services[0]
    assert first.languages == ("my",)
    assert first.round_the_clock
    assert first.phones[0].number == "1-800-010-180"


@pytest.mark.parametrize(("tag", "code"), [("tl", "fil"), ("pt-BR", "pt"), ("ZH-hant", "zh")])
def test_language_aliases(directory: Directory, tag: str, code: str) -> None:
    """Old, regional and upper-case tags mean the language that the directory writes."""
    assert directory.find_services(Need.HUMAN, Place("JP"), tag) == directory.find_services(
        Need.HUMAN, Place("JP"), code
    )


def test_police_line_comes_last(directory: Directory) -> None:
    """Who wants to report a crime in Thailand learns which line belongs to the police."""
    results = directory.find_services(Need.REPORT_CRIME, Place("TH"), "th").services
    assert [service.police_linked for service in results] == [False, True]


def test_hotline_replaces_missing_service(directory: Directory) -> None:
    """If no service for a need is reachable, a hotline of the country replaces it and is marked."""
    results = directory.find_services(Need.IMMIGRATION, Place("VN"), None).services
    assert {service.match_kind for service in results} == {MatchKind.HOTLINE_INSTEAD}
    assert all(Need.HUMAN in service.needs for service in results)
    assert {service.country for service in results} == {"VN"}


def test_country_without_entries(directory: Directory) -> None:
    """A country without services gets international help that works from there."""
    results = directory.find_services(Need.SHELTER, Place("KI"), "en")
    assert results.services[0].proximity is Proximity.INTERNATIONAL
    assert results.services[0].chat[0].number.startswith("+")


def test_organization_in_two_countries(directory: Directory) -> None:
    """An organization with a free number in each of two countries gives each person the one that works."""
    in_mexico = directory.find_services(Need.WORK, Place("MX"), "es", limit=50).services
    in_the_us = directory.find_services(Need.WORK, Place("US"), "es", limit=50).services
    shown = [
        next(s.phones for s in results if s.organization.startswith("Centro de los Derechos"))
        for results in (in_mexico, in_the_us)
    ]
    assert [[phone.number for phone in phones] for phones in shown] == [
        ["800-590-1773"],
        ["1-855-234-9699"],
    ]


def test_main_number_comes_first(directory: Directory) -> None:
    """Numbers keep the order of the page, which puts the line before the office."""
    lines = directory.find_hotlines(Place("KH"), "km", 50)
    child_helpline = next(line for line in lines if line.organization == "Child Helpline Cambodia")
    assert child_helpline.phones[0].number == "1280"


def test_hotlines(directory: Directory) -> None:
    """Hotlines have a human on the phone; those of the country come before international ones."""
    lines = directory.find_hotlines(Place("KH"), "km", 50)
    assert lines[-1].proximity is Proximity.INTERNATIONAL
    assert all(Need.HUMAN in line.needs for line in lines)
    assert directory.find_hotlines(None, None, 1)[0].proximity is Proximity.INTERNATIONAL


@pytest.mark.parametrize(
    ("country", "language", "number"),
    [
        ("TH", "th", "1323"),
        ("KH", "km", "017 222 372"),
        ("VN", "vi", "0865 044 400"),
        ("JP", "th", "0120-279-338"),
        ("GB", "en", "116 123"),
        ("US", "es", "988"),
    ],
)
def test_crisis_line_of_the_country(directory: Directory, country: str, language: str, number: str) -> None:
    """Somebody who thinks of dying gets a crisis line of their country that speaks their language, if there is one."""
    results = directory.find_services(Need.CRISIS_SUPPORT, Place(country), language)
    assert number in {phone.number for phone in results.services[0].phones}
    assert results.services[0].match_kind is MatchKind.NEED


def test_hotline_replaces_missing_crisis_line(directory: Directory) -> None:
    """Where no crisis line is known, somebody else answers."""
    results = directory.find_services(Need.CRISIS_SUPPORT, Place("LA"), "lo")
    assert {line.match_kind for line in results.services} == {MatchKind.HOTLINE_INSTEAD}


def test_state_bodies_are_told(directory: Directory) -> None:
    """A ministry's line is known to be one; of a charity nothing is claimed."""
    lines = directory.find_hotlines(Place("TH"), "my", 50)
    state = {line.organization: line.state_linked for line in lines}
    assert state["Social Assistance Center Hotline 1300 (MSDHS)"] is True
    assert state["Issara Institute helpline - Burmese line (Thailand)"] is None


def test_childrens_line_is_not_first_for_adults(directory: Directory) -> None:
    """A line for children comes after those for everyone, and is marked."""
    lines = directory.find_hotlines(Place("ES"), "es", 50)
    young = [line.made_for == "children" for line in lines if line.country == "ES" and not line.police_linked]
    assert young == sorted(young)
    assert any(young)


def test_adults_get_more_than_a_childrens_line(directory: Directory) -> None:
    """If only a children's line answers a need, a hotline for everyone comes first."""
    results = directory.find_services(Need.IMMIGRATION, Place("ES"), "es", limit=50).services
    assert results[0].made_for is None
    assert results[0].phones


def test_seafarers_lines_are_marked(directory: Directory) -> None:
    """The lines that serve people anywhere are for seafarers, and each of them says so."""
    results = directory.find_services(Need.HUMAN, None, "en").services
    assert {service.made_for for service in results} == {"seafarers"}


def test_trafficking_services_come_before_language(directory: Directory) -> None:
    """A trafficking line with unknown languages comes before a labour office, one with other languages after it."""
    names = [line.organization for line in directory.find_hotlines(Place("TH"), "en", 50)]
    first, office, khmer = (
        next(index for index, name in enumerate(names) if word in name) for word in ("1300", "1694", "Khmer")
    )
    assert first < office < khmer


def test_emergency_numbers(directory: Directory) -> None:
    """Emergency numbers come with how sure they are; an unknown country gives empty ones, not an error."""
    assert directory.emergency_numbers("KH").police == ("117",)
    assert directory.emergency_numbers("LA").confidence == "low"
    unknown = directory.emergency_numbers("XX")
    assert (unknown.police, unknown.general, unknown.confidence) == ((), (), None)


def test_ways_without_speaking(directory: Directory) -> None:
    """The numbers that take an SMS come apart from those to call, and what to press in a silent call beside it."""
    finland, korea, britain = map(directory.emergency_numbers, ("FI", "KR", "GB"))
    assert (finland.text, finland.text_police, finland.silent_call) == (("112",), (), ())
    assert (korea.text, korea.text_police) == ((), ("112",))
    assert (britain.text, britain.silent_call, britain.silent_call_keys) == ((), ("999",), "55")
    assert directory.emergency_numbers("TH").silent_call_keys is None


def test_keeps_local_names(directory: Directory) -> None:
    """The name in the local script travels with the English one."""
    results = directory.find_services(Need.LEGAL_HELP, Place("KH"), "km", limit=50).services
    assert "សម្ព័ន្ធខ្មែរជំរឿន និងការពារសិទ្ធិមនុស្ស លីកាដូ" in {service.organization_local for service in results}


@pytest.mark.parametrize(
    ("country", "region"), [("th", None), ("THA", None), ("", None), ("TH", "50"), ("TH", "LA-VT")]
)
def test_rejects_invalid_places(country: str, region: str | None) -> None:
    """A place that is no pair of ISO codes is refused at once."""
    with pytest.raises(InvalidPlaceError):
        Place(country, region)


@pytest.mark.parametrize(("offset", "limit"), [(-1, 3), (0, 0)])
def test_rejects_invalid_pages(directory: Directory, offset: int, limit: int) -> None:
    """A page before the first or without room is refused."""
    with pytest.raises(InvalidPageError):
        directory.find_services(Need.HUMAN, None, None, offset=offset, limit=limit)


def test_page_past_the_end_is_empty(directory: Directory) -> None:
    """After the last service there is nothing, and no more is promised."""
    results = directory.find_services(Need.HUMAN, Place("TH"), None, offset=500)
    assert (results.services, results.more) == ((), False)


def test_results_are_immutable(directory: Directory) -> None:
    """Results are immutable: no caller can change a number."""
    service = directory.find_services(Need.HUMAN, Place("TH"), None).services[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        service.verified = True  # type: ignore[misc]


def test_exports_only_public_names(directory: Directory) -> None:
    """What other packages may use is exactly what the package names."""
    assert names(directory.find_services(Need.HUMAN, Place("TH"), None))
    assert all(hasattr(public, name) for name in public.__all__)
