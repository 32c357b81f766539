"""Hours, places and whom an entry is for: forms that need no script, each of which makes one proposal."""

import re
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, func, insert, select
from sqlmodel import col

from directory.models import Coverage, Language, Proposal, ProposedField, Schedule, ScheduleZone
from directory.moderation import publish_proposal
from directory.search import Place, describe_service
from directory.staff.auth.sessions import csrf_token
from tests.directory.staff.browser import STALE_AFTER, Browser
from tests.directory.staff.test_entry import NOW


def send(browser: Browser, path: str, fields: dict[str, Any]) -> Any:
    """Send a form with fields that may have many values, as a browser does."""
    body = urlencode({"csrf": csrf_token(browser.token or ""), "do": "propose", **fields}, doseq=True)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return browser.client.post(f"/staff{path}", content=body, headers=kind)


def fill_form(browser: Browser, path: str) -> dict[str, Any]:
    """Return the fields of a form as they stand in the page."""
    page = browser.get(path).text
    form = page[page.index('<form class="stack"') :]
    found: dict[str, list[str]] = {}
    for mark in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', mark))
        if given.get("type") != "checkbox" or re.search(r"\bchecked\b", mark):
            found.setdefault(given["name"], []).append(given.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        found.setdefault(name, []).append((chosen[1] or chosen[2]) if chosen else "")
    del found["csrf"]
    return found


def proposals(engine: Engine) -> int:
    """Return how many proposals there are."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Proposal)).scalar_one()


def publish_all(engine: Engine) -> None:
    """Publish the one proposal that there is."""
    with engine.connect() as connection:
        with connection.begin():
            number = connection.execute(select(col(Proposal.id))).scalar_one()
        publish_proposal(connection, number or 0, None, stale_after=STALE_AFTER, guard=None, now=NOW)


def form_values_of(engine: Engine, service: str, table: str) -> set[tuple[str, str | None]]:
    """Return the fields of a table that the proposals set, with their JSON."""
    asked = select(col(ProposedField.field), col(ProposedField.new)).where(col(ProposedField.table_name) == table)
    with engine.connect() as connection:
        return {(field, new) for field, new in connection.execute(asked)}


def test_unchanged_form_proposes_nothing(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A form that is sent as it stands proposes nothing, and says so."""
    for part in ("hours", "coverage", "whom"):
        path = f"/services/{thai_service}/{part}"
        answer = send(editor, path, fill_form(editor, path) | {"do": "propose"})
        assert answer.headers["location"] == f"/staff/services/{thai_service}?told=nothing"
    assert proposals(pages_engine) == 0


def test_hours_are_proposed(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Published hours are what the bot tells: text, zone and times past midnight."""
    fields = {f"{day}-opens-1": "18:00" for day in ("FR", "SA")} | {f"{day}-closes-1": "02:00" for day in ("FR", "SA")}
    fields |= {"zone": "Asia/Bangkok", "reason": "I called"}
    answer = send(editor, f"/services/{thai_service}/hours", fields)
    assert answer.headers["location"] == f"/staff/services/{thai_service}?told=proposed"
    assert proposals(pages_engine) == 1
    publish_all(pages_engine)
    with pages_engine.connect() as connection:
        found = describe_service(connection, thai_service, Place("TH"), "en", stale_after=STALE_AFTER)
        zone = select(col(ScheduleZone.zone)).join(Schedule, col(Schedule.id) == col(ScheduleZone.schedule_id))
        assert connection.scalar(zone.where(col(Schedule.service_id) == thai_service)) == "Asia/Bangkok"
    assert found is not None
    assert found.hours == "Fri, Sat 18:00-02:00"
    assert found.open_now is not None
    again = fill_form(editor, f"/services/{thai_service}/hours")
    assert again["FR-opens-1"] == ["18:00"]
    assert again["zone"] == ["Asia/Bangkok"]


def test_whole_day(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """One checkbox means always open, and search understands it."""
    send(editor, f"/services/{thai_service}/hours", {"always": "yes"})
    publish_all(pages_engine)
    with pages_engine.connect() as connection:
        found = describe_service(connection, thai_service, None, "en", stale_after=STALE_AFTER)
    assert found is not None
    assert found.round_the_clock
    assert fill_form(editor, f"/services/{thai_service}/hours")["always"] == ["yes"]


def test_invalid_hours_are_rejected(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Invalid times have an error beside their day, and the typed values stay."""
    for fields, said in (
        ({"MO-opens-1": "09:00"}, "Write both: when it opens and when it closes."),
        ({"MO-opens-1": "late", "MO-closes-1": "10:00"}, "Write a time such as 09:30."),
        ({"MO-opens-2": "10:00", "MO-closes-2": "10:00"}, "It opens and closes at the same time."),
        ({"always": "yes", "zone": "Mars/Base"}, "Choose a time zone of the list."),
    ):
        typed = fields | {"reason": "kept words", "printed": "kept too"}
        answer = send(editor, f"/services/{thai_service}/hours", typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'role="alert"' in answer.text
        assert "kept words" in answer.text
        assert 'value="kept too"' in answer.text
        assert all(f'value="{time}"' in answer.text for name, time in fields.items() if name != "zone")
    assert proposals(pages_engine) == 0


def test_the_same_hours_from_monday_to_friday(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """One range fills the empty days from Monday to Friday and leaves the others."""
    path = f"/services/{thai_service}/hours"
    page = editor.text(path)
    assert "Monday to Friday, the same hours" in page
    assert page.count("Opens again") == page.count("Closes again") == 7
    fields = {"same-opens-1": "09:00", "same-closes-1": "17:00", "TU-long": "yes", "FR-opens-1": "10:00"}
    refused = send(editor, path, fields | {"same-closes-1": ""})
    assert refused.text.count('value="09:00"') == 3
    assert send(editor, path, fields | {"FR-closes-1": "12:00"}).status_code == 303
    publish_all(pages_engine)
    assert fill_form(editor, path)["printed"] == ["Mon, Wed, Thu 09:00-17:00; Tue 24 hours; Fri 10:00-12:00"]


def test_complex_hours_need_confirmation(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Hours that are more than a week stay unless their replacement is confirmed."""
    rule = {"freq": "MONTHLY", "byday": "1MO", "opens_at": "09:00", "closes_at": "10:00"}
    rule["description"] = "first Mondays"
    with pages_engine.begin() as connection:
        connection.execute(insert(Schedule), {"id": "s", "service_id": thai_service, **rule})
    path = f"/services/{thai_service}/hours"
    assert "say more than a week can show" in editor.text(path)
    fields = {"MO-opens-1": "09:00", "MO-closes-1": "12:00", "printed": "first Mondays"}
    assert send(editor, path, fields).status_code == 422
    assert send(editor, path, fields | {"replace": "yes"}).status_code == 303
    publish_all(pages_engine)
    assert fill_form(editor, path)["printed"] == ["Mon 09:00-12:00"]


def test_coverage_is_proposed(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Provinces in place of a country become coverage that search uses."""
    path = f"/services/{thai_service}/coverage"
    opened = send(editor, path, {"do": "provinces-of-TH", "country": "TH", "whole": "TH"})
    assert opened.status_code == 200
    assert "Chiang Mai" in opened.text
    fields = {"country": ["TH"], "region": ["TH-50", "TH-57"]}
    assert send(editor, path, fields).status_code == 303
    publish_all(pages_engine)
    of_it = select(col(Coverage.country), col(Coverage.region)).where(col(Coverage.service_id) == thai_service)
    with pages_engine.connect() as connection:
        assert {tuple(row) for row in connection.execute(of_it)} == {("TH", "TH-50"), ("TH", "TH-57")}
    assert "Chiang Mai" in editor.text(f"/services/{thai_service}")


def test_add_country(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A country is added without a script and without a proposal."""
    path = f"/services/{thai_service}/coverage"
    fields = fill_form(editor, path) | {"do": "add", "another": "KH"}
    page = send(editor, path, fields)
    assert page.status_code == 200
    assert 'value="KH" checked' in page.text
    assert "Phnom Penh" in page.text
    assert proposals(pages_engine) == 0


def test_invalid_coverage_is_rejected(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Coverage must not be empty, and unknown codes are ignored."""
    nowhere, unsaid = "Choose at least one place, or the whole world.", "Choose the whole country, or provinces of it."
    for fields, said in (
        ({}, nowhere),
        ({"country": "KH"}, unsaid),
        ({"country": "XX", "whole": "XX"}, nowhere),
        ({"country": "KH", "region": "TH-50"}, unsaid),
    ):
        answer = send(editor, f"/services/{thai_service}/coverage", fields)
        assert answer.status_code == 422
        assert said in answer.text
    assert proposals(pages_engine) == 0


def test_world_and_circle(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The world is one checkbox; a circle is kept or removed."""
    circle = {"latitude": 13.7, "longitude": 100.5, "radius_metres": 30_000.0, "country": "TH", "whole": False}
    with pages_engine.begin() as connection:
        connection.execute(insert(Coverage), {"id": "c", "service_id": thai_service, **circle})
    path = f"/services/{thai_service}/coverage"
    assert "Up to 30 km around 13.7, 100.5" in editor.text(path)
    assert send(editor, path, {"world": "yes", "circle": "c"}).status_code == 303
    publish_all(pages_engine)
    of_it = select(col(Coverage.country), col(Coverage.radius_metres)).where(col(Coverage.service_id) == thai_service)
    with pages_engine.connect() as connection:
        assert {tuple(row) for row in connection.execute(of_it)} == {(None, None), ("TH", 30_000.0)}


def test_audience_is_proposed(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Needs, languages, audiences, nationalities and conduct are one proposal."""
    fields = {"need": ["shelter"], "language": ["my", "", "shn"], "audience": ["women", "girls"], "nationality": ["MM"]}
    fields |= {"police_linked": ["yes"], "mandatory_reporting": ["yes"]}
    assert send(editor, f"/services/{thai_service}/whom", fields).status_code == 303
    assert proposals(pages_engine) == 1
    publish_all(pages_engine)
    with pages_engine.connect() as connection:
        found = describe_service(connection, thai_service, Place("TH"), "my", stale_after=STALE_AFTER)
    assert found is not None
    assert found.needs == ("shelter",)
    assert found.languages == ("my", "shn")
    assert set(found.audiences) == {"women", "girls"}
    assert found.nationalities == ("MM",)
    assert found.police_linked
    assert found.mandatory_reporting


def test_add_language(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A language that the bot does not speak can be added."""
    page = send(editor, f"/services/{thai_service}/whom", {"need": "shelter", "language": "shn", "do": "add"})
    assert page.status_code == 200
    assert 'value="shn" checked' in page.text
    assert "Shan" in page.text
    assert len(page.content) < 100_000


def test_need_is_required(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An entry without a need could not be found, so it is rejected."""
    answer = send(editor, f"/services/{thai_service}/whom", {"language": "my"})
    assert answer.status_code == 422
    assert "Choose at least one thing that it helps with." in answer.text


def test_unknown_codes_are_ignored(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Unknown codes are ignored, and an unknown language is an error."""
    odd = {"need": ["shelter", "x"], "audience": "<b>", "nationality": "ZZ", "language": "' OR 1=1"}
    assert send(editor, f"/services/{thai_service}/whom", odd).status_code == 303
    assert not form_values_of(pages_engine, thai_service, "nationality")
    answer = send(editor, f"/services/{thai_service}/whom", {"need": "shelter", "language": "qqq"})
    assert answer.status_code == 422
    assert "is no language that we know" in answer.text


def test_language_without_code_stays(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A language without a code stays, since the form can't show it."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Language), {"id": "l", "service_id": thai_service, "name": "Hill dialect"})
    path = f"/services/{thai_service}/whom"
    assert send(editor, path, fill_form(editor, path) | {"do": "propose"}).headers["location"].endswith("told=nothing")
