"""Previews have the bot's own texts, before and after a proposal."""

from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlmodel import col
from starlette.applications import Starlette

from bot.rendering.renderer import Renderer
from bot.rendering.segments import count_segments
from bot.service.factories import entry_text_renderer
from directory.confidential import AccessCircle
from directory.models import Coverage, Phone, PhoneReach, Proposal
from directory.moderation import Action, Edit, new_id
from directory.staff.auth.roles import Grant
from directory.staff.context import EntryText
from locales.extract import RESPONSES
from locales.registry import LANGUAGES
from nlu.text.yaml_files import read_yaml
from tests.directory.staff.browser import ADMINISTRATOR, EDITOR, Browser, create_session, mount_pages, staff_context
from tests.directory.staff.test_entry import propose_one

WRONG, RIGHT = "02 123 4567", "02 765 4321"


@pytest.fixture(scope="session")
def bot_text() -> Any:
    """Renders entries as the bot does."""
    found: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        found |= read_yaml(path)["responses"]
    return entry_text_renderer(Renderer(found).render)


@pytest.fixture
def pages(pages_engine: Engine, bot_text: Any) -> Starlette:
    """The pages with the bot's texts."""
    return mount_pages(staff_context(pages_engine, bot_text))


@pytest.fixture
def number(pages_engine: Engine, thai_service: str) -> str:
    """A phone number of the entry."""
    key = new_id()
    reach = {"phone_id": key, "kind": "voice", "country": "TH", "dialable_from_abroad": True, "position": 0}
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), {"id": key, "service_id": thai_service, "number": WRONG})
        connection.execute(insert(PhoneReach), reach | {"international": "+6621234567"})
    return key


def test_same_text_as_the_bot(editor: Browser, thai_service: str, number: str) -> None:
    """In Thailand the number is shown as dialled there, in the bot's text of each channel."""
    page = editor.text(f"/services/{thai_service}/preview?language=en&country=TH")
    assert "Phone: " + WRONG in page
    assert "Tel: " + WRONG in page
    assert "We have not checked this yet." in page
    assert "1 segment" in page or "2 segments" in page


def test_place_abroad(editor: Browser, thai_service: str, number: str) -> None:
    """Abroad and at an unknown place, the number is shown in international form."""
    for country in ("KH", "-"):
        page = editor.text(f"/services/{thai_service}/preview?language=en&country={country}")
        assert "+6621234567" in page
        assert WRONG not in page


def test_places_of_the_entry(editor: Browser, pages_engine: Engine, thai_service: str, number: str) -> None:
    """The default place is the province that the entry serves."""
    only = {"region": "TH-50"}
    with pages_engine.begin() as connection:
        connection.execute(update(Coverage).where(col(Coverage.service_id) == thai_service).values(only))
    page = editor.get(f"/services/{thai_service}/preview?language=en").text
    assert 'value="TH-50" selected' in page
    assert "Chiang Mai" in page
    assert 'value="TH" selected' in editor.get(f"/services/{thai_service}/preview?country=TH").text


def test_all_languages(editor: Browser, thai_service: str, number: str) -> None:
    """One page shows all languages, each in its direction."""
    page = editor.get(f"/services/{thai_service}/preview?language=all&country=TH")
    assert page.text.count('class="phone-screen"') == 2 * len(LANGUAGES)
    assert 'class="phone-screen" lang="ar" dir="rtl"' in page.text
    assert len(page.content) < 100_000


def test_with_waiting_proposal(editor: Browser, pages_engine: Engine, thai_service: str, number: str) -> None:
    """A proposal is previewed without changing the directory."""
    change = propose_one(pages_engine, Edit(Action.UPDATE, "phone", (number,), {"number": RIGHT}))
    page = editor.text(f"/services/{thai_service}/preview?change={change}&language=en&country=TH")
    assert RIGHT in page
    assert WRONG not in page
    abroad = editor.text(f"/services/{thai_service}/preview?change={change}&language=en&country=KH")
    assert "+6627654321" in abroad
    assert WRONG in editor.text(f"/services/{thai_service}/preview?language=en&country=TH")
    with pages_engine.connect() as connection:
        assert connection.scalar(select(col(Phone.number)).where(col(Phone.id) == number)) == WRONG
        assert connection.scalar(select(col(Proposal.state)).where(col(Proposal.id) == change)) == "waiting"


def test_outdated_proposal(editor: Browser, pages_engine: Engine, thai_service: str, number: str) -> None:
    """An outdated proposal shows its conflict and no text."""
    change = propose_one(pages_engine, Edit(Action.UPDATE, "phone", (number,), {"number": RIGHT}))
    with pages_engine.begin() as connection:
        connection.execute(Phone.__table__.update().values(number="191"))  # type: ignore[attr-defined]
    page = editor.get(f"/services/{thai_service}/preview?change={change}")
    assert page.status_code == 409
    assert "The entry has changed since." in page.text
    assert "phone-screen" not in page.text


def test_proposals_of_others_are_forbidden(
    editor: Browser, pages: Starlette, pages_engine: Engine, thai_service: str, thai_organization: str
) -> None:
    """A proposal can be previewed only by users who may read it, even for a proposed entry."""
    new = new_id()
    values = {"organization_id": thai_organization, "name": "A new house", "status": "active"}
    change = propose_one(pages_engine, Edit(Action.CREATE, "service", (new,), values))
    assert "A new house" in editor.get(f"/services/{new}/preview?change={change}").text
    other = Browser(pages, create_session(pages_engine, Grant(EDITOR, "another", (), None), "other"))
    assert other.get(f"/services/{new}/preview?change={change}").status_code == 403
    assert other.get(f"/services/{new}/preview").status_code == 404


def test_invalid_queries(editor: Browser, thai_service: str) -> None:
    """Invalid paths and queries are 404."""
    for asked in ("change=0", "change=99999999999999999999", "change=x", "change=", "country=Thailand"):
        assert editor.get(f"/services/{thai_service}/preview?{asked}").status_code == 404


def test_unknown_language(pages: Starlette, pages_engine: Engine, thai_service: str) -> None:
    """An unknown language falls back to the reader's."""
    token = create_session(pages_engine, Grant(ADMINISTRATOR, None, (), AccessCircle.STAFF), "chief", "th")
    page = Browser(pages, token).get(f"/services/{thai_service}/preview?language=tlh&country=TH")
    assert page.status_code == 200
    assert 'class="phone-screen" lang="th"' in page.text


def test_segments_match_what_is_sent(editor: Browser, bot_text: Any, pages_engine: Engine) -> None:
    """The segment count is that of the sent SMS."""
    from directory import Directory, Need, Place

    found = Directory(pages_engine).find_services(Need.SHELTER, Place("TH"), "th").services
    for service in found:
        on_telegram, sms = bot_text(service, Place("TH"), "th")
        assert (on_telegram.channel, on_telegram.segments, sms.channel) == ("telegram", None, "sms")
        assert isinstance(sms, EntryText)
        assert sms.segments == sum(count_segments(text) for text in sms.text.split("\n\n"))
