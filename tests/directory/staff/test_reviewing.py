"""Review: a change is read field by field, and decided on by whoever may."""

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col

from directory.db.engine import locked
from directory.models import Service
from directory.moderation import Action, Edit
from directory.staff.auth.roles import Grant
from tests.directory.staff.browsing import REVIEWER, Browser, let_in
from tests.directory.staff.proposing import (
    check_of,
    elsewhere,
    name_of,
    name_proposed,
    number_proposed,
    proposed,
    state_of,
    translated,
)


def test_old_and_new_side_by_side(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Only the words that differ are marked, and the tags say which were taken out and which came in."""
    old = name_of(pages_engine, thai_service)
    number = name_proposed(pages_engine, "editor", thai_service, f"{old} Bangkok")
    assert f'href="/staff/review/{number}"' in reviewer.get("/review").text
    page = reviewer.get(f"/review/{number}").text
    assert "<ins> Bangkok</ins>" in page
    assert "<del>" not in page
    assert "I called" in page
    assert "editor" in page


def test_published(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """What a reviewer publishes stands in the directory; nobody can decide on it again."""
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    answer = reviewer.post(f"/review/{number}/publish")
    assert answer.headers["location"] == "/staff/review?told=published"
    assert name_of(pages_engine, thai_service) == "Another name"
    again = reviewer.post(f"/review/{number}/decline", {"reason": "Too late"})
    assert again.status_code == 409
    assert "Somebody has decided on this change already." in again.text


def test_undone(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """What was published is taken back, and the entry says what it said."""
    old = name_of(pages_engine, thai_service)
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    reviewer.post(f"/review/{number}/publish")
    assert "Why it is undone" in reviewer.text(f"/review/{number}")
    assert reviewer.post(f"/review/{number}/undo").headers["location"].endswith("told=undone")
    assert (name_of(pages_engine, thai_service), state_of(pages_engine, number)) == (old, "undone")


def test_declined_with_a_reason(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Nothing is declined without a reason."""
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    without = reviewer.post(f"/review/{number}/decline", {"reason": "  "})
    assert without.status_code == 422
    assert 'aria-invalid="true"' in without.text
    assert state_of(pages_engine, number) == "waiting"
    reviewer.post(f"/review/{number}/decline", {"reason": "No"})
    assert state_of(pages_engine, number) == "declined"


def test_taken_back(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Who proposed a change takes it back; nobody else can."""
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    assert reviewer.post(f"/review/{number}/withdraw").status_code == 403
    editor.post(f"/review/{number}/withdraw")
    assert state_of(pages_engine, number) == "withdrawn"


def test_ones_own(reviewer: Browser, administrator: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Nobody publishes their own change while somebody else could read it, whatever their form says."""
    number = name_proposed(pages_engine, "administrator", thai_service, "Another name")
    assert "Somebody else has to review it." in administrator.text(f"/review/{number}")
    answer = administrator.post(f"/review/{number}/publish", {"alone": "yes"})
    assert answer.status_code == 409
    assert state_of(pages_engine, number) == "waiting"


def test_alone(administrator: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An administrator whom nobody else could review publishes alone, and says so."""
    number = name_proposed(pages_engine, "administrator", thai_service, "Another name")
    assert administrator.post(f"/review/{number}/publish").status_code == 409
    administrator.post(f"/review/{number}/publish", {"alone": "yes"})
    assert name_of(pages_engine, thai_service) == "Another name"
    assert "Nobody else could review this" in administrator.text(f"/review/{number}")


def test_who_has_called(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A reviewer who has called the new number says so, and the entry is marked as checked in the same step."""
    number = number_proposed(pages_engine, "editor", thai_service, "+66 2 123 4567")
    assert "It also rings from abroad" in reviewer.text(f"/review/{number}")
    reviewer.post(f"/review/{number}/publish", {"called": "yes"})
    assert check_of(pages_engine, thai_service) == ("reviewer", "called")


def test_translations_left_behind(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A change that leaves translations behind says which, before anybody publishes it."""
    translated(pages_engine, (thai_service, "name"), "th", "ชื่อเดิม")
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    page = reviewer.text(f"/review/{number}")
    assert "These translations will be marked as behind:" in page
    assert "Thai: Name" in page


def test_something_else_stands_there(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """A change over something that its author has not seen is not published; the page says what stands there."""
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    with pages_engine.connect() as connection, locked(connection):
        this = update(Service).where(col(Service.id) == thai_service)
        connection.execute(this.values(name="A third name"))
    page = reviewer.text(f"/review/{number}")
    assert "By now it says: A third name" in page
    assert "I called there myself" not in page
    assert reviewer.post(f"/review/{number}/publish").status_code == 409
    assert name_of(pages_engine, thai_service) == "A third name"


def test_others_entries(
    editor: Browser,
    administrator: Browser,
    reviewer: Browser,
    pages_engine: Engine,
    thai_organization: str,
) -> None:
    """A change of an entry that is not theirs is not listed for somebody, not shown to them and not decided by them."""
    other = elsewhere(pages_engine, thai_organization)
    number = name_proposed(pages_engine, "administrator", other, "Another name")
    assert f"/review/{number}" not in reviewer.get("/review").text
    assert f"/review/{number}" not in reviewer.get("/review?country=JP").text
    assert [one.get(f"/review/{number}").status_code for one in (reviewer, editor)] == [403, 403]
    assert reviewer.post(f"/review/{number}/publish").status_code == 403
    assert reviewer.post(f"/review/{number}/decline", {"reason": "No"}).status_code == 403
    assert state_of(pages_engine, number) == "waiting"


@pytest.mark.parametrize("number", ["0", "999999", "-1", "9" * 30, "²", "a", "%00"])
def test_a_number_that_no_change_has(administrator: Browser, number: str) -> None:
    """Whatever stands in the address, the answer is that there is nothing."""
    assert administrator.get(f"/review/{number}").status_code == 404


def test_a_new_entry(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """A proposed entry has its name in the list, and codes are read as names."""
    service, place = "3f0b8a76-0000-4000-8000-000000000001", "3f0b8a76-0000-4000-8000-000000000002"
    values = {"name": "A new house", "organization_id": thai_organization, "status": "active"}
    number = proposed(
        pages_engine,
        "editor",
        Edit(Action.CREATE, "service", (service,), values),
        Edit(Action.CREATE, "coverage", (place,), {"service_id": service, "country": "TH"}),
    )
    assert "A new house" in reviewer.text("/review?country=TH")
    page = reviewer.text(f"/review/{number}")
    assert "Thailand" in page
    assert service not in page


def test_nothing_of_a_change_is_markup(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """What somebody typed is shown as it is, and never becomes part of the page."""
    number = name_proposed(pages_engine, "editor", thai_service, "<script>alert(1)</script>")
    for page in (reviewer.get("/review").text, reviewer.get(f"/review/{number}").text, reviewer.get("/").text):
        assert "<script>alert" not in page


def test_a_reviewer_of_all_countries(editor: Browser, pages: object, pages_engine: Engine, thai_service: str) -> None:
    """A reviewer without countries decides everywhere, and narrows the list to one country."""
    everywhere = Browser(pages, let_in(pages_engine, Grant(REVIEWER), "everywhere"))  # type: ignore[arg-type]
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    assert f"/review/{number}" in everywhere.get("/review?country=TH").text
    assert f"/review/{number}" not in everywhere.get("/review?country=JP").text
    everywhere.post(f"/review/{number}/publish")
    assert name_of(pages_engine, thai_service) == "Another name"
