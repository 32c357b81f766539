"""Staff see what people are told of an entry, in the bot's own words, before and after a change."""

from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlmodel import col
from starlette.applications import Starlette

from bot.rendering.renderer import Speaker
from bot.rendering.segments import segments
from bot.service.factories import reads_by
from directory.confidential import Circle
from directory.models import Coverage, Phone, PhoneReach, Proposal
from directory.moderation import Action, Edit, new_id
from directory.staff.auth.roles import Grant
from directory.staff.entry_text import Said
from locales.extract import RESPONSES
from locales.registry import LANGUAGES
from nlu.text.yaml_files import read_yaml
from tests.directory.staff.browsing import ADMINISTRATOR, EDITOR, Browser, desk_of, let_in, pages_of
from tests.directory.staff.test_entry import propose_one

WRONG, RIGHT = "02 123 4567", "02 765 4321"


@pytest.fixture(scope="session")
def spoken_by_bot() -> Any:
    """Says entries as the bot does."""
    found: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        found |= read_yaml(path)["responses"]
    return reads_by(Speaker(found).speak)


@pytest.fixture
def pages(pages_engine: Engine, spoken_by_bot: Any) -> Starlette:
    """The pages, with the bot's words."""
    return pages_of(desk_of(pages_engine, spoken_by_bot))


@pytest.fixture
def number(pages_engine: Engine, thai_service: str) -> str:
    """A number of the entry that people are told."""
    key = new_id()
    reach = {"phone_id": key, "kind": "voice", "country": "TH", "dialable_from_abroad": True, "position": 0}
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), {"id": key, "service_id": thai_service, "number": WRONG})
        connection.execute(insert(PhoneReach), reach | {"international": "+6621234567"})
    return key


def test_as_people_are_told(editor: Browser, thai_service: str, number: str) -> None:
    """Somebody in Thailand is told the number as it is dialled there, in what the bot says on each channel."""
    page = editor.text(f"/services/{thai_service}/preview?language=en&country=TH")
    assert "Phone: " + WRONG in page
    assert "Tel: " + WRONG in page
    assert "We have not checked this yet." in page
    assert "1 segment" in page or "2 segments" in page


def test_from_abroad(editor: Browser, thai_service: str, number: str) -> None:
    """From another country the same number is told as it rings from there; nowhere known, too."""
    for country in ("KH", "-"):
        page = editor.text(f"/services/{thai_service}/preview?language=en&country={country}")
        assert "+6621234567" in page
        assert WRONG not in page


def test_where_the_entry_works(editor: Browser, pages_engine: Engine, thai_service: str, number: str) -> None:
    """Of an entry that works in one province, what is shown first is what people there are told."""
    only = {"region": "TH-50"}
    with pages_engine.begin() as connection:
        connection.execute(update(Coverage).where(col(Coverage.service_id) == thai_service).values(only))
    page = editor.get(f"/services/{thai_service}/preview?language=en").text
    assert 'value="TH-50" selected' in page
    assert "Chiang Mai" in page
    assert 'value="TH" selected' in editor.get(f"/services/{thai_service}/preview?country=TH").text


def test_all_languages(editor: Browser, thai_service: str, number: str) -> None:
    """One page shows all languages, each in its own direction."""
    page = editor.get(f"/services/{thai_service}/preview?language=all&country=TH")
    assert page.text.count('class="phone-screen"') == 2 * len(LANGUAGES)
    assert 'class="phone-screen" lang="ar" dir="rtl"' in page.text
    assert len(page.content) < 100_000


def test_after_a_change(editor: Browser, pages_engine: Engine, thai_service: str, number: str) -> None:
    """A change is seen in the bot's words before it is published, and the directory stays as it is."""
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


def test_a_change_that_does_not_fit_any_more(
    editor: Browser, pages_engine: Engine, thai_service: str, number: str
) -> None:
    """A change under which the entry has changed shows that, and no words that nobody would be told."""
    change = propose_one(pages_engine, Edit(Action.UPDATE, "phone", (number,), {"number": RIGHT}))
    with pages_engine.begin() as connection:
        connection.execute(Phone.__table__.update().values(number="191"))  # type: ignore[attr-defined]
    page = editor.get(f"/services/{thai_service}/preview?change={change}")
    assert page.status_code == 409
    assert "The entry has changed since." in page.text
    assert "phone-screen" not in page.text


def test_changes_of_others(
    editor: Browser, pages: Starlette, pages_engine: Engine, thai_service: str, thai_organization: str
) -> None:
    """A change is shown to those who may read it; an entry that is only proposed to them too."""
    new = new_id()
    values = {"organization_id": thai_organization, "name": "A new house", "status": "active"}
    change = propose_one(pages_engine, Edit(Action.CREATE, "service", (new,), values))
    assert "A new house" in editor.get(f"/services/{new}/preview?change={change}").text
    other = Browser(pages, let_in(pages_engine, Grant(EDITOR, "another", (), None), "other"))
    assert other.get(f"/services/{new}/preview?change={change}").status_code == 403
    assert other.get(f"/services/{new}/preview").status_code == 404


def test_odd_addresses(editor: Browser, thai_service: str) -> None:
    """An address that nobody was given leads nowhere."""
    for asked in ("change=0", "change=99999999999999999999", "change=x", "change=", "country=Thailand"):
        assert editor.get(f"/services/{thai_service}/preview?{asked}").status_code == 404


def test_unknown_language(pages: Starlette, pages_engine: Engine, thai_service: str) -> None:
    """An unknown language is no fault: the page shows the reader's own."""
    token = let_in(pages_engine, Grant(ADMINISTRATOR, None, (), Circle.STAFF), "chief", "th")
    page = Browser(pages, token).get(f"/services/{thai_service}/preview?language=tlh&country=TH")
    assert page.status_code == 200
    assert 'class="phone-screen" lang="th"' in page.text


def test_segments_are_those_that_are_sent(editor: Browser, spoken_by_bot: Any, pages_engine: Engine) -> None:
    """What is counted is what is texted."""
    from directory import Directory, Need, Place

    found = Directory(pages_engine).find_services(Need.SHELTER, Place("TH"), "th").services
    for service in found:
        on_telegram, sms = spoken_by_bot(service, Place("TH"), "th")
        assert (on_telegram.channel, on_telegram.segments, sms.channel) == ("telegram", None, "sms")
        assert isinstance(sms, Said)
        assert sms.segments == sum(segments(text) for text in sms.text.split("\n\n"))
