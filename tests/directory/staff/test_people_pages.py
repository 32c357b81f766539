"""Administrators invite people, change grants, and disable accounts."""

import re
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlmodel import col
from starlette.applications import Starlette

from directory.models import Organization, StaffAccount
from directory.staff.auth.accounts import get_account
from directory.staff.auth.invitations import list_open_invitations
from directory.staff.auth.roles import Grant, Role
from tests.directory.staff.browser import ADMINISTRATOR, HOST, Browser, create_session
from tests.directory.staff.proposal_queries import account_id


def organization_name(engine: Engine, organization: str) -> str:
    """Return the name of an organization."""
    with engine.connect() as connection:
        return str(connection.scalar(select(col(Organization.name)).where(col(Organization.id) == organization)))


def invitation_link(page: str) -> str:
    """Return the path of the invitation that a page shows."""
    found = re.search(rf'value="{HOST}/staff(/invitation/[\w-]+)"', page)
    assert found
    return found[1]


def test_invite(administrator: Browser, stranger: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """The link is shown once and opens the form of a new account; no message is sent."""
    name = organization_name(pages_engine, thai_organization)
    answer = administrator.post("/people/invite", {"role": "editor", "organization": name, "circle": "partner"})
    assert answer.status_code == 200
    assert "no message was sent" in answer.text
    assert "Your invitation" in stranger.text(invitation_link(answer.text))
    assert "/invitation/" not in administrator.get("/people").text


def test_editor_needs_an_organization(administrator: Browser) -> None:
    """Without a known organization no invitation is created, and the typed values stay."""
    for typed, said in (("", "Say which."), ("No such house", "There is no organization of this name.")):
        answer = administrator.post("/people/invite", {"role": "editor", "organization": typed, "country": ["TH"]})
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text
        assert 'value="TH" checked' in answer.text


def test_choose_between_organizations(administrator: Browser, pages_engine: Engine) -> None:
    """If several organizations match, the form offers a choice; SQL wildcards are literal."""
    answer = administrator.post("/people/invite", {"role": "editor", "organization": "women"})
    assert answer.status_code == 422
    choices = re.findall(r'name="organization_id" value="([^"]+)"', answer.text)
    assert len(choices) > 1
    fields = {"role": "editor", "organization": "women", "organization_id": choices[1]}
    assert "/invitation/" in administrator.post("/people/invite", fields).text
    assert administrator.post("/people/invite", {"role": "editor", "organization": "%"}).status_code == 422


def test_unknown_choices_are_rejected(administrator: Browser) -> None:
    """An unknown role, country or circle is rejected."""
    for fields in ({"role": "queen"}, {"role": "reviewer", "country": "ZZ"}, {"role": "reviewer", "circle": "all"}):
        assert administrator.post("/people/invite", fields).status_code == 400


def test_change_grant(administrator: Browser, editor: Browser, pages_engine: Engine) -> None:
    """A changed grant takes effect at once."""
    key = account_id(pages_engine, "editor")
    assert 'value="editor" checked' in administrator.get(f"/people/{key}").text
    assert editor.get("/review").status_code == 403
    administrator.post(f"/people/{key}", {"role": "reviewer", "everywhere": "these", "country": ["TH", "KH"]})
    assert editor.get("/review").status_code == 200
    with pages_engine.connect() as connection:
        grant = get_account(connection, key).grant
    assert (grant.role, grant.countries, grant.organization_id, grant.circle) == (
        Role.REVIEWER,
        ("KH", "TH"),
        None,
        None,
    )
    assert "Cambodia" in administrator.text("/people")


def test_save_unchanged_grant(
    administrator: Browser, editor: Browser, pages_engine: Engine, thai_organization: str
) -> None:
    """Saving the form as shown changes nothing, even if another organization has the same name."""
    key, name = account_id(pages_engine, "editor"), organization_name(pages_engine, thai_organization)
    form = administrator.get(f"/people/{key}").text
    assert f'value="{thai_organization}" checked' in form
    fields = {"role": "editor", "organization": name, "organization_id": thai_organization, "circle": "partner"}
    administrator.post(f"/people/{key}", fields)
    with pages_engine.connect() as connection:
        assert get_account(connection, key).grant.organization_id == thai_organization


def test_disable_and_enable(administrator: Browser, editor: Browser, pages_engine: Engine) -> None:
    """A disabled user is out at the next request, and can be enabled again."""
    key = account_id(pages_engine, "editor")
    administrator.post(f"/people/{key}/disable")
    assert editor.get("/").status_code == 303
    assert "Shut out" in administrator.text("/people")
    administrator.post(f"/people/{key}/enable")
    with pages_engine.connect() as connection:
        disabled = select(col(StaffAccount.disabled_at)).where(col(StaffAccount.id) == key)
        assert connection.scalar(disabled) is None


def test_reset_for_lost_phone(administrator: Browser, stranger: Browser, editor: Browser, pages_engine: Engine) -> None:
    """A reset disables the account at once and shows a link to set it up again under the same name."""
    answer = administrator.post(f"/people/{account_id(pages_engine, 'editor')}/reset")
    assert editor.get("/").status_code == 303
    assert "editor" in stranger.text(invitation_link(answer.text))


def test_last_administrator_can_not_be_disabled(administrator: Browser, pages_engine: Engine) -> None:
    """The last administrator can be neither disabled nor demoted; the page says what to do first."""
    key = account_id(pages_engine, "administrator")
    for answer in (
        administrator.post(f"/people/{key}/disable"),
        administrator.post(f"/people/{key}", {"role": "reviewer", "everywhere": "all"}),
    ):
        assert answer.status_code == 422
        assert "Let somebody in as one first." in answer.text
    assert administrator.get("/people").status_code == 200


def test_unknown_account_is_404(administrator: Browser) -> None:
    """Every action on an unknown account is 404."""
    assert administrator.get("/people/nobody").status_code == 404
    for act in ("", "/disable", "/enable", "/reset"):
        assert administrator.post(f"/people/nobody{act}", {"role": "reviewer"}).status_code == 404


def test_reviewer_countries_are_required(administrator: Browser, pages_engine: Engine) -> None:
    """A reviewer's countries, or all of them, must be chosen explicitly."""
    assert "checked> All countries" not in administrator.get("/people/invite").text
    for fields in ({}, {"country": ["TH"]}, {"everywhere": "these"}):
        answer = administrator.post("/people/invite", {"role": "reviewer", **fields})
        assert (answer.status_code, "Say whether a reviewer decides" in answer.text) == (422, True)
    assert administrator.post("/people/invite", {"role": "reviewer", "everywhere": "x"}).status_code == 400
    for fields in ({"everywhere": "all", "country": ["TH"]}, {"everywhere": "these", "country": ["TH"]}):
        assert administrator.post("/people/invite", {"role": "reviewer", **fields}).status_code == 200
    with pages_engine.connect() as connection:
        made = [one.grant.countries for one in list_open_invitations(connection, datetime.now(UTC))]
    assert sorted(made) == [(), ("TH",)]


def test_withdraw_invitation(administrator: Browser, stranger: Browser) -> None:
    """Open invitations are listed with their maker; a withdrawn one no longer works, and the action is logged."""
    link = invitation_link(administrator.post("/people/invite", {"role": "administrator"}).text)
    page = administrator.get("/people").text
    assert "Open invitations" in page
    (path,) = re.findall(r'action="/staff(/people/invitations/\w+/take-back)"', page)
    assert administrator.post(path).headers["location"] == "/staff/people?told=withdrawn"
    assert stranger.get(link).status_code == 404
    assert administrator.post(path).status_code == 404
    assert "Open invitations" not in administrator.text("/people")
    assert "Took an invitation back" in administrator.text("/audit/accounts")


def test_second_administrator_confirms(
    administrator: Browser, editor: Browser, pages: Starlette, pages_engine: Engine
) -> None:
    """A new administrator waits on the first page of every administrator, and counts once a second one confirms."""
    key = account_id(pages_engine, "editor")
    answer = administrator.post(f"/people/{key}", {"role": "administrator", "circle": "staff"})
    assert answer.headers["location"] == "/staff/people?told=waits"
    assert editor.get("/people").status_code == 403
    assert "It counts from" in administrator.text("/")
    second = Browser(pages, create_session(pages_engine, Grant(ADMINISTRATOR), "second"))
    for browser in (administrator, second):
        for path in ("/", "/people"):
            page = browser.get(path).text
            assert "Rights that wait for confirmation" in page
            assert "It counts from" not in page
            assert (f"/people/{key}/confirm" in page) is (browser is second)
    assert "Rights that wait for confirmation" not in editor.text("/")
    (seen,) = set(re.findall(r'name="requested_at" value="([^"]+)"', page))
    assert administrator.post(f"/people/{key}/confirm", {"requested_at": seen}).status_code == 403
    assert second.post(f"/people/{key}/confirm", {"requested_at": "2026-11-28T12:00:00+00:00"}).status_code == 409
    assert second.post(f"/people/{key}/confirm", {"requested_at": "yesterday"}).status_code == 400
    assert second.post(f"/people/{key}/confirm", {"requested_at": seen}).headers["location"].endswith("confirmed")
    assert editor.get("/people").status_code == 200
    assert "Confirmed what somebody may do" in second.text("/audit/accounts")


def test_decline_grant(administrator: Browser, editor: Browser, pages_engine: Engine) -> None:
    """Who asked for it can take it back."""
    key = account_id(pages_engine, "editor")
    administrator.post(f"/people/{key}", {"role": "administrator"})
    (seen,) = re.findall(r'name="requested_at" value="([^"]+)"', administrator.get("/").text)
    assert administrator.post(f"/people/{key}/decline", {"requested_at": seen}).status_code == 303
    assert "Rights that wait for confirmation" not in administrator.text("/")
    assert administrator.post(f"/people/{key}/decline", {"requested_at": seen}).status_code == 409


def test_circle_that_the_administrator_lacks(editor: Browser, pages: Starlette, pages_engine: Engine) -> None:
    """An administrator without access to protected data can't give it, nor take over an account that has it."""
    browser, key = (
        Browser(pages, create_session(pages_engine, Grant(ADMINISTRATOR), "second")),
        account_id(pages_engine, "editor"),
    )
    for path, fields in (
        ("/people/invite", {"role": "reviewer", "everywhere": "all", "circle": "partner"}),
        (f"/people/{account_id(pages_engine, 'second')}", {"role": "administrator", "circle": "staff"}),
        (f"/people/{key}/reset", {}),
    ):
        answer = browser.post(path, fields)
        assert answer.status_code == 422
        assert "that you don&#39;t have yourself" in answer.text
    assert editor.get("/").status_code == 200


def test_link_says_what_waits(administrator: Browser) -> None:
    """Beside the link stands that a part of the rights has to be confirmed; for other roles it does not."""
    said = "have to be confirmed by a second administrator"
    assert said in administrator.post("/people/invite", {"role": "administrator"}).text
    assert said not in administrator.post("/people/invite", {"role": "reviewer", "everywhere": "all"}).text
