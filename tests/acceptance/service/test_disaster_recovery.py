"""Disaster recovery: the database is destroyed, and the service continues from a backup made while people wrote.

One test over both kinds of database, since an operator may move from one to the other. It begins with a directory of
the first release, which the service migrates when it starts.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyotp
import pytest
import typer
from typer.testing import CliRunner

from directory.cli import app as directory_commands
from directory.cli import staff as staff_commands
from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress
from directory.db.engine import open_engine
from directory.moderation import Action, Edit
from tests.acceptance.service.service_process import Phone, Service, running_service
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases, running_postgres
from tests.directory.public_rows import public_rows
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import propose_number, proposed_fields
from tests.directory.staff.test_sign_in_pages import PASSPHRASE, accept_invitation, sign_in
from tests.directory.upgrades.first_release import NUMBER, SERVICE, create_first_release

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

PLACE, STREET = "00000000-0000-4000-8000-000000000007", "12 Rehearsed Lane"
BRANCH = "00000000-0000-4000-8000-000000000013"
NEW_NAME, NEW_NUMBER = "A later name", "+66 2 123 4567"
QUESTIONS = (
    "I am 15 and I need a lawyer in Chiang Mai",
    "I need a lawyer in Bangkok",
    "no tengo donde dormir, estoy en Phnom Penh",
)
SETTINGS = {"WAYLIGHT_STAFF_KEY": "5a" * 32, "WAYLIGHT_HSDS_API": "true"}
"""The key is stored apart from the backup, as the operators' guide says."""


@dataclass(frozen=True)
class Deployment:
    """A service on a database; its browsers are closed with it."""

    service: Service
    address: str
    browsers: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    async def answers(self) -> list[str]:
        """Return the answer to each question of a new person."""
        return [await Phone(self.service).send_sms(words) for words in QUESTIONS]

    def run_command(self, command: typer.Typer, *arguments: object) -> str:
        """Run a command as the operator does, on the service's database; return what it prints."""
        environment = {**SETTINGS, "WAYLIGHT_DATABASE_URL": self.address, "WAYLIGHT_PUBLIC_URL": self.service.url}
        result = CliRunner().invoke(command, [str(argument) for argument in arguments], env=environment)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def browser(self, token: str | None = None) -> Browser:
        """Return a browser at the staff pages, signed in if it has a token."""
        browser = Browser(self.service.url, token)
        self.browsers.enter_context(browser.client)
        return browser

    def invite(self, name: str, role: str, *options: str) -> str:
        """Invite a person who accepts; return the secret of their authenticator app."""
        path = self.run_command(staff_commands, "invite", "--role", role, *options).strip().split("/staff")[-1]
        secret, status = accept_invitation(self.browser(), path, name=name)
        assert status == 303
        return secret

    def sign_in(self, name: str, secret: str) -> Browser:
        """Return the browser of a person who has signed in."""
        browser = self.browser()
        assert sign_in(browser, secret, name=name) == 303
        return browser

    async def back_up(self, file: Path) -> list[str]:
        """Back up while people write; check that the answers stay the same, and return them."""
        answers = await self.answers()
        backup = asyncio.create_task(asyncio.to_thread(self.run_command, directory_commands, "backup", file))
        while not backup.done():
            assert await self.answers() == answers
        assert "rows of" in await backup
        return answers


@contextlib.contextmanager
def deploy(folder: Path, model_dir: Path, address: str) -> Iterator[Deployment]:
    """Start the service on a database."""
    folder.mkdir()
    with running_service(folder, model_dir, **SETTINGS, WAYLIGHT_DATABASE_URL=address) as service:
        deployment = Deployment(service, address)
        with deployment.browsers:
            yield deployment


def check_protected_address(deployment: Deployment, reader: Browser, secret: str) -> None:
    """Check that authorized staff can read the protected address, and that it is not public."""
    time.sleep(30 - time.time() % 30)  # the sign-in has used up the next code
    code = pyotp.TOTP(secret).at(time.time() + 30)
    reader.post("/step-up", {"back": "/", "step_up_passphrase": PASSPHRASE, "step_up_code": code})
    assert STREET in reader.get(f"/services/{SERVICE}/protected").text
    assert STREET not in httpx.get(f"{deployment.service.url}/hsds/services/{SERVICE}?full=true", trust_env=False).text
    engine = open_engine(deployment.address)
    assert not [rows for rows in public_rows(engine) if STREET in rows]
    engine.dispose()


async def test_restores_the_service_from_a_backup(model_dir: Path, tmp_path: Path) -> None:
    """Services, accounts, open proposals and protected addresses are restored, from SQLite to PostgreSQL and back."""
    files: Databases = SqliteDatabases(tmp_path)
    with running_postgres() as server:
        servers: Databases = PostgresDatabases(server)

        with deploy(tmp_path / "first", model_dir, create_first_release(files.empty())) as deployment:
            assert NUMBER in (await deployment.answers())[0]
            anns = deployment.invite("ann", "administrator", "--circle", "staff")
            bens = deployment.invite("ben", "reviewer")
            ben = deployment.sign_in("ben", bens)
            engine = open_engine(deployment.address)
            ConfidentialStore(engine).protect(ProtectedAddress("a", PLACE, AccessCircle.STAFF, STREET, "TH"))
            number = propose_number(engine, "ann", SERVICE, NEW_NUMBER)
            assert ben.post(f"/review/{number}/publish").status_code == 303
            proposal = proposed_fields(
                engine, "ben", Edit(Action.UPDATE, "organization", (BRANCH,), {"name": NEW_NAME})
            )
            engine.dispose()
            answers = await deployment.back_up(tmp_path / "first.zip")
            assert NEW_NUMBER in answers[0]
        files.drop(deployment.address)

        restored = servers.empty()
        Deployment(deployment.service, restored).run_command(directory_commands, "restore", tmp_path / "first.zip")
        with deploy(tmp_path / "second", model_dir, restored) as deployment:
            assert await deployment.answers() == answers
            assert deployment.browser(ben.token).get("/account").status_code == 303
            ann = deployment.sign_in("ann", anns)
            check_protected_address(deployment, ann, anns)
            assert NEW_NAME in ann.text(f"/review/{proposal}")
            assert ann.post(f"/review/{proposal}/publish").status_code == 303
            cids = deployment.invite("cid", "administrator", "--circle", "staff")
            answers = await deployment.back_up(tmp_path / "second.zip")
            assert NEW_NAME in answers[0]
        servers.drop(restored)

        restored = files.empty()
        Deployment(deployment.service, restored).run_command(directory_commands, "restore", tmp_path / "second.zip")
        with deploy(tmp_path / "third", model_dir, restored) as deployment:
            assert await deployment.answers() == answers
            check_protected_address(deployment, deployment.sign_in("cid", cids), cids)
