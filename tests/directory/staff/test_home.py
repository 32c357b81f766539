"""The home page."""

from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import Service, StaffAccount
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import add_translation, propose_name, service_elsewhere


def test_empty_home(reviewer: Browser) -> None:
    """Without proposals the page says so and lists entries to check."""
    page = reviewer.text("/")
    assert "No change waits for review." in page
    assert "Nobody has checked this entry yet." in page
    assert "Your changes" not in page


def test_shows_waiting_proposals(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Reviewers see waiting proposals with authors; editors see their own."""
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    assert f'href="/staff/review/{number}"' in reviewer.get("/").text
    assert "1 change waits for review" in reviewer.text("/")
    own = editor.text("/")
    assert "Waits for review" in own
    assert "Changes to review" not in own


def test_shows_reason_of_decline(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """The author of a declined proposal sees the reason."""
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    reviewer.post(f"/review/{number}/decline", {"reason": "The old name is on their door."})
    page = editor.text("/")
    assert "Declined" in page
    assert "The old name is on their door." in page


def test_checks_are_not_listed(editor: Browser, thai_service: str) -> None:
    """Checks are not listed among the user's proposals."""
    editor.post(f"/verify/{thai_service}")
    assert "Your changes" not in editor.text("/")


def test_shows_stale_translations_of_own_language(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Stale translations are shown to users of that language."""
    add_translation(pages_engine, (thai_service, "name"), "th", "ชื่อเดิม", stale=True)
    assert "translation is behind" not in editor.text("/")
    with pages_engine.connect() as connection, write_transaction(connection):
        thai = update(StaffAccount).where(col(StaffAccount.sign_in_name) == "editor").values(language="th")
        connection.execute(thai)
    assert 'href="/staff/translate?language=th"' in editor.get("/").text


def test_lists_own_proposals(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """All of the user's proposals have a page, without checks."""
    assert "You have proposed nothing yet." in editor.text("/mine")
    number = propose_name(pages_engine, "editor", thai_service, "Another name")
    for _ in range(6):
        editor.post(f"/verify/{thai_service}")
    for page in ("/", "/mine"):
        assert editor.get(page).text.count('href="/staff/review/') == 1
        assert f'href="/staff/review/{number}"' in editor.get(page).text
    assert 'href="/staff/mine"' in editor.get("/").text


def test_own_proposals_are_not_to_review(reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A reviewer's own proposals are not counted for review."""
    number = propose_name(pages_engine, "reviewer", thai_service, "Another name")
    for page in ("/", "/review"):
        assert "No change waits for review." in reviewer.text(page)
    change = reviewer.get(f"/review/{number}").text
    assert "/withdraw" in change
    assert "/decline" not in change
    assert "/publish" not in change


def test_without_entries(editor: Browser, pages_engine: Engine, thai_service: str, thai_organization: str) -> None:
    """A user without entries is not thanked for checking them."""
    other = service_elsewhere(pages_engine, thai_organization)
    with pages_engine.connect() as connection, write_transaction(connection):
        its = select(col(Service.organization_id)).where(col(Service.id) == other).scalar_subquery()
        moved = update(Service).where(col(Service.organization_id) == thai_organization)
        connection.execute(moved.values(organization_id=its))
    assert "There is no entry yet." in editor.text("/")
