"""Reviewing, publishing, declining, withdrawing and undoing proposals."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import Proposal, Service
from directory.moderation import Action, Edit
from directory.staff.auth.roles import Grant
from tests.directory.staff.browser import REVIEWER, Browser, create_session
from tests.directory.staff.proposal_queries import (
    add_translation,
    proposal_state,
    propose_name,
    propose_number,
    proposed_fields,
    service_elsewhere,
    service_name,
    stored_check,
)


def test_old_and_new_side_by_side(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Only differing words are marked, with `del` and `ins`."""
    old = service_name(pages_engine, thai_service)
    number = propose_name(pages_engine, "editor", thai_service, f"{old} Bangkok")
    assert f'href="/staff/review/{number}"' in reviewer.get("/review").text
    page = reviewer.get(f"/review/{number}").text
    assert "<ins> Bangkok</ins>" in page
    assert "<del>" not in page
    assert "I called" in page
    assert "editor" in page


def test_publish(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A published proposal is in the directory and can't be decided again."""
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    answer = reviewer.post(f"/review/{number}/publish")
    assert answer.headers["location"] == "/staff/review?told=published"
    assert service_name(pages_engine, thai_service) == "Another name"
    again = reviewer.post(f"/review/{number}/decline", {"reason": "Too late"})
    assert again.status_code == 409
    assert "Somebody has decided on this change already." in again.text


def test_undo(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An undone proposal restores the entry."""
    old = service_name(pages_engine, thai_service)
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    reviewer.post(f"/review/{number}/publish")
    assert "Why it is undone" in reviewer.text(f"/review/{number}")
    assert reviewer.post(f"/review/{number}/undo").headers["location"].endswith("told=undone")
    assert (service_name(pages_engine, thai_service), proposal_state(pages_engine, number)) == (old, "undone")


def test_undo_of_an_older_change_waits(
    editor: Browser, reviewer: Browser, administrator: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """After a day an undo is proposed; the page says so, and somebody else publishes it."""
    old = service_name(pages_engine, thai_service)
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    reviewer.post(f"/review/{number}/publish")
    with pages_engine.begin() as connection:
        connection.execute(update(Proposal).values(decided_at=datetime.now(UTC) - timedelta(days=2)))
    assert "Somebody else reviews it before it is undone." in reviewer.text(f"/review/{number}")
    answer = reviewer.post(f"/review/{number}/undo", {"reason": "It was right before"})
    assert answer.headers["location"].endswith("told=proposed")
    assert service_name(pages_engine, thai_service) == "Another name"
    assert "It was right before" in administrator.text(f"/review/{number + 1}")
    assert f"Undoes {number}" in administrator.text(f"/review/{number + 1}")
    assert reviewer.post(f"/review/{number + 1}/publish").status_code == 409
    assert administrator.post(f"/review/{number + 1}/publish").headers["location"].endswith("told=published")
    assert (service_name(pages_engine, thai_service), proposal_state(pages_engine, number)) == (old, "undone")


def test_decline_needs_a_reason(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A decline needs a reason."""
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    without = reviewer.post(f"/review/{number}/decline", {"reason": "  "})
    assert without.status_code == 422
    assert 'aria-invalid="true"' in without.text
    assert proposal_state(pages_engine, number) == "waiting"
    reviewer.post(f"/review/{number}/decline", {"reason": "No"})
    assert proposal_state(pages_engine, number) == "declined"


def test_withdraw(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Only the author can withdraw a proposal."""
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    assert reviewer.post(f"/review/{number}/withdraw").status_code == 403
    editor.post(f"/review/{number}/withdraw")
    assert proposal_state(pages_engine, number) == "withdrawn"


def test_own_proposal_can_not_be_published(
    reviewer: Browser, administrator: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """Nobody publishes their own proposal while another reviewer exists."""
    number = propose_name(pages_engine, "administrator", thai_service, "Another name")
    assert "Somebody else has to review it." in administrator.text(f"/review/{number}")
    answer = administrator.post(f"/review/{number}/publish", {"alone": "yes"})
    assert answer.status_code == 409
    assert proposal_state(pages_engine, number) == "waiting"


def test_only_reviewer_may_publish_alone(administrator: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An administrator without another reviewer publishes alone, after confirming it."""
    number = propose_name(pages_engine, "administrator", thai_service, "Another name")
    assert administrator.post(f"/review/{number}/publish").status_code == 409
    administrator.post(f"/review/{number}/publish", {"alone": "yes"})
    assert service_name(pages_engine, thai_service) == "Another name"
    assert "Nobody else could review this" in administrator.text(f"/review/{number}")


def test_call_marks_entry_as_checked(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """A reviewer who has called marks the entry as checked in the same step."""
    number = propose_number(pages_engine, "editor", thai_service, "+66 2 123 4567")
    assert "It also rings from abroad" in reviewer.text(f"/review/{number}")
    reviewer.post(f"/review/{number}/publish", {"called": "yes"})
    assert stored_check(pages_engine, thai_service) == ("reviewer", "called")


def test_shows_translations_that_become_stale(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """The page lists translations that publication makes stale."""
    add_translation(pages_engine, (thai_service, "name"), "th", "ชื่อเดิม")
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    page = reviewer.text(f"/review/{number}")
    assert "These translations will be marked as behind:" in page
    assert "Thai: Name" in page


def test_conflict_can_not_be_published(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """A conflicting proposal can't be published; the page shows the stored value."""
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    with pages_engine.connect() as connection, write_transaction(connection):
        this = update(Service).where(col(Service.id) == thai_service)
        connection.execute(this.values(name="A third name"))
    page = reviewer.text(f"/review/{number}")
    assert "By now it says: A third name" in page
    assert "I called there myself" not in page
    assert reviewer.post(f"/review/{number}/publish").status_code == 409
    assert service_name(pages_engine, thai_service) == "A third name"


def test_proposals_of_others_are_forbidden(
    editor: Browser,
    administrator: Browser,
    reviewer: Browser,
    pages_engine: Engine,
    thai_organization: str,
) -> None:
    """Proposals outside the user's scope are neither listed nor shown."""
    other = service_elsewhere(pages_engine, thai_organization)
    number = propose_name(pages_engine, "administrator", other, "Another name")
    assert f"/review/{number}" not in reviewer.get("/review").text
    assert f"/review/{number}" not in reviewer.get("/review?country=JP").text
    assert [one.get(f"/review/{number}").status_code for one in (reviewer, editor)] == [403, 403]
    assert reviewer.post(f"/review/{number}/publish").status_code == 403
    assert reviewer.post(f"/review/{number}/decline", {"reason": "No"}).status_code == 403
    assert proposal_state(pages_engine, number) == "waiting"


@pytest.mark.parametrize("number", ["0", "999999", "-1", "9" * 30, "²", "a", "%00"])
def test_invalid_number_is_404(administrator: Browser, number: str) -> None:
    """An invalid number is 404."""
    assert administrator.get(f"/review/{number}").status_code == 404


def test_new_entry(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """A proposed entry has its name in the list, and labels in place of codes."""
    service, place = "3f0b8a76-0000-4000-8000-000000000001", "3f0b8a76-0000-4000-8000-000000000002"
    values = {"name": "A new house", "organization_id": thai_organization, "status": "active"}
    number = proposed_fields(
        pages_engine,
        "editor",
        Edit(Action.CREATE, "service", (service,), values),
        Edit(Action.CREATE, "coverage", (place,), {"service_id": service, "country": "TH"}),
    )
    assert "A new house" in reviewer.text("/review?country=TH")
    page = reviewer.text(f"/review/{number}")
    assert "Thailand" in page
    assert service not in page


def test_html_is_escaped(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Typed markup is escaped."""
    number = propose_name(pages_engine, "editor", thai_service, "<script>alert(1)</script>")
    for page in (reviewer.get("/review").text, reviewer.get(f"/review/{number}").text, reviewer.get("/").text):
        assert "<script>alert" not in page


def test_reviewer_of_all_countries(editor: Browser, pages: object, pages_engine: Engine, thai_service: str) -> None:
    """A reviewer without countries decides everywhere, and narrows the list to one country."""
    everywhere = Browser(pages, create_session(pages_engine, Grant(REVIEWER), "everywhere"))  # type: ignore[arg-type]
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    assert f"/review/{number}" in everywhere.get("/review?country=TH").text
    assert f"/review/{number}" not in everywhere.get("/review?country=JP").text
    everywhere.post(f"/review/{number}/publish")
    assert service_name(pages_engine, thai_service) == "Another name"
