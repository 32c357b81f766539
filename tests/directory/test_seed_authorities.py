"""What the seed directory says about authorities agrees with the rights pages."""

import re

import pytest

from directory.domain.csv_tables import read_table
from directory.rights.library import Rights
from directory.seed.authorities import MissingDecisionError, ReportingDuty, read_authorities
from directory.seed.selection import TABLES
from tests.directory.test_seed_build import row

Rows = list[dict[str, str]]
_DUTY = re.compile(r"\bmust report\b|\bhave to report\b")


@pytest.fixture(scope="module")
def sentences() -> dict[tuple[str, str], str]:
    """The English sentences of the rights pages by country and id."""
    rights = Rights.read()
    return {
        (place, sentence.id): sentence.text
        for place in rights.places()
        for sentence in rights.page(place).english.sentences
    }


def test_duties_are_those_of_the_rights_pages(sentences: dict[tuple[str, str], str]) -> None:
    """A sentence about a duty to report binds services, and no service is bound without a sentence."""
    told = {(place.upper(), key) for (place, key), text in sentences.items() if _DUTY.search(text)}
    assert {(duty.country, duty.sentence) for duty in read_authorities().duties} == told


def test_services_do_not_contradict_the_rights_pages(services: Rows) -> None:
    """Every service that a duty binds says so, unless its own source says otherwise."""
    silent = [
        service["id"]
        for duty in read_authorities().duties
        for service in services
        if duty.country == service["country"] and service["consular"] == "no"
        if duty.bound == "everybody"
        or (duty.bound == "state" and service["state_linked"])
        or ("crisis_support" not in service["needs"] and set(duty.bound.split()) & set(service["needs"].split()))
        if not service["mandatory_reporting"]
    ]
    assert silent == []


def test_source_wins_over_the_law() -> None:
    """A service whose own source says that it need not report is not marked."""
    told = read_authorities().decide(row(id="de-kok", country_iso2="KR"), ["counselling"], [])
    assert told.mandatory_reporting == "no"


@pytest.mark.parametrize(
    ("bound", "needs", "binds"),
    [
        ("everybody", ["work"], True),
        ("state", ["work"], False),
        ("shelter human", ["human"], True),
        ("shelter human", ["work"], False),
        ("counselling", ["counselling", "crisis_support"], False),
    ],
)
def test_duty_binds_its_kind(bound: str, needs: list[str], *, binds: bool) -> None:
    """A law binds everybody, the state, or services that answer some needs."""
    charity = read_authorities().conduct(row())
    assert ReportingDuty("TH", "justice-report", bound, "a law").binds(row(), needs, charity) is binds


@pytest.mark.parametrize("note", ["Run by the ministry.", "State line.", "Government call centre."])
def test_state_body_needs_a_decision(note: str) -> None:
    """The build stops at a row that names a state body until a person has decided about it."""
    with pytest.raises(MissingDecisionError):
        read_authorities().decide(row(notes=note), ["human"], [])


def test_state_site_is_a_state_body() -> None:
    """A service on a site of a government needs no decision."""
    decide = read_authorities().decide
    assert decide(row(website="https://pani.go.cr/"), ["human"], []).state_linked
    assert not decide(row(website="https://gov.example.org/"), ["human"], []).state_linked


def test_state_decisions_are_used_and_have_reasons(services: Rows) -> None:
    """A decision about a missing row would be a typing error."""
    lines = read_table(TABLES / "state_bodies.csv")
    assert {line["id"] for line in lines} <= {service["id"] for service in services}
    assert len({line["id"] for line in lines}) == len(lines)
    assert all(line["reason"] and line["state_linked"] in ("yes", "no") for line in lines)
