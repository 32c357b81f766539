"""The pages for translators."""

from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import Translation
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import add_translation, proposal_state, propose_name, service_elsewhere


def translation(engine: Engine, service: str) -> tuple[str, bool, bool] | None:
    """Return (text, stale, reviewed) of the Thai name of an entry."""
    asked = select(col(Translation.text), col(Translation.stale), col(Translation.reviewed)).where(
        col(Translation.entity_id) == service, col(Translation.field) == "name", col(Translation.language) == "th"
    )
    with engine.connect() as connection:
        row = connection.execute(asked).first()
    return (row.text, row.stale, row.reviewed) if row else None


def waiting_change(browser: Browser) -> int:
    """Return the number of the only waiting proposal."""
    page = browser.get("/review").text
    return int(page.split('href="/staff/review/')[1].split('"')[0])


def test_language_is_chosen_first(editor: Browser) -> None:
    """English readers choose a language first; English and unknown languages are no targets."""
    assert "Not translated yet" not in editor.text("/translate")
    choices = editor.get("/translate").text.split('<select id="target"')[1].partition("</select>")[0]
    assert "<option" in choices
    assert '<option value="en"' not in choices
    assert "Not translated yet" not in editor.text("/translate?language=en")
    assert editor.get("/translate/xx/nowhere/name").status_code == 404


def test_stale_texts_come_first(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Stale translations come first; missing ones are one click away."""
    add_translation(pages_engine, (thai_service, "name"), "th", "ชื่อเดิม", stale=True)
    page = editor.get("/translate?language=th")
    assert "ชื่อเดิม" in page.text
    assert f'href="/staff/translate/th/{thai_service}/name"' in page.text
    missing = editor.get("/translate?language=th&what=missing").text
    assert f'href="/staff/translate/th/{thai_service}/name"' not in missing
    assert f'href="/staff/translate/th/{thai_service}/description"' in missing
    assert len(missing) < 100_000


def test_translation_is_published(editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A translation is proposed, reviewed and published like any change."""
    form = editor.get(f"/translate/th/{thai_service}/name").text
    assert 'lang="th" dir="ltr"' in form
    answer = editor.post(f"/translate/th/{thai_service}/name", {"text": "บ้าน", "reviewed": "yes"})
    assert answer.headers["location"] == "/staff/translate?language=th&told=proposed"
    assert translation(pages_engine, thai_service) is None
    assert "waits for review already" in editor.text(f"/translate/th/{thai_service}/name")
    number = waiting_change(reviewer)
    assert "บ้าน" in reviewer.text(f"/review/{number}")
    reviewer.post(f"/review/{number}/publish")
    # An editor's word alone does not make it a reviewed one.
    assert translation(pages_engine, thai_service) == ("บ้าน", False, False)


def test_stale_translation_is_updated(
    editor: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """The page marks the changed words of the source; a new translation is no longer stale."""
    propose_name(pages_engine, "editor", thai_service, "The first name")
    reviewer.post(f"/review/{waiting_change(reviewer)}/publish")
    add_translation(pages_engine, (thai_service, "name"), "th", "ชื่อเดิม")
    propose_name(pages_engine, "editor", thai_service, "The second name")
    reviewer.post(f"/review/{waiting_change(reviewer)}/publish")
    assert translation(pages_engine, thai_service) == ("ชื่อเดิม", True, False)
    form = editor.get(f"/translate/th/{thai_service}/name").text
    assert "<del>first</del>" in form
    assert "<ins>second</ins>" in form
    editor.post(f"/translate/th/{thai_service}/name", {"text": "ชื่อเดิม"})
    reviewer.post(f"/review/{waiting_change(reviewer)}/publish")
    assert translation(pages_engine, thai_service) == ("ชื่อเดิม", False, False)


def test_reviewer_marks_translation_as_reviewed(
    editor: Browser, reviewer: Browser, administrator: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """The reviewed mark lasts until the translation or its source changes."""
    add_translation(pages_engine, (thai_service, "name"), "th", "บ้าน")
    reviewer.post(f"/translate/th/{thai_service}/name", {"text": "บ้าน", "reviewed": "yes"})
    administrator.post(f"/review/{waiting_change(administrator)}/publish")
    assert translation(pages_engine, thai_service) == ("บ้าน", False, True)
    again = {"text": "บ้าน", "reviewed": "yes"}
    assert reviewer.post(f"/translate/th/{thai_service}/name", again).headers["location"].endswith("nothing")
    assert editor.post(f"/translate/th/{thai_service}/name", {"text": "บ้าน"}).headers["location"].endswith("nothing")
    editor.post(f"/translate/th/{thai_service}/name", {"text": "บ้านพัก"})
    number = waiting_change(administrator)
    administrator.post(f"/review/{number}/publish")
    assert proposal_state(pages_engine, number) == "published"
    assert translation(pages_engine, thai_service) == ("บ้านพัก", False, False)


def test_stale_translation_is_not_reviewed(
    editor: Browser, administrator: Browser, pages_engine: Engine, thai_service: str
) -> None:
    """An editor who keeps a stale translation does not keep its reviewed mark."""
    add_translation(pages_engine, (thai_service, "name"), "th", "บ้าน", stale=True)
    with pages_engine.connect() as connection, write_transaction(connection):
        connection.execute(update(Translation).where(col(Translation.stale)).values(reviewed=True))
    editor.post(f"/translate/th/{thai_service}/name", {"text": "บ้าน"})
    administrator.post(f"/review/{waiting_change(administrator)}/publish")
    assert translation(pages_engine, thai_service) == ("บ้าน", False, False)


def test_invalid_text_stays_in_the_form(editor: Browser, thai_service: str) -> None:
    """An invalid text has an error and stays in the form."""
    answer = editor.post(f"/translate/th/{thai_service}/name", {"text": "บ้าน\u202eกลับ"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "กลับ</textarea>" in answer.text


def test_texts_of_others_are_forbidden(editor: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """An editor translates texts of their organization only; invalid ids are 404."""
    other = service_elsewhere(pages_engine, thai_organization)
    assert editor.get(f"/translate/th/{other}/name").status_code == 403
    assert editor.post(f"/translate/th/{other}/name", {"text": "บ้าน"}).status_code == 403
    assert editor.get(f"/translate/th/{other}/organization_id").status_code == 404
    assert editor.get("/translate/th/%00/name").status_code == 404
    assert editor.get("/translate/th/nowhere/name").status_code == 404
