"""The `waylight staff` commands, from the first administrator to a lost phone."""

from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from typer.testing import CliRunner, Result

from bot.__main__ import app
from directory.confidential import Circle
from directory.models import Organization
from directory.staff.auth.accept_invitation import Applicant, accept
from directory.staff.auth.credentials import Safe
from directory.staff.auth.errors import RefusedError
from directory.staff.auth.invitations import invitation
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.totp import new_secret
from tests.directory.staff.auth.somebody import ADMINISTRATOR, NOW, PASSPHRASE, Somebody, somebody


@pytest.fixture(autouse=True)
def _on_this_directory(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on the test's directory, on a wide terminal."""
    for name in ("WAYLIGHT_PUBLIC_URL", "WAYLIGHT_PORT", "WAYLIGHT_STAFF_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("COLUMNS", "160")


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, ["staff", *arguments])


def granted_by(engine: Engine, link: str) -> Grant:
    """Return what the link that was printed invites to at this moment."""
    with engine.connect() as connection:
        return invitation(connection, link.strip().rpartition("/")[2], datetime.now(UTC)).grant


def test_the_first_administrator(engine: Engine, safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link alone stands on standard output; whoever opens it makes an account."""
    monkeypatch.setenv("WAYLIGHT_PUBLIC_URL", "https://line.example/")
    result = run("invite", "--role", "administrator")
    assert result.exit_code == 0
    assert result.stdout.startswith("https://line.example/staff/invitation/")
    assert result.stdout.count("\n") == 1
    assert "Works once, for 3 days." in result.stderr
    token, secret = result.stdout.strip().rpartition("/")[2], new_secret()
    accept(engine, safe, token, Applicant("mali", PASSPHRASE, secret, pyotp.TOTP(secret).at(NOW)), NOW)
    assert "administrator" in run("list").stdout


def test_what_an_invitation_grants(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Role, organization, countries and circle are taken as typed; without a public address the link is for here."""
    monkeypatch.setenv("WAYLIGHT_PORT", "8123")
    with engine.connect() as connection:
        organization = connection.scalar(select(col(Organization.id)).limit(1))
    editor = run("invite", "--role", "editor", "--organization", str(organization), "--circle", "partner")
    assert editor.stdout.startswith("http://127.0.0.1:8123/staff/invitation/")
    assert granted_by(engine, editor.stdout) == Grant(Role.EDITOR, organization, (), Circle.PARTNER)
    reviewer = run("invite", "--role", "reviewer", "--countries", "th, KH,")
    assert granted_by(engine, reviewer.stdout) == Grant(Role.REVIEWER, None, ("KH", "TH"))


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
def test_what_can_not_be_done(mali: Somebody, arguments: tuple[str, ...], sentence: str) -> None:
    """A command that is refused ends with 2 and one sentence on the error stream."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


@pytest.mark.parametrize("setting", ["WAYLIGHT_PORT", "WAYLIGHT_STAFF_KEY"])
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A setting of the wrong shape ends the command by its name, without its value."""
    monkeypatch.setenv(setting, "changeme-12345")
    result = run("invite", "--role", "administrator")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{setting}: ")
    assert "changeme-12345" not in result.stderr


def test_shutting_out_and_letting_in(mali: Somebody, safe: Safe) -> None:
    """Somebody is shut out, seen as such in the list, and let in again."""
    anong = somebody(mali.engine, safe, "anong")
    assert run("disable", "ANONG").exit_code == 0
    with pytest.raises(RefusedError):
        anong.signs_in(NOW)
    line = next(line for line in run("list").stdout.splitlines() if "anong" in line)
    assert "shut out" in line
    assert run("enable", "anong").exit_code == 0
    assert anong.signs_in(NOW)


def test_a_lost_phone(mali: Somebody) -> None:
    """The old access ends with the command, and its link sets the same account up anew, with what it may do."""
    result = run("reset", "mali")
    assert result.exit_code == 0
    with pytest.raises(RefusedError):
        mali.signs_in(NOW)
    assert granted_by(mali.engine, result.stdout) == ADMINISTRATOR
