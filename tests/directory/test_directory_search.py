"""Concrete people, concrete answers from the starter directory."""

import dataclasses

import pytest

import directory as public
from directory import BadPageError, BadPlaceError, Directory, Need, Place, Rung, Why


def names(found: public.Found) -> list[str]:
    """Return the organizations of an answer in their order."""
    return [service.organization for service in found.services]


def test_a_bed_in_chiang_mai(directory: Directory) -> None:
    """A Spanish speaker without a bed in Chiang Mai gets Thai services with numbers that work there."""
    found = directory.find_services(Need.SHELTER, Place("TH", "TH-50"), "es")
    assert len(found.services) == 3
    assert {service.country for service in found.services} == {"TH"}
    assert "1300" in {phone.number for phone in found.services[0].phones}
    assert found.more
    assert found.emergency is not None
    assert (found.emergency.police, found.emergency.ambulance) == (("191",), ("1669",))


def test_places_near_come_first_among_equals(directory: Directory) -> None:
    """Of the services that have only a website, those of the person's own region stand before the others."""
    found = directory.find_services(Need.SHELTER, Place("TH", "TH-50"), None, limit=50).services
    written = [service for service in found if not service.phones and not service.chat]
    assert {service.organization for service in written[:2]} >= {"Urban Light Foundation"}
    assert [service.rung for service in written[:3]] == [Rung.REGION, Rung.REGION, Rung.COUNTRY]
    assert {service.region for service in written[:2]} == {"TH-50"}


def test_other_regions_come_last_and_say_so(directory: Directory) -> None:
    """A local service elsewhere is offered after those for the whole country, with its region."""
    found = directory.find_services(Need.HUMAN, Place("LA", "LA-CH"), None).services
    assert [(s.region, s.area, s.made_for) for s in found[:2]] == [
        ("LA-VT", "Vientiane", None),
        (None, None, "children"),
    ]


def test_the_language_of_the_person(directory: Directory) -> None:
    """A Burmese speaker in Thailand first hears of the line that answers in Burmese."""
    first = directory.find_services(Need.HUMAN, Place("TH", "TH-63"), "my").services[0]
    assert first.languages == ("my",)
    assert first.round_the_clock
    assert first.phones[0].number == "1-800-010-180"


@pytest.mark.parametrize(("tag", "code"), [("tl", "fil"), ("pt-BR", "pt"), ("ZH-hant", "zh")])
def test_languages_have_one_name(directory: Directory, tag: str, code: str) -> None:
    """Old, regional and upper-case tags mean the language that the directory writes."""
    assert directory.find_services(Need.HUMAN, Place("JP"), tag) == directory.find_services(
        Need.HUMAN, Place("JP"), code
    )


def test_the_police_line_comes_after_the_others(directory: Directory) -> None:
    """Who wants to report a crime in Thailand learns which line belongs to the police."""
    found = directory.find_services(Need.REPORT_CRIME, Place("TH"), "th").services
    assert [service.police_linked for service in found] == [False, True]


def test_a_hotline_stands_in(directory: Directory) -> None:
    """Where no service for a need can be reached, a hotline of the country stands in and says so."""
    found = directory.find_services(Need.IMMIGRATION, Place("VN"), None).services
    assert {service.why for service in found} == {Why.HOTLINE_INSTEAD}
    assert all(Need.HUMAN in service.needs for service in found)
    assert {service.country for service in found} == {"VN"}


def test_a_country_without_a_row(directory: Directory) -> None:
    """Where the directory knows nobody, help for people anywhere is offered, by what works from there."""
    found = directory.find_services(Need.SHELTER, Place("KI"), "en")
    assert found.services[0].rung is Rung.INTERNATIONAL
    assert found.services[0].chat[0].number.startswith("+")


def test_one_organization_two_countries(directory: Directory) -> None:
    """An organization with a free number in each of two countries gives each person the one that works."""
    in_mexico = directory.find_services(Need.WORK, Place("MX"), "es", limit=50).services
    in_the_us = directory.find_services(Need.WORK, Place("US"), "es", limit=50).services
    shown = [
        next(s.phones for s in found if s.organization.startswith("Centro de los Derechos"))
        for found in (in_mexico, in_the_us)
    ]
    assert [[phone.number for phone in phones] for phones in shown] == [
        ["01-800-590-1773"],
        ["1-855-234-9699"],
    ]


def test_the_main_number_comes_first(directory: Directory) -> None:
    """Numbers keep the order of the page, which puts the line before the office."""
    lines = directory.find_hotlines(Place("KH"), "km", 50)
    child_helpline = next(line for line in lines if line.organization == "Child Helpline Cambodia")
    assert child_helpline.phones[0].number == "1280"


def test_hotlines_of_a_place(directory: Directory) -> None:
    """Hotlines are lines where a human answers, those of the country before those for anyone."""
    lines = directory.find_hotlines(Place("KH"), "km", 50)
    assert lines[-1].rung is Rung.INTERNATIONAL
    assert all(Need.HUMAN in line.needs for line in lines)
    assert directory.find_hotlines(None, None, 1)[0].rung is Rung.INTERNATIONAL


def test_a_childrens_line_is_not_the_first_for_everybody(directory: Directory) -> None:
    """A line that is named as being for children stands behind those for anyone, and says so."""
    lines = directory.find_hotlines(Place("ES"), "es", 50)
    young = [line.made_for == "children" for line in lines if line.country == "ES" and not line.police_linked]
    assert young == sorted(young)
    assert any(young)


def test_adults_are_not_left_with_a_childrens_line(directory: Directory) -> None:
    """Where only a children's line answers a need, a hotline for anybody stands before it."""
    found = directory.find_services(Need.IMMIGRATION, Place("ES"), "es", limit=50).services
    assert found[0].made_for is None
    assert found[0].phones


def test_seafarers_lines_say_so(directory: Directory) -> None:
    """The lines that serve people anywhere are for seafarers, and each of them says so."""
    found = directory.find_services(Need.HUMAN, None, "en").services
    assert {service.made_for for service in found} == {"seafarers"}


def test_who_knows_about_trafficking_comes_before_who_only_speaks(directory: Directory) -> None:
    """A trafficking line of unknown languages stands before a labour office, one of other languages behind it."""
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


def test_local_names_are_kept(directory: Directory) -> None:
    """The name in the local script travels with the English one."""
    found = directory.find_services(Need.LEGAL_HELP, Place("KH"), "km", limit=50).services
    assert "សម្ព័ន្ធខ្មែរជំរឿន និងការពារសិទ្ធិមនុស្ស លីកាដូ" in {service.organization_local for service in found}


@pytest.mark.parametrize(
    ("country", "region"), [("th", None), ("THA", None), ("", None), ("TH", "50"), ("TH", "LA-VT")]
)
def test_places_of_the_wrong_shape(country: str, region: str | None) -> None:
    """A place that is no pair of ISO codes is refused at once."""
    with pytest.raises(BadPlaceError):
        Place(country, region)


@pytest.mark.parametrize(("offset", "limit"), [(-1, 3), (0, 0)])
def test_pages_of_the_wrong_shape(directory: Directory, offset: int, limit: int) -> None:
    """A page before the first or without room is refused."""
    with pytest.raises(BadPageError):
        directory.find_services(Need.HUMAN, None, None, offset=offset, limit=limit)


def test_a_page_past_the_end_is_empty(directory: Directory) -> None:
    """After the last service there is nothing, and no more is promised."""
    found = directory.find_services(Need.HUMAN, Place("TH"), None, offset=500)
    assert (found.services, found.more) == ((), False)


def test_answers_cannot_be_changed(directory: Directory) -> None:
    """An answer is a value: nobody downstream can alter a number in it."""
    service = directory.find_services(Need.HUMAN, Place("TH"), None).services[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        service.verified = True  # type: ignore[misc]


def test_only_the_public_names(directory: Directory) -> None:
    """What other packages may use is exactly what the package names."""
    assert names(directory.find_services(Need.HUMAN, Place("TH"), None))
    assert all(hasattr(public, name) for name in public.__all__)
