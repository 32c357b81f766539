"""What is said of a service before somebody gets in touch."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.service_formatting import short_remarks, remarks, service_values
from directory import Audience, Directory, ServiceResult, Limitation, Need, Place, Proximity

HERE = Place("TH", "TH-50")


@pytest.fixture
def service(directory: Directory) -> ServiceResult:
    """A service of which nothing has to be said."""
    found = directory.find_services(Need.SHELTER, HERE, "th").services[0]
    return replace(
        found,
        proximity=Proximity.REGION,
        region=HERE.region,
        audiences=(),
        languages=("th", "en"),
        limitations=(),
        verified=True,
        police_linked=False,
        mandatory_reporting=None,
        distance_metres=None,
        opens_next=None,
    )


def said(service: ServiceResult) -> list[str]:
    """Return the names of the remarks, without what they share."""
    return [remark["remark"].removeprefix("utter_remark_") for remark in remarks(service, HERE)]


def test_nothing_to_say(service: ServiceResult) -> None:
    """A service that lacks nothing is named without a remark."""
    assert said(service) == []


@pytest.mark.parametrize(
    ("police_linked", "mandatory_reporting", "remark"),
    [
        (True, None, "police_linked"),
        (True, True, "police_must_report"),
        (False, True, "must_report"),
        (True, False, "police_linked"),
    ],
)
def test_who_hears_it(
    service: ServiceResult,
    police_linked: bool,  # noqa: FBT001
    mandatory_reporting: bool | None,  # noqa: FBT001
    remark: str,
) -> None:
    """That the police or the authorities hear of it comes first, and is never left out of an SMS."""
    everything = replace(
        service,
        police_linked=police_linked,
        mandatory_reporting=mandatory_reporting,
        audiences=(Audience.WOMEN,),
        verified=False,
        limitations=(Limitation.CLOSED_NOW, Limitation.UNVERIFIED, Limitation.OTHER_LANGUAGE),
        distance_metres=5000.0,
    )
    assert said(everything)[0] == remark
    assert short_remarks(remarks(everything, HERE))[0]["remark"] == f"utter_remark_{remark}"


@pytest.mark.parametrize("reporting", [None, False])
def test_what_is_not_known_is_not_said(service: ServiceResult, reporting: bool | None) -> None:  # noqa: FBT001
    """Nothing is said of a duty to report that is not known or not there."""
    assert said(replace(service, mandatory_reporting=reporting)) == []


@pytest.mark.parametrize(
    ("audiences", "remark"),
    [
        ((Audience.WOMEN,), "women"),
        ((Audience.WOMEN, Audience.GIRLS), "women"),
        ((Audience.MEN,), "men"),
        ((Audience.GIRLS, Audience.BOYS), "children"),
        ((Audience.LGBTQ,), "lgbtq"),
        ((Audience.SEAFARING,), "seafarers"),
    ],
)
def test_for_whom(service: ServiceResult, audiences: tuple[Audience, ...], remark: str) -> None:
    """Whom a service is made for is said."""
    assert said(replace(service, audiences=audiences)) == [remark]


def test_closed(service: ServiceResult) -> None:
    """When a closed service opens is told by the weekday where that is plain, by the day where it is far."""
    closed = replace(service, limitations=(Limitation.CLOSED_NOW,))
    soon, late = (datetime.now(UTC) + timedelta(days=days) for days in (1, 9))
    assert said(closed) == ["closed"]
    assert said(replace(closed, opens_next=soon)) == ["closed_until"]
    assert said(replace(closed, opens_next=late)) == ["closed_until_day"]


def test_another_language(service: ServiceResult) -> None:
    """The languages of those who don't speak the person's are said once, in a remark that no SMS leaves out."""
    other = replace(service, limitations=(Limitation.OTHER_LANGUAGE,))
    values = service_values(other, HERE, "es")
    assert values["languages"] == []
    assert values["few_remarks"] == [{"remark": "utter_remark_other_language", "languages": ["th", "en"]}]
    assert service_values(service, HERE, "th")["languages"] == ["th", "en"]


def test_unchecked(service: ServiceResult) -> None:
    """What nobody has checked, or not for long, is marked so, also where there is much else to say."""
    for lack, remark in ((Limitation.UNVERIFIED, "unverified"), (Limitation.STALE, "stale")):
        unchecked = replace(
            service,
            verified=False,
            verified_at=datetime.now(UTC) - timedelta(days=400),
            limitations=(lack, Limitation.CLOSED_NOW),
            audiences=(Audience.MEN,),
        )
        assert remark in said(unchecked)
        must_report = replace(unchecked, police_linked=True, proximity=Proximity.INTERNATIONAL)
        assert f"utter_remark_{remark}" in [one["remark"] for one in short_remarks(remarks(must_report, HERE))]


@pytest.mark.parametrize(("days", "months"), [(3, 1), (31, 1), (65, 2), (400, 13)])
def test_how_old_a_check_is(service: ServiceResult, days: int, months: int) -> None:
    """A check that counts no more is said by its age in months, and by no date of a calendar that few use."""
    stale = replace(service, verified=False, verified_at=datetime.now(UTC) - timedelta(days=days), limitations=(Limitation.STALE,))
    assert remarks(stale, HERE) == [{"remark": "utter_remark_stale", "count": months}]


def test_where(service: ServiceResult) -> None:
    """How far it is, or that it is elsewhere, is said last."""
    assert said(replace(service, proximity=Proximity.NEAR, distance_metres=25_000.0)) == ["distance"]
    assert said(replace(service, proximity=Proximity.COUNTRY, region="TH-63")) == ["other_region"]
    assert said(replace(service, proximity=Proximity.INTERNATIONAL)) == ["international"]
    assert remarks(replace(service, distance_metres=0.0), HERE) == [
        {"remark": "utter_remark_distance", "distance": 10_000}
    ]


def test_few_in_an_sms(service: ServiceResult) -> None:
    """An SMS has three remarks at most, in the same order, unless more of them must be said."""
    much = replace(
        service, verified=False, limitations=(Limitation.CLOSED_NOW,), audiences=(Audience.WOMEN,), proximity=Proximity.INTERNATIONAL
    )
    few = [one["remark"] for one in short_remarks(remarks(much, HERE))]
    assert few == ["utter_remark_closed", "utter_remark_women", "utter_remark_unverified"]
