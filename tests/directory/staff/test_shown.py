"""A change is read in names and sentences, never in the directory's codes; and so is a check in the history."""

import re

import pytest
from sqlalchemy import Engine, insert

from directory.models import Accessibility, Location, Schedule, ServiceAtLocation, Translation
from directory.moderation import Action, Edit
from directory.moderation.edits import new_id
from directory.staff.i18n import speak
from directory.staff.service_entry.coverage_form import KINDS, region_name, regions_of
from directory.staff.service_entry.labels import week
from directory.staff.service_entry.weekly_hours import ALWAYS, CLOSED
from tests.directory.staff.browsing import Browser
from tests.directory.staff.proposing import proposed
from tests.directory.staff.test_entry import publish_one

OFFICE = {"freq": "WEEKLY", "byday": "MO,TU,WE", "opens_at": "09:00", "closes_at": "17:00"}


def test_names_for_codes(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Provinces, people, languages, money and countries have their names."""
    of = {"service_id": thai_service}
    number = proposed(
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


def test_hours_in_one_sentence(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """While a change waits, hours are one sentence before and after; later what it changed has its names."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Schedule), {"id": "s", "service_id": thai_service, **OFFICE})
    number = proposed(pages_engine, "editor", Edit(Action.UPDATE, "schedule", ("s",), {"byday": "MO,TU,WE,TH"}))
    page = re.sub("</?(ins|del)>", "", editor.get(f"/review/{number}").text)
    page = " ".join(re.sub("<[^>]*>", " ", page).split())
    assert "Days and times Mon-Wed 09:00-17:00 Mon-Thu 09:00-17:00" in page
    assert "WEEKLY" not in page
    publish_one(pages_engine, number)
    page = editor.text(f"/services/{thai_service}/history")
    assert "Monday, Tuesday, Wednesday , Thursday" in page
    assert "MO,TU" not in page


def test_hours_that_say_more(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A rule that no week says is told field by field."""
    key, rule = new_id(), OFFICE | {"service_id": thai_service, "freq": "MONTHLY", "byday": "1MO"}
    number = proposed(pages_engine, "editor", Edit(Action.CREATE, "schedule", (key,), rule))
    page = editor.text(f"/review/{number}")
    assert "Every month" in page
    assert "1 Monday" in page


def test_removed_rows_are_marked(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """History says which rows are new and which are gone."""
    key, rule = new_id(), OFFICE | {"service_id": thai_service}
    publish_one(pages_engine, proposed(pages_engine, "editor", Edit(Action.CREATE, "schedule", (key,), rule)))
    assert "New Opening hours" in editor.text(f"/services/{thai_service}/history")
    publish_one(pages_engine, proposed(pages_engine, "editor", Edit(Action.DELETE, "schedule", (key,))))
    assert "Removed Opening hours" in editor.text(f"/services/{thai_service}/history")


@pytest.mark.parametrize(
    ("method", "said"),
    [("called", "Checked by phone"), ("visited", "Checked by a visit"), ("written", "Checked in writing")],
)
def test_a_check_in_the_history(editor: Browser, thai_service: str, method: str, said: str) -> None:
    """History says that a check was one, and how; the entry says that it was today."""
    assert editor.post(f"/verify/{thai_service}", {"method": method}).status_code == 303
    assert said in editor.text(f"/services/{thai_service}/history")
    page = editor.text(f"/services/{thai_service}")
    assert "Checked today." in page
    assert "0 days" not in page


def test_a_week_in_other_languages(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Days have the names of the language that is read; what is stored stays English."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Schedule), {"id": "s", "service_id": thai_service, **OFFICE})
    editor.post("/language", {"language": "es", "back": "/"})
    assert "lun-mi\u00e9 09:00-17:00" in editor.text(f"/services/{thai_service}")
    speak("en")
    assert week(CLOSED) == ""
    assert week(ALWAYS) == "Open day and night, every day"


def test_provinces_of_one_name() -> None:
    """No two provinces of a country read the same, and no other name gets longer."""
    for country in ("BD", "ID", "LA", "TW", "TH"):
        names = list(regions_of(country, "en").values())
        assert len(set(names)) == len(names)
    assert region_name("BD-C", "en") == "Dhaka (Division)"
    assert region_name("BD-13", "en") == "Dhaka (District)"
    assert "District" in KINDS
    assert region_name("TH-50", "en") == "Chiang Mai"


def test_places_and_their_texts(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The entry says how to get to its places and who can enter, with translations and a way to mend each."""
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
