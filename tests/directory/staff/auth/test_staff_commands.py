"""The `waylight staff` commands, from the first administrator to a lost phone."""

from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from typer.testing import CliRunner, Result

from bot.__main__ import app
from directory.confidential import AccessCircle
from directory.models import Organization
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import InvalidCredentialsError
from directory.staff.auth.invitations import Applicant, accept_invitation, get_invitation
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.totp import new_secret
from tests.directory.staff.auth.account_factory import ADMINISTRATOR, NOW, PASSPHRASE, Member, create_member


@pytest.fixture(autouse=True)
def _use_test_directory(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on the test's directory, on a wide terminal."""
    for name in ("WAYLIGHT_PUBLIC_URL", "WAYLIGHT_PORT", "WAYLIGHT_STAFF_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("COLUMNS", "160")


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, ["staff", *arguments])


def grant_of_invitation(engine: Engine, link: str) -> Grant:
    """Return the grant of the invitation in the printed link."""
    with engine.connect() as connection:
        return get_invitation(connection, link.strip().rpartition("/")[2], datetime.now(UTC)).grant


def test_invites_first_administrator(
    engine: Engine, verifier: CredentialVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output is the link alone, and the link creates an account."""
    monkeypatch.setenv("WAYLIGHT_PUBLIC_URL", "https://line.example/")
    result = run("invite", "--role", "administrator")
    assert result.exit_code == 0
    assert result.stdout.startswith("https://line.example/staff/invitation/")
    assert result.stdout.count("\n") == 1
    assert "Works once, for 3 days." in result.stderr
    token, secret = result.stdout.strip().rpartition("/")[2], new_secret()
    accept_invitation(engine, verifier, token, Applicant("mali", PASSPHRASE, secret, pyotp.TOTP(secret).at(NOW)), NOW)
    assert "administrator" in run("list").stdout


def test_invitation_has_the_given_grant(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Role, organization, countries and circle are those of the options; without a public URL the link is local."""
    monkeypatch.setenv("WAYLIGHT_PORT", "8123")
    with engine.connect() as connection:
        organization = connection.scalar(select(col(Organization.id)).limit(1))
    editor = run("invite", "--role", "editor", "--organization", str(organization), "--circle", "partner")
    assert editor.stdout.startswith("http://127.0.0.1:8123/staff/invitation/")
    assert grant_of_invitation(engine, editor.stdout) == Grant(Role.EDITOR, organization, (), AccessCircle.PARTNER)
    reviewer = run("invite", "--role", "reviewer", "--countries", "th, KH,")
    assert grant_of_invitation(engine, reviewer.stdout) == Grant(Role.REVIEWER, None, ("KH", "TH"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("invite", "--role", "editor"), "name it with --organization"),
        (("invite", "--role", "editor", "--organization", "x"), "has no organization with this id"),
        (("invite", "--role", "reviewer", "--countries", "XX"), '"XX" is not a country code'),
        (("invite", "--role", "owner"), "--role"),
        (("invite", "--role", "reviewer", "--circle", "public"), "--circle"),
        (("disable", "nobody"), "There is no account with this name"),
        (("enable", "nobody"), "There is no account with this name"),
        (("reset", ""), "There is no account with this name"),
        (("disable", "mali"), "This is the last administrator: invite another one first."),
    ],
)
def test_reports_errors(mali: Member, arguments: tuple[str, ...], sentence: str) -> None:
    """A failing command exits with 2 and one sentence on standard error."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


@pytest.mark.parametrize("setting", ["WAYLIGHT_PORT", "WAYLIGHT_STAFF_KEY"])
def test_names_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A malformed setting is reported by name, without its value."""
    monkeypatch.setenv(setting, "changeme-12345")
    result = run("invite", "--role", "administrator")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{setting}: ")
    assert "changeme-12345" not in result.stderr


def test_disable_and_enable(mali: Member, verifier: CredentialVerifier) -> None:
    """An account is disabled, listed as disabled, and enabled again."""
    anong = create_member(mali.engine, verifier, "anong")
    assert run("disable", "ANONG").exit_code == 0
    with pytest.raises(InvalidCredentialsError):
        anong.signs_in(NOW)
    line = next(line for line in run("list").stdout.splitlines() if "anong" in line)
    assert "disabled" in line
    assert run("enable", "anong").exit_code == 0
    assert anong.signs_in(NOW)


def test_reset_for_lost_phone(mali: Member) -> None:
    """The reset ends access at once, and its link sets the same account up again with its grant."""
    result = run("reset", "mali")
    assert result.exit_code == 0
    with pytest.raises(InvalidCredentialsError):
        mali.signs_in(NOW)
    assert grant_of_invitation(mali.engine, result.stdout) == ADMINISTRATOR
