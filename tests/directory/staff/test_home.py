"""The first page: what there is to do."""

from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.db.engine import locked
from directory.models import Service, StaffAccount
from tests.directory.staff.browsing import Browser
from tests.directory.staff.proposing import elsewhere, name_proposed, translated


def test_calm(reviewer: Browser) -> None:
    """Where nothing waits, the page says so and names entries to check."""
    page = reviewer.text("/")
    assert "No change waits for review." in page
    assert "Nobody has checked this entry yet." in page
    assert "Your changes" not in page


def test_what_waits(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A reviewer is told of what waits and from whom; an editor sees what they proposed, and reviews nothing."""
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    assert f'href="/staff/review/{number}"' in reviewer.get("/").text
    assert "1 change waits for review" in reviewer.text("/")
    own = editor.text("/")
    assert "Waits for review" in own
    assert "Changes to review" not in own


def test_why_it_was_declined(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Who proposed a change reads why it was declined."""
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    reviewer.post(f"/review/{number}/decline", {"reason": "The old name is on their door."})
    page = editor.text("/")
    assert "Declined" in page
    assert "The old name is on their door." in page


def test_a_check_is_no_change(editor: Browser, thai_service: str) -> None:
    """Whoever checks many entries does not find them among their changes."""
    editor.post(f"/verify/{thai_service}")
    assert "Your changes" not in editor.text("/")


def test_translations_in_ones_own_language(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Translations that are behind are told to those who read that language."""
    translated(pages_engine, (thai_service, "name"), "th", "ชื่อเดิม", stale=True)
    assert "translation is behind" not in editor.text("/")
    with pages_engine.connect() as connection, locked(connection):
        thai = update(StaffAccount).where(col(StaffAccount.sign_in_name) == "editor").values(language="th")
        connection.execute(thai)
    assert 'href="/staff/translate?language=th"' in editor.get("/").text


def test_all_ones_changes(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """All that somebody proposed stands on a page of its own, however many entries they have checked since."""
    assert "You have proposed nothing yet." in editor.text("/mine")
    number = name_proposed(pages_engine, "editor", thai_service, "Another name")
    for _ in range(6):
        editor.post(f"/verify/{thai_service}")
    for page in ("/", "/mine"):
        assert editor.get(page).text.count('href="/staff/review/') == 1
        assert f'href="/staff/review/{number}"' in editor.get(page).text
    assert 'href="/staff/mine"' in editor.get("/").text


def test_ones_own_is_not_to_review(reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """What a reviewer proposed waits for somebody else: it is not counted for them, and they only take it back."""
    number = name_proposed(pages_engine, "reviewer", thai_service, "Another name")
    for page in ("/", "/review"):
        assert "No change waits for review." in reviewer.text(page)
    change = reviewer.get(f"/review/{number}").text
    assert "/withdraw" in change
    assert "/decline" not in change
    assert "/publish" not in change


def test_without_entries(editor: Browser, pages_engine: Engine, thai_service: str, thai_organization: str) -> None:
    """Whoever keeps no entry yet is not thanked for having checked them all."""
    other = elsewhere(pages_engine, thai_organization)
    with pages_engine.connect() as connection, locked(connection):
        its = select(col(Service.organization_id)).where(col(Service.id) == other).scalar_subquery()
        moved = update(Service).where(col(Service.organization_id) == thai_organization)
        connection.execute(moved.values(organization_id=its))
    assert "There is no entry yet." in editor.text("/")
