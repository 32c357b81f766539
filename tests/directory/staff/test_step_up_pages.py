"""The step-up: a page asks for passphrase and code, and goes on to what was asked for with all that was typed."""

import html
import re
import time
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import Engine, update
from starlette.applications import Starlette

from directory.confidential import AccessCircle
from directory.db.engine import write_transaction
from directory.models import StaffAccount
from directory.staff.auth.invitations import Applicant, accept_invitation, invite
from directory.staff.auth.roles import Grant
from directory.staff.auth.sessions import MAX_FAILURES, start_session
from directory.staff.auth.totp import new_secret
from directory.staff.context import StaffContext
from tests.directory.staff.browser import ADMINISTRATOR, Browser
from tests.directory.staff.test_sign_in_pages import PASSPHRASE, sign_in


class Owner(Browser):
    """An administrator with a passphrase and an app, in a session that is not stepped up."""

    def __init__(self, pages: Starlette, context: StaffContext) -> None:
        engine, now, self.secret = context.engine, datetime.now(UTC), new_secret()
        token = invite(engine, Grant(ADMINISTRATOR, circle=AccessCircle.STAFF), None, now)
        code = pyotp.TOTP(self.secret).at(now)
        applicant = Applicant("ann", PASSPHRASE, self.secret, code, "en")
        account = accept_invitation(engine, context.verifier, token, applicant, now)
        with engine.connect() as connection, write_transaction(connection):
            super().__init__(pages, start_session(connection, account, now))

    def typed(self, passphrase: str = PASSPHRASE) -> dict[str, str]:
        """Return the fields of the step-up, with the next code."""
        return {"step_up_passphrase": passphrase, "step_up_code": pyotp.TOTP(self.secret).at(time.time() + 30)}

    def send_on(self, page: str, typed: dict[str, str]) -> object:
        """Send the form of the step-up as a browser does; return the response."""
        (action,) = re.findall(r'<form class="stack card" method="post" action="/staff([^"]+)">', page)
        form = page.partition('<form class="stack card"')[2].partition("</form>")[0]
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        fields: dict[str, list[str]] = {}
        for name, value in hidden:
            fields.setdefault(name, []).append(html.unescape(value))
        return self.post(action, {**fields, **typed})


def leave(browser: Browser) -> None:
    """Forget all cookies."""
    browser.client.cookies.clear()
    browser.token = None


@pytest.fixture
def owner(pages: Starlette, fresh_context: StaffContext) -> Owner:
    """The administrator."""
    return Owner(pages, fresh_context)


def test_goes_on_with_the_form(owner: Owner) -> None:
    """What was typed comes back from the step-up, every tick of it, and is what counts."""
    fields = {"role": "reviewer", "everywhere": "these", "country": ["TH", "KH"], "organization": 'a "name" <b>'}
    asked = owner.post("/people/invite", fields)
    assert (asked.status_code, "Confirm that it is you" in asked.text) == (403, True)
    assert PASSPHRASE not in asked.text
    answer = owner.send_on(asked.text, owner.typed())
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.text  # type: ignore[attr-defined]
    assert 'value="a &#34;name&#34; &lt;b&gt;"' in page
    assert re.findall(r'name="country" value="(..)" checked', page) == ["KH", "TH"]
    assert "/invitation/" in owner.post("/people/invite", {"role": "reviewer", "everywhere": "all"}).text


def test_goes_on_to_the_page(owner: Owner, thai_service: str) -> None:
    """The first protected reading of a session asks, leads to the page with its query, and later ones don't ask."""
    path = f"/services/{thai_service}/protected?told=saved"
    asked = owner.get(path)
    assert asked.status_code == 403
    answer = owner.send_on(asked.text, owner.typed())
    assert answer.headers["location"] == f"/staff{path}"  # type: ignore[attr-defined]
    assert owner.get(path).status_code == 200
    away = owner.post("/step-up", {"back": "//elsewhere.example/"})
    assert away.headers["location"] == "/staff/"


def test_wrong_passphrase_loses_nothing_until_the_session_ends(owner: Owner, pages_engine: Engine) -> None:
    """After a wrong passphrase the form is there still; after the fifth the session ends, and its owner signs in."""
    page = owner.post("/people/invite", {"role": "reviewer", "everywhere": "all"}).text
    for number in range(MAX_FAILURES):
        answer = owner.send_on(page, owner.typed("not the passphrase"))
        if number < MAX_FAILURES - 1:
            page = answer.text  # type: ignore[attr-defined]
            assert "After five wrong tries" in page
            assert "not the passphrase" not in page
    assert answer.headers["location"].startswith("/staff/sign-in?")  # type: ignore[attr-defined]
    assert owner.get("/").status_code == 303
    leave(owner)
    assert sign_in(owner, owner.secret) == 303


def test_known_browser_is_not_locked_out(pages: Starlette, owner: Owner, pages_engine: Engine) -> None:
    """A browser keeps a cookie of its own after sign-out; there strangers can't keep its owner out."""
    leave(owner)
    assert sign_in(owner, owner.secret) == 303
    assert "staff_browser" in owner.client.cookies
    owner.post("/sign-out")
    owner.token = None
    assert "staff_browser" in owner.client.cookies
    stranger = Browser(pages)
    for _ in range(5):
        assert sign_in(stranger, owner.secret, passphrase="not the passphrase") == 422
    with pages_engine.begin() as connection:
        connection.execute(update(StaffAccount).values(totp_step=0))
    assert sign_in(stranger, owner.secret) == 422
    assert sign_in(owner, owner.secret) == 303
