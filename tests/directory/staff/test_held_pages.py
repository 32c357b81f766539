"""A change with protected data: its author is told nothing, and only those who may read the data see it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update
from sqlmodel import col

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress
from directory.models import Location, Proposal, ProtectedRead, ServiceAtLocation, StaffSession
from directory.staff.auth.roles import Grant
from tests.directory.exchange.sheet_files import SERVICE, csv_text
from tests.directory.staff.browser import ADMINISTRATOR, REVIEWER, Browser, create_session
from tests.directory.staff.proposal_queries import proposal_state, service_elsewhere
from tests.directory.staff.test_files import upload_file, wait_until_done

STREET = "99 Hidden Lane"


@pytest.fixture
def secret(pages_engine: Engine, thai_service: str) -> str:
    """An entry with an address for staff."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Location), {"id": "l", "location_type": "physical"})
        connection.execute(insert(ServiceAtLocation), {"id": "sl", "service_id": thai_service, "location_id": "l"})
    address = ProtectedAddress("a", "l", AccessCircle.STAFF, STREET, "TH")
    ConfidentialStore(pages_engine).protect(address)
    return thai_service


@pytest.fixture
def elsewhere(pages_engine: Engine, thai_organization: str) -> str:
    """An entry of another organization in another country."""
    return service_elsewhere(pages_engine, thai_organization)


def sign_in(pages: Any, engine: Engine, grant: Grant, name: str) -> Browser:
    """Return the browser of another account."""
    return Browser(pages, create_session(engine, grant, name))


def last_proposal(engine: Engine) -> int:
    """Return the number of the newest proposal."""
    with engine.connect() as connection:
        return connection.scalar(select(func.max(col(Proposal.id)))) or 0


def translate(browser: Browser, service: str, text: str, language: str = "th") -> str:
    """Propose a translation and return where the answer leads."""
    answer = browser.post(f"/translate/{language}/{service}/name", {"text": text})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_author_is_told_nothing(pages: Any, pages_engine: Engine, secret: str, elsewhere: str) -> None:
    """The author sees the same as for any other change: after sending it, in lists, and on its page."""
    author = sign_in(pages, pages_engine, Grant(REVIEWER), "author")
    seen = []
    for text in ("Somewhere there", f"{STREET} there"):
        location = translate(author, elsewhere, text)
        number = last_proposal(pages_engine)
        page = re.sub(r"[0-9:]+ [AP]M", "", author.text(f"/review/{number}").replace(text, ""))
        listed = [f"/review/{number}" in author.get(path).text for path in ("/mine", "/review", "/")]
        seen.append((location, page, listed))
    assert seen[0] == seen[1]
    assert seen[0][2] == [True, False, True]


def test_only_the_circle_sees_it(
    pages: Any, pages_engine: Engine, administrator: Browser, secret: str, elsewhere: str
) -> None:
    """Others find it nowhere; the circle sees which entry it is about, which is logged, and publishes it."""
    author = sign_in(pages, pages_engine, Grant(REVIEWER), "author")
    colleague = sign_in(pages, pages_engine, Grant(REVIEWER), "colleague")
    abroad = sign_in(pages, pages_engine, Grant(REVIEWER, None, ("LA",), AccessCircle.STAFF), "abroad")
    translate(author, elsewhere, STREET)
    number = last_proposal(pages_engine)
    for browser in (colleague, abroad):
        assert f"/review/{number}" not in browser.get("/review").text + browser.get("/").text
        assert f"/review/{number}" not in browser.get(f"/services/{elsewhere}").text
        assert f"/review/{number}" not in browser.get(f"/translate/th/{elsewhere}/name").text
        for path in (f"/review/{number}", f"/services/{elsewhere}/preview?change={number}"):
            assert browser.get(path).status_code == 403
        assert browser.post(f"/review/{number}/publish").status_code == 403
    assert f"/review/{number}" in administrator.get("/review").text
    page = administrator.get(f"/review/{number}").text
    assert f"/services/{secret}/protected" in page
    assert "held something protected: 1" in page
    with pages_engine.connect() as connection:
        assert connection.scalars(select(col(ProtectedRead.service_id))).all() == [secret]
    assert administrator.post(f"/review/{number}/publish").headers["location"].endswith("told=published")
    assert proposal_state(pages_engine, number) == "published"
    assert colleague.get(f"/review/{number}").status_code == 403
    assert STREET not in colleague.get(f"/services/{elsewhere}/history").text


def test_page_left_open_shows_nothing(
    administrator: Browser, pages_engine: Engine, secret: str, elsewhere: str
) -> None:
    """Neither the change nor its preview is shown before passphrase and code were typed in the session."""
    translate(administrator, elsewhere, STREET)
    number = last_proposal(pages_engine)
    with pages_engine.begin() as connection:
        connection.execute(update(StaffSession).values(stepped_up_at=None))
    for path in (f"/review/{number}", f"/services/{elsewhere}/preview?change={number}"):
        answer = administrator.get(path)
        assert (answer.status_code, "step_up_passphrase" in answer.text) == (403, True)
        assert not any(word in answer.text for word in (STREET, secret))


def test_circle_is_told_at_once(administrator: Browser, pages_engine: Engine, secret: str, elsewhere: str) -> None:
    """An author who may read the data is told what the change holds."""
    assert translate(administrator, elsewhere, STREET).endswith("told=held")
    assert f"/services/{secret}/protected" in administrator.get(f"/review/{last_proposal(pages_engine)}").text
    assert translate(administrator, elsewhere, "Somewhere", "lo").endswith("told=proposed")


def test_undo_that_waits_is_held(
    pages: Any, pages_engine: Engine, administrator: Browser, secret: str, elsewhere: str
) -> None:
    """The circle is told that the undo of an older change waits for others of the circle; nobody else sees it."""
    author = sign_in(pages, pages_engine, Grant(REVIEWER), "author")
    translate(author, elsewhere, STREET)
    number = last_proposal(pages_engine)
    administrator.post(f"/review/{number}/publish")
    with pages_engine.begin() as connection:
        connection.execute(update(Proposal).values(decided_at=datetime.now(UTC) - timedelta(days=2)))
    assert administrator.post(f"/review/{number}/undo").headers["location"].endswith("told=held")
    assert proposal_state(pages_engine, number + 1) == "waiting"
    assert author.get(f"/review/{number + 1}").status_code == 403
    second = sign_in(pages, pages_engine, Grant(REVIEWER, circle=AccessCircle.STAFF), "second")
    assert f"/review/{number + 1}" in second.get("/review").text
    assert second.post(f"/review/{number + 1}/publish").headers["location"].endswith("told=published")
    assert proposal_state(pages_engine, number) == "undone"


def test_protecting_shows_public_texts(
    administrator: Browser, reviewer: Browser, pages_engine: Engine, thai_service: str, elsewhere: str
) -> None:
    """After protecting, the page names each entry whose public texts hold the street, the name or the number."""
    with pages_engine.begin() as connection:
        values = {"entity_id": elsewhere, "field": "alert", "language": "th", "text": "โทร ๐๘๑ ๒๓๔ ๕๖๗๘"}
        connection.execute(insert(Location.metadata.tables["translation"]), values)
    fields = {"kind": "contact", "name": "Ms Nobody", "number": "+66 81 234 5678", "circle": "staff"}
    answer = administrator.post(f"/services/{thai_service}/protected", fields)
    path = answer.headers["location"].removeprefix("/staff")
    page = administrator.get(path).text
    assert f'href="/staff/services/{elsewhere}"' in page
    # Tokens of forms, which are digits too, are no text.
    assert "234" not in administrator.text(path)
    assert reviewer.get(path).status_code == 403
    with pages_engine.begin() as connection:
        table = Location.metadata.tables["translation"]
        connection.execute(table.delete().where(table.c.entity_id == elsewhere))
    assert "No public text holds" in administrator.text(path)


def test_only_the_circle_imports(pages: Any, pages_engine: Engine, administrator: Browser, secret: str) -> None:
    """While anything is protected, files wait for the staff circle, which alone sees the warnings and accepts them."""
    outsider = sign_in(pages, pages_engine, Grant(ADMINISTRATOR), "outsider")
    seen = []
    for name, text in (("One", "Somewhere"), ("Two", f"At {STREET}")):
        content = csv_text(SERVICE | {"name": name, "description": text}).encode()
        path = upload_file(outsider, "new.csv", content)
        page = wait_until_done(outsider, path).text
        seen.append(page.replace(path, "").replace(name, ""))
        assert outsider.post(f"{path}/import").status_code == 403
    assert "Somebody who may read all that is protected has to import this file" in seen[0]
    assert len(seen[0]) == len(seen[1])
    assert "contains protected data" in administrator.get(f"{path}?list=warnings").text
    administrator.post(f"{path}/import")
    assert "Import this now" in administrator.get(path).text
    administrator.post(f"{path}/import", {"protected": "yes"})
    assert "The file was imported." in wait_until_done(administrator, path).text
