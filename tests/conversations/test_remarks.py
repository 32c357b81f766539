"""The remarks about a service that a user reads before they contact it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.service_formatting import remarks, service_values, short_remarks
from directory import Audience, Directory, Limitation, Need, Place, Proximity, ServiceResult

HERE = Place("TH", "TH-50")


@pytest.fixture
def service(directory: Directory) -> ServiceResult:
    """A service without any remarks."""
    service = directory.find_services(Need.SHELTER, HERE, "th").services[0]
    return replace(
        service,
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


def remark_names(service: ServiceResult) -> list[str]:
    """Return the names of the remarks without their common prefix."""
    return [remark["remark"].removeprefix("utter_remark_") for remark in remarks(service, HERE)]


def test_no_remarks(service: ServiceResult) -> None:
    """A service without limitations is named without a remark."""
    assert remark_names(service) == []


@pytest.mark.parametrize(
    ("police_linked", "mandatory_reporting", "remark"),
    [
        (True, None, "police_linked"),
        (True, True, "police_must_report"),
        (False, True, "must_report"),
        (True, False, "police_linked"),
    ],
)
def test_police_and_duty_to_report(
    service: ServiceResult,
    police_linked: bool,  # noqa: FBT001
    mandatory_reporting: bool | None,  # noqa: FBT001
    remark: str,
) -> None:
    """That the police or authorities will know comes first, and is never left out of an SMS."""
    everything = replace(
        service,
        police_linked=police_linked,
        mandatory_reporting=mandatory_reporting,
        audiences=(Audience.WOMEN,),
        verified=False,
        limitations=(Limitation.CLOSED_NOW, Limitation.UNVERIFIED, Limitation.OTHER_LANGUAGE),
        distance_metres=5000.0,
    )
    assert remark_names(everything)[0] == remark
    assert short_remarks(remarks(everything, HERE))[0]["remark"] == f"utter_remark_{remark}"


@pytest.mark.parametrize("reporting", [None, False])
def test_unknown_duty_to_report(service: ServiceResult, reporting: bool | None) -> None:  # noqa: FBT001
    """An unknown or missing duty to report gets no remark."""
    assert remark_names(replace(service, mandatory_reporting=reporting)) == []


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
def test_audience(service: ServiceResult, audiences: tuple[Audience, ...], remark: str) -> None:
    """The remark says whom a service is made for."""
    assert remark_names(replace(service, audiences=audiences)) == [remark]


def test_closed(service: ServiceResult) -> None:
    """The opening time of a closed service is given by weekday if it is near, and by date if it is far."""
    closed = replace(service, limitations=(Limitation.CLOSED_NOW,))
    soon, later = (datetime.now(UTC) + timedelta(days=days) for days in (1, 9))
    assert remark_names(closed) == ["closed"]
    assert remark_names(replace(closed, opens_next=soon)) == ["closed_until"]
    assert remark_names(replace(closed, opens_next=later)) == ["closed_until_day"]


def test_another_language(service: ServiceResult) -> None:
    """The languages of a service that does not speak the user's are given once, in a remark that every SMS keeps."""
    other = replace(service, limitations=(Limitation.OTHER_LANGUAGE,))
    values = service_values(other, HERE, "es")
    assert values["languages"] == []
    assert values["few_remarks"] == [{"remark": "utter_remark_other_language", "languages": ["th", "en"]}]
    assert service_values(service, HERE, "th")["languages"] == ["th", "en"]


def test_unchecked(service: ServiceResult) -> None:
    """A service that was never checked, or not for a long time, is marked so, even among many other remarks."""
    for lack, remark in ((Limitation.UNVERIFIED, "unverified"), (Limitation.STALE, "stale")):
        unchecked = replace(
            service,
            verified=False,
            verified_at=datetime.now(UTC) - timedelta(days=400),
            limitations=(lack, Limitation.CLOSED_NOW),
            audiences=(Audience.MEN,),
        )
        assert remark in remark_names(unchecked)
        must_report = replace(unchecked, police_linked=True, proximity=Proximity.INTERNATIONAL)
        assert f"utter_remark_{remark}" in [short["remark"] for short in short_remarks(remarks(must_report, HERE))]


@pytest.mark.parametrize(("days", "months"), [(3, 1), (31, 1), (65, 2), (400, 13)])
def test_age_of_a_check(service: ServiceResult, days: int, months: int) -> None:
    """The age of an outdated check is given in months, not as a date of a calendar that few users know."""
    stale = replace(
        service, verified=False, verified_at=datetime.now(UTC) - timedelta(days=days), limitations=(Limitation.STALE,)
    )
    assert remarks(stale, HERE) == [{"remark": "utter_remark_stale", "count": months}]


def test_distance(service: ServiceResult) -> None:
    """The distance, or that the service is elsewhere, comes last."""
    assert remark_names(replace(service, proximity=Proximity.NEAR, distance_metres=25_000.0)) == ["distance"]
    assert remark_names(replace(service, proximity=Proximity.COUNTRY, region="TH-63")) == ["other_region"]
    assert remark_names(replace(service, proximity=Proximity.INTERNATIONAL)) == ["international"]
    assert remarks(replace(service, distance_metres=0.0), HERE) == [
        {"remark": "utter_remark_distance", "distance": 10_000}
    ]


def test_sms_has_few_remarks(service: ServiceResult) -> None:
    """An SMS has at most three remarks, in the same order, unless more are mandatory."""
    many_limitations = replace(
        service,
        verified=False,
        limitations=(Limitation.CLOSED_NOW,),
        audiences=(Audience.WOMEN,),
        proximity=Proximity.INTERNATIONAL,
    )
    few = [remark["remark"] for remark in short_remarks(remarks(many_limitations, HERE))]
    assert few == ["utter_remark_closed", "utter_remark_women", "utter_remark_unverified"]
