"""The queue of entries to check, and recording a check."""

import re

from sqlalchemy import Engine, insert, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import ClosedPeriod, Organization, PublishedReferral, Service
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import service_elsewhere, stored_check


def record_referrals(engine: Engine, service: str, times: int) -> None:
    """Publish referrals to an entry."""
    with engine.connect() as connection, write_transaction(connection):
        connection.execute(insert(ClosedPeriod), {"period": "2026-W01"})
        row = {"period": "2026-W01", "service_id": service, "count": times}
        connection.execute(insert(PublishedReferral), row)


def entries(page: str) -> list[str]:
    """Return the entries of a page, in their order."""
    return re.findall(r'action="/staff/verify/([^"]+)"', page)


def test_most_referred_entries_come_first(reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The entry with the most referrals comes first, with their least number."""
    record_referrals(pages_engine, thai_service, 40)
    page = reviewer.get("/verify").text
    assert entries(page)[0] == thai_service
    assert "People were sent here 40 times or more." in page
    assert len(page) < 100_000


def test_shows_numbers_to_call(reviewer: Browser, pages_engine: Engine) -> None:
    """A number is a `tel:` link with ASCII digits."""
    links = re.findall(r'href="(tel:[^"]*)"', reviewer.get("/verify").text)
    assert links
    assert all(re.fullmatch(r"tel:[+*#0-9]+", link) for link in links)


def test_record_check(reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """One click marks an entry as checked by a role and stays in the queue."""
    answer = reviewer.post(f"/verify/{thai_service}", {"method": "called", "back": "queue"})
    assert answer.headers["location"] == "/staff/verify?told=verified"
    answer = reviewer.post(f"/verify/{thai_service}", {"back": "queue", "country": "TH", "page": "2"})
    assert answer.headers["location"] == "/staff/verify?country=TH&page=2&told=verified"
    assert stored_check(pages_engine, thai_service) == ("reviewer", "called")
    assert "Checked today." in reviewer.text("/verify?page=2") + reviewer.text("/verify?page=3")


def test_editor_checks_own_entries(
    editor: Browser, pages_engine: Engine, thai_service: str, thai_organization: str
) -> None:
    """An editor checks entries of their organization only, under its name."""
    with pages_engine.connect() as connection, write_transaction(connection):
        this = col(Organization.id) == thai_organization
        connection.execute(update(Organization).where(this).values(name="A house"))
    answer = editor.post(f"/verify/{thai_service}", {"method": "visited"})
    assert answer.headers["location"] == f"/staff/services/{thai_service}?told=verified"
    assert stored_check(pages_engine, thai_service) == ("editor, A house", "visited")
    other = service_elsewhere(pages_engine, thai_organization)
    assert editor.post(f"/verify/{other}").status_code == 403
    assert stored_check(pages_engine, other) == (None, None)


def test_lists_only_own_entries(
    editor: Browser, reviewer: Browser, administrator: Browser, pages_engine: Engine, thai_organization: str
) -> None:
    """The queue holds the user's entries: of the organization, the countries, or all."""
    with pages_engine.connect() as connection:
        theirs = col(Service.organization_id) == thai_organization
        own = {str(one) for one in connection.scalars(Service.__table__.select().where(theirs))}  # type: ignore[attr-defined]
    assert set(entries(editor.get("/verify").text)) == own
    abroad = service_elsewhere(pages_engine, thai_organization)
    listed = [entry for page in (1, 2, 3) for entry in entries(reviewer.get(f"/verify?page={page}").text)]
    assert abroad not in listed
    assert len(listed) == len(set(listed)) > len(own)
    assert entries(reviewer.get("/verify?country=JP").text) == entries(reviewer.get("/verify").text)
    assert "824 entries have to be checked." in administrator.text("/verify")


def test_invalid_checks_are_rejected(administrator: Browser, thai_service: str) -> None:
    """An unknown method or entry is rejected."""
    assert administrator.post(f"/verify/{thai_service}", {"method": "guessed"}).status_code == 400
    assert administrator.post("/verify/nowhere").status_code == 404
    assert administrator.post("/verify/%00").status_code == 404
