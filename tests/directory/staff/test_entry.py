"""One entry as a whole, as somebody who keeps it reads it, and what was done with it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, update
from sqlmodel import col

from directory.models import (
    Address,
    Assurance,
    Coverage,
    Location,
    Phone,
    Service,
    ServiceAtLocation,
    Translation,
)
from directory.moderation import Action, Edit, publish_proposal, submit_proposal
from directory.staff.service_entry.loader import load_entry
from tests.directory.staff.browser import STALE_AFTER, Browser

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PAYLOAD = '"><script>alert(1)</script>{{ 7*7 }}'


def propose_one(engine: Engine, edit: Edit, reason: str = "I called") -> int:
    """Propose an edit from the command line and return the number of the change."""
    with engine.connect() as connection:
        return submit_proposal(connection, None, [edit], reason, is_protected=None, now=NOW)


def publish_one(engine: Engine, number: int) -> None:
    """Publish a change just now, so that one person may still undo it."""
    with engine.connect() as connection:
        publish_proposal(connection, number, None, stale_after=STALE_AFTER, guard=None, now=datetime.now(UTC))


@pytest.fixture
def phone(pages_engine: Engine, thai_service: str) -> str:
    """A number of the entry."""
    number = {"id": "a-phone", "service_id": thai_service, "number": "02 123 4567"}
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), number)
    return "a-phone"


def test_editor_can_correct_a_number(editor: Browser, thai_service: str, phone: str) -> None:
    """Who keeps an entry is one click away from the form of each number, and from every other part of it."""
    page = editor.get(f"/services/{thai_service}").text
    assert f'href="/staff/records/phone/edit/{phone}"' in page
    for part in ("hours", "coverage", "whom", "preview", "history"):
        assert f'href="/staff/services/{thai_service}/{part}"' in page
    assert f'action="/staff/verify/{thai_service}"' in page


def test_others_see_no_edit_links(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_organization: str
) -> None:
    """Who may not change an entry reads it whole and finds no link that would refuse them."""
    elsewhere = select(col(Coverage.service_id)).where(col(Coverage.country) == "GB")
    others = select(col(Service.id)).where(
        col(Service.organization_id) != thai_organization, col(Service.id).in_(elsewhere)
    )
    with pages_engine.connect() as connection:
        service = connection.scalars(others).first()
    for somebody in (editor, reviewer):
        page = somebody.get(f"/services/{service}")
        assert page.status_code == 200
        assert not re.search(r"/records/\w+/(edit|create)|/verify/", page.text)
        assert f"/services/{service}/hours" not in page.text
        assert somebody.get(f"/services/{service}/hours").status_code == 403


def test_unknown_entry_is_404(editor: Browser) -> None:
    """An address that names no entry says so, whatever stands in it."""
    for name in ("nothing", "%00", "a%27b", "x" * 3000):
        for part in ("", "/hours", "/coverage", "/whom", "/history", "/preview", "/protected"):
            assert editor.get(f"/services/{name}{part}").status_code == 404


def test_shows_days_since_check(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The page says when somebody last checked, and how; or that nobody has."""
    assert "Nobody has checked this entry yet." in editor.text(f"/services/{thai_service}")
    checked = {"verified_at": datetime.now(UTC) - timedelta(days=190), "method": "called", "verified_by": "<b>staff"}
    with pages_engine.begin() as connection:
        connection.execute(update(Assurance).where(col(Assurance.service_id) == thai_service).values(checked))
    page = editor.get(f"/services/{thai_service}").text
    assert "Last checked 190 days ago." in page
    assert "by phone" in page
    assert "&lt;b&gt;staff" in page


def test_shows_waiting_proposals(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A change that waits stands at the top, with a look at how the entry would read."""
    number = propose_one(pages_engine, Edit(Action.UPDATE, "service", (thai_service,), {"alert": "Closed"}))
    page = editor.get(f"/services/{thai_service}").text
    assert f'href="/staff/review/{number}"' in page
    assert f"/preview?change={number}" in page


def test_shows_texts_with_translations(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Each text has its translations below, and those that are behind are marked."""
    row = {"entity_id": thai_service, "field": "description", "language": "ar", "text": "نص", "stale": True}
    with pages_engine.begin() as connection:
        connection.execute(insert(Translation), row)
    page = editor.get(f"/services/{thai_service}").text
    assert f'href="/staff/translate/ar/{thai_service}/description"' in page
    assert '<dd lang="ar" dir="auto">نص</dd>' in page
    assert "behind" in page


def test_shows_public_addresses(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """What everybody may know of where it is stands there too."""
    where = {"location_id": "l", "address_1": "1 Open Street", "city": "Bangkok", "state_province": ""}
    kind = {"postal_code": "", "country": "TH", "address_type": "physical"}
    with pages_engine.begin() as connection:
        connection.execute(insert(Location), {"id": "l", "location_type": "physical"})
        connection.execute(insert(ServiceAtLocation), {"id": "sl", "service_id": thai_service, "location_id": "l"})
        connection.execute(insert(Address), where | kind | {"id": "a"})
    assert "1 Open Street" in editor.text(f"/services/{thai_service}")


def test_html_is_escaped(editor: Browser, pages_engine: Engine, thai_service: str, phone: str) -> None:
    """A text that would be a script is a text, on the entry and in its history."""
    with pages_engine.begin() as connection:
        connection.execute(update(Service).where(col(Service.id) == thai_service).values(name=PAYLOAD, url=PAYLOAD))
        link = "javascript:alert(1)"
        connection.execute(update(Phone).where(col(Phone.id) == phone).values(number=PAYLOAD, description=link))
        connection.execute(update(Service).where(col(Service.id) == thai_service).values(url=link))
    publish_one(pages_engine, propose_one(pages_engine, _alert(thai_service, PAYLOAD), PAYLOAD))
    for part in ("", "/history", "/hours", "/coverage", "/whom"):
        page = editor.get(f"/services/{thai_service}{part}").text
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "{{ 7*7 }}" in page


def test_shows_history(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """History says who, when and why, with each field before and after; who may decide can undo it."""
    assert "Nothing has been changed here yet." in editor.text(f"/services/{thai_service}/history")
    number = propose_one(pages_engine, _alert(thai_service, "Closed in May"), "They told me")
    publish_one(pages_engine, number)
    page = editor.get(f"/services/{thai_service}/history").text
    assert "They told me" in page
    assert "<ins>Closed in May</ins>" in re.sub(r"\s+<", "<", page)
    assert "/undo" not in page
    assert f'href="/staff/review/{number}"' not in page
    assert f'href="/staff/review/{number}"' in reviewer.get(f"/services/{thai_service}/history").text
    reviewer.post(f"/review/{number}/undo")
    assert "Undone" in editor.text(f"/services/{thai_service}/history")


def test_number_of_statements_is_bounded(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A page costs the same number of statements for an entry with many numbers, and is small."""
    _statements(pages_engine, lambda: editor.get(f"/services/{thai_service}"))
    few = _statements(pages_engine, lambda: editor.get(f"/services/{thai_service}"))
    rows = [{"id": f"p{one}", "service_id": thai_service, "number": f"02 123 {one:04}"} for one in range(100)]
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), rows)
    many = _statements(pages_engine, lambda: editor.get(f"/services/{thai_service}"))
    assert few == many < 60
    assert len(editor.get(f"/services/{thai_service}").content) < 100_000


def test_every_seed_entry_renders(pages_engine: Engine) -> None:
    """Whatever stands in the directory can be gathered."""
    with pages_engine.connect() as connection:
        services = list(connection.scalars(select(col(Service.id)).order_by(col(Service.id)).limit(50)))
        for service in services:
            entry = load_entry(connection, service)
            assert entry is not None
            assert entry.country is None or entry.country in entry.countries


def _alert(service: str, text: str) -> Edit:
    return Edit(Action.UPDATE, "service", (service,), {"alert": text})


def _statements(engine: Engine, act: Any) -> int:
    seen: list[str] = []

    def note(*given: Any) -> None:
        seen.append(given[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
