"""Proposals and history show labels and sentences in place of codes."""

import re

import pytest
from sqlalchemy import Engine, insert

from directory.models import Accessibility, Location, Schedule, ServiceAtLocation, Translation
from directory.moderation import Action, Edit
from directory.moderation.edits import new_id
from directory.staff.i18n import set_language
from directory.staff.labels import week_label
from directory.staff.service_entry.coverage_form import REGION_TYPES, region_name, region_names
from directory.staff.service_entry.weekly_hours import ALWAYS, CLOSED
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import proposed_fields
from tests.directory.staff.test_entry import publish_one

OFFICE = {"freq": "WEEKLY", "byday": "MO,TU,WE", "opens_at": "09:00", "closes_at": "17:00"}


def test_codes_have_names(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Provinces, audiences, languages, currencies and countries have names."""
    of = {"service_id": thai_service}
    number = proposed_fields(
        pages_engine,
        "editor",
        Edit(Action.CREATE, "coverage", (new_id(),), {**of, "country": "TH", "region": "TH-50", "whole": True}),
        Edit(Action.CREATE, "audience", (thai_service, "seafaring"), of | {"code": "seafaring"}),
        Edit(Action.CREATE, "nationality", (thai_service, "MM"), of | {"country": "MM"}),
        Edit(Action.CREATE, "cost_option", (new_id(),), {**of, "amount": 5, "currency": "THB", "option": "sms"}),
    )
    page = editor.text(f"/review/{number}")
    for name in (
        "Chiang Mai",
        "For whom Seafarers and fishers",
        "Nationality Myanmar",
        "Thai Baht",
        "For whom or what sms",
    ):
        assert name.lower() in " ".join(page.replace("empty", "").split()).lower()
    for code in ("TH-50", "seafaring", "THB", "Code"):
        assert code not in page


def test_hours_are_one_sentence(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Waiting hours are one sentence before and after; in the history each field has a label."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Schedule), {"id": "s", "service_id": thai_service, **OFFICE})
    number = proposed_fields(pages_engine, "editor", Edit(Action.UPDATE, "schedule", ("s",), {"byday": "MO,TU,WE,TH"}))
    page = re.sub("</?(ins|del)>", "", editor.get(f"/review/{number}").text)
    page = " ".join(re.sub("<[^>]*>", " ", page).split())
    assert "Days and times Mon-Wed 09:00-17:00 Mon-Thu 09:00-17:00" in page
    assert "WEEKLY" not in page
    publish_one(pages_engine, number)
    page = editor.text(f"/services/{thai_service}/history")
    assert "Monday, Tuesday, Wednesday , Thursday" in page
    assert "MO,TU" not in page


def test_complex_hours_are_listed_by_field(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A rule that a week can't express is listed by field."""
    key, rule = new_id(), OFFICE | {"service_id": thai_service, "freq": "MONTHLY", "byday": "1MO"}
    number = proposed_fields(pages_engine, "editor", Edit(Action.CREATE, "schedule", (key,), rule))
    page = editor.text(f"/review/{number}")
    assert "Every month" in page
    assert "1 Monday" in page


def test_removed_rows_are_marked(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The history marks new and removed rows."""
    key, rule = new_id(), OFFICE | {"service_id": thai_service}
    publish_one(pages_engine, proposed_fields(pages_engine, "editor", Edit(Action.CREATE, "schedule", (key,), rule)))
    assert "New Opening hours" in editor.text(f"/services/{thai_service}/history")
    publish_one(pages_engine, proposed_fields(pages_engine, "editor", Edit(Action.DELETE, "schedule", (key,))))
    assert "Removed Opening hours" in editor.text(f"/services/{thai_service}/history")


@pytest.mark.parametrize(
    ("method", "said"),
    [("called", "Checked by phone"), ("visited", "Checked by a visit"), ("written", "Checked in writing")],
)
def test_check_in_history(editor: Browser, thai_service: str, method: str, said: str) -> None:
    """The history shows a check with its method, and the entry shows that it was today."""
    assert editor.post(f"/verify/{thai_service}", {"method": method}).status_code == 303
    assert said in editor.text(f"/services/{thai_service}/history")
    page = editor.text(f"/services/{thai_service}")
    assert "Checked today." in page
    assert "0 days" not in page


def test_week_in_other_languages(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Days have names in the reader's language; the stored text stays English."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Schedule), {"id": "s", "service_id": thai_service, **OFFICE})
    editor.post("/language", {"language": "es", "back": "/"})
    assert "lun-mi\u00e9 09:00-17:00" in editor.text(f"/services/{thai_service}")
    set_language("en")
    assert week_label(CLOSED) == ""
    assert week_label(ALWAYS) == "Open day and night, every day"


def test_provinces_with_equal_names() -> None:
    """Provinces with equal names are distinguished, and no other name gets longer."""
    for country in ("BD", "ID", "LA", "TW", "TH"):
        names = list(region_names(country, "en").values())
        assert len(set(names)) == len(names)
    assert region_name("BD-C", "en") == "Dhaka (Division)"
    assert region_name("BD-13", "en") == "Dhaka (District)"
    assert "District" in REGION_TYPES
    assert region_name("TH-50", "en") == "Chiang Mai"


def test_location_texts(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The entry shows directions and accessibility with translations and edit links."""
    place = {"id": "l", "location_type": "physical", "name": "Old mill", "transportation": "Bus 4"}
    behind = {"entity_id": "l", "field": "transportation", "language": "th", "text": "รถเมล์", "stale": True}
    with pages_engine.begin() as connection:
        connection.execute(insert(Location), place)
        connection.execute(insert(ServiceAtLocation), {"id": "sl", "service_id": thai_service, "location_id": "l"})
        connection.execute(insert(Accessibility), {"id": "x", "location_id": "l", "description": "No steps"})
        connection.execute(insert(Translation), behind)
    page = editor.get(f"/services/{thai_service}").text
    for said in ("Old mill", "Bus 4", "No steps", "รถเมล์", "behind"):
        assert said in page
    for path in ("location/edit/l", "accessibility/edit/x", "address/create?location_id=l"):
        assert f'href="/staff/records/{path}"' in page
        assert editor.get(f"/records/{path}").status_code == 200
