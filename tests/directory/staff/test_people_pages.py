"""People: an administrator lets somebody in, changes what they may do, and shuts them out."""

import re
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlmodel import col

from directory.models import Organization, StaffAccount
from directory.staff.auth.accounts import account
from directory.staff.auth.invitations import open_invitations
from directory.staff.auth.roles import Role
from tests.directory.staff.browsing import HOST, Browser
from tests.directory.staff.proposing import account_of


def organization_name(engine: Engine, organization: str) -> str:
    """Return the name of an organization."""
    with engine.connect() as connection:
        return str(connection.scalar(select(col(Organization.name)).where(col(Organization.id) == organization)))


def link_of(page: str) -> str:
    """Return the path of the invitation that a page shows."""
    found = re.search(rf'value="{HOST}/staff(/invitation/[\w-]+)"', page)
    assert found
    return found[1]


def test_invited(administrator: Browser, stranger: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """The link is shown once and opens the form of a new account; the page says that no message was sent."""
    name = organization_name(pages_engine, thai_organization)
    answer = administrator.post("/people/invite", {"role": "editor", "organization": name, "circle": "partner"})
    assert answer.status_code == 200
    assert "no message was sent" in answer.text
    assert "Your invitation" in stranger.text(link_of(answer.text))
    assert "/invitation/" not in administrator.get("/people").text


def test_an_editor_needs_an_organization(administrator: Browser) -> None:
    """Without an organization, or with one that is not there, no invitation is made, and what was typed stays."""
    for typed, said in (("", "Say which."), ("No such house", "There is no organization of this name.")):
        answer = administrator.post("/people/invite", {"role": "editor", "organization": typed, "country": ["TH"]})
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text
        assert 'value="TH" checked' in answer.text


def test_which_organization(administrator: Browser, pages_engine: Engine) -> None:
    """Where several organizations have such a name, one is chosen from a list; a sign of the database means itself."""
    answer = administrator.post("/people/invite", {"role": "editor", "organization": "women"})
    assert answer.status_code == 422
    choices = re.findall(r'name="organization_id" value="([^"]+)"', answer.text)
    assert len(choices) > 1
    fields = {"role": "editor", "organization": "women", "organization_id": choices[1]}
    assert "/invitation/" in administrator.post("/people/invite", fields).text
    assert administrator.post("/people/invite", {"role": "editor", "organization": "%"}).status_code == 422


def test_choices_that_the_form_does_not_offer(administrator: Browser) -> None:
    """A role, country or circle that is none is refused, not taken for another."""
    for fields in ({"role": "queen"}, {"role": "reviewer", "country": "ZZ"}, {"role": "reviewer", "circle": "all"}):
        assert administrator.post("/people/invite", fields).status_code == 400


def test_changed(administrator: Browser, editor: Browser, pages_engine: Engine) -> None:
    """What somebody may do is changed at once."""
    key = account_of(pages_engine, "editor")
    assert 'value="editor" checked' in administrator.get(f"/people/{key}").text
    assert editor.get("/review").status_code == 403
    administrator.post(f"/people/{key}", {"role": "reviewer", "everywhere": "these", "country": ["TH", "KH"]})
    assert editor.get("/review").status_code == 200
    with pages_engine.connect() as connection:
        grant = account(connection, key).grant
    assert (grant.role, grant.countries, grant.organization_id, grant.circle) == (
        Role.REVIEWER,
        ("KH", "TH"),
        None,
        None,
    )
    assert "Cambodia" in administrator.text("/people")


def test_saved_as_it_was(administrator: Browser, editor: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """A form that is saved as it is shown changes nothing, also where another organization has the same name."""
    key, name = account_of(pages_engine, "editor"), organization_name(pages_engine, thai_organization)
    form = administrator.get(f"/people/{key}").text
    assert f'value="{thai_organization}" checked' in form
    fields = {"role": "editor", "organization": name, "organization_id": thai_organization, "circle": "partner"}
    administrator.post(f"/people/{key}", fields)
    with pages_engine.connect() as connection:
        assert account(connection, key).grant.organization_id == thai_organization


def test_shut_out_and_let_in(administrator: Browser, editor: Browser, pages_engine: Engine) -> None:
    """Who is shut out is out with the next click, and can be let in again."""
    key = account_of(pages_engine, "editor")
    administrator.post(f"/people/{key}/disable")
    assert editor.get("/").status_code == 303
    assert "Shut out" in administrator.text("/people")
    administrator.post(f"/people/{key}/enable")
    with pages_engine.connect() as connection:
        disabled = select(col(StaffAccount.disabled_at)).where(col(StaffAccount.id) == key)
        assert connection.scalar(disabled) is None


def test_a_lost_phone(administrator: Browser, stranger: Browser, editor: Browser, pages_engine: Engine) -> None:
    """Whose phone is lost is shut out at once, and gets a link to set up a new one under the same name."""
    answer = administrator.post(f"/people/{account_of(pages_engine, 'editor')}/reset")
    assert editor.get("/").status_code == 303
    assert "editor" in stranger.text(link_of(answer.text))


def test_the_last_administrator(administrator: Browser, pages_engine: Engine) -> None:
    """The last administrator can neither be shut out nor made something else; the page says what to do first."""
    key = account_of(pages_engine, "administrator")
    for answer in (
        administrator.post(f"/people/{key}/disable"),
        administrator.post(f"/people/{key}", {"role": "reviewer", "everywhere": "all"}),
    ):
        assert answer.status_code == 422
        assert "Let somebody in as one first." in answer.text
    assert administrator.get("/people").status_code == 200


def test_nobody(administrator: Browser) -> None:
    """An account that is not there is not found, whatever is to be done with it."""
    assert administrator.get("/people/nobody").status_code == 404
    for act in ("", "/disable", "/enable", "/reset"):
        assert administrator.post(f"/people/nobody{act}", {"role": "reviewer"}).status_code == 404


def test_where_a_reviewer_decides(administrator: Browser, pages_engine: Engine) -> None:
    """All countries have to be chosen, and so have some: a form without a tick lets nobody decide everywhere."""
    assert "checked> All countries" not in administrator.get("/people/invite").text
    for fields in ({}, {"country": ["TH"]}, {"everywhere": "these"}):
        answer = administrator.post("/people/invite", {"role": "reviewer", **fields})
        assert (answer.status_code, "Say whether a reviewer decides" in answer.text) == (422, True)
    assert administrator.post("/people/invite", {"role": "reviewer", "everywhere": "x"}).status_code == 400
    for fields in ({"everywhere": "all", "country": ["TH"]}, {"everywhere": "these", "country": ["TH"]}):
        assert administrator.post("/people/invite", {"role": "reviewer", **fields}).status_code == 200
    with pages_engine.connect() as connection:
        made = [one.grant.countries for one in open_invitations(connection, datetime.now(UTC))]
    assert sorted(made) == [(), ("TH",)]


def test_an_invitation_is_taken_back(administrator: Browser, stranger: Browser) -> None:
    """Open invitations are listed with who made them; one that is taken back opens nothing, and the act is noted."""
    link = link_of(administrator.post("/people/invite", {"role": "administrator"}).text)
    page = administrator.get("/people").text
    assert "Open invitations" in page
    (path,) = re.findall(r'action="/staff(/people/invitations/\w+/take-back)"', page)
    assert administrator.post(path).headers["location"] == "/staff/people?told=withdrawn"
    assert stranger.get(link).status_code == 404
    assert administrator.post(path).status_code == 404
    assert "Open invitations" not in administrator.text("/people")
    assert "Took an invitation back" in administrator.text("/audit/accounts")
