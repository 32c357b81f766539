"""The disaster, rehearsed: the database is destroyed, and what was backed up while people texted is the service again.

One story over both kinds of database, since an operator may move from one to the other: it begins with a directory of
the first release, which the service brings up when it starts.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import typer
from typer.testing import CliRunner

from directory.cli import app as directory_commands
from directory.cli import staff as staff_commands
from directory.confidential import Circle, Confidential, ProtectedAddress
from directory.db.engine import connect
from directory.moderation import Action, Edit
from tests.acceptance.service.service import Phone, Service, running_service
from tests.directory.databases import Databases, PostgresDatabases, SqliteDatabases, running_postgres
from tests.directory.public_rows import public_rows
from tests.directory.staff.browsing import Browser
from tests.directory.staff.proposing import number_proposed, proposed
from tests.directory.staff.test_signing import accepted, signs_in
from tests.directory.upgrading.releases import NUMBER, SERVICE, laid_down

PLACE, STREET = "00000000-0000-4000-8000-000000000007", "12 Rehearsed Lane"
BRANCH = "00000000-0000-4000-8000-000000000013"
NEW_NAME, NEW_NUMBER = "A later name", "+66 2 123 4567"
ASKED = (
    "I am 15 and I need a lawyer in Chiang Mai",
    "I need a lawyer in Bangkok",
    "no tengo donde dormir, estoy en Phnom Penh",
)
SETTINGS = {"WAYLIGHT_STAFF_KEY": "5a" * 32}
"""The key is kept apart from the backup, as operators are told."""


@dataclass(frozen=True)
class Life:
    """A service on a database, until the next disaster; the browsers are closed with it."""

    service: Service
    address: str
    browsers: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    async def said(self) -> list[str]:
        """Return what somebody new is told to each question."""
        return [await Phone(self.service).texts(words) for words in ASKED]

    def runs(self, command: typer.Typer, *arguments: object) -> str:
        """Run a command as the operator does, on the service's database; return what it prints."""
        environment = {**SETTINGS, "WAYLIGHT_DATABASE_URL": self.address, "WAYLIGHT_PUBLIC_URL": self.service.url}
        ran = CliRunner().invoke(command, [str(one) for one in arguments], env=environment)
        assert ran.exit_code == 0, ran.stderr
        return ran.stdout

    def browser(self, token: str | None = None) -> Browser:
        """Return a browser at the pages, which has perhaps signed in before."""
        browser = Browser(self.service.url, token)
        self.browsers.enter_context(browser.client)
        return browser

    def invites(self, name: str, role: str, *options: str) -> str:
        """Let somebody make an account; return the secret of their app."""
        path = self.runs(staff_commands, "invite", "--role", role, *options).strip().split("/staff")[-1]
        secret, status = accepted(self.browser(), path, name=name)
        assert status == 303
        return secret

    def lets_in(self, name: str, secret: str) -> Browser:
        """Have somebody sign in with their passphrase and their app."""
        browser = self.browser()
        assert signs_in(browser, secret, name=name) == 303
        return browser

    async def backed_up(self, file: Path) -> list[str]:
        """Back up while people write to the service; check that each is answered as always, and return the answers."""
        said = await self.said()
        backup = asyncio.create_task(asyncio.to_thread(self.runs, directory_commands, "backup", file))
        while not backup.done():
            assert await self.said() == said
        assert "rows of" in await backup
        return said


@contextlib.contextmanager
def alive(folder: Path, model_dir: Path, address: str) -> Iterator[Life]:
    """Start the service on a database."""
    folder.mkdir()
    with running_service(folder, model_dir, **SETTINGS, WAYLIGHT_DATABASE_URL=address) as service:
        life = Life(service, address)
        with life.browsers:
            yield life


def protected_stays(life: Life, reader: Browser) -> None:
    """Check that what is protected is read by who may, and stands nowhere where anybody may look."""
    assert STREET in reader.get(f"/services/{SERVICE}/protected").text
    assert STREET not in httpx.get(f"{life.service.url}/hsds/services/{SERVICE}?full=true", trust_env=False).text
    engine = connect(life.address)
    assert not [rows for rows in public_rows(engine) if STREET in rows]
    engine.dispose()


async def test_what_was_backed_up_is_the_service_again(model_dir: Path, tmp_path: Path) -> None:
    """Words, accounts, open proposals and protected places come back, from SQLite to PostgreSQL and from there back."""
    files: Databases = SqliteDatabases(tmp_path)
    with running_postgres() as server:
        servers: Databases = PostgresDatabases(server)

        with alive(tmp_path / "first", model_dir, laid_down(files.empty())) as life:
            assert NUMBER in (await life.said())[0]
            anns = life.invites("ann", "administrator", "--circle", "staff")
            bens = life.invites("ben", "reviewer")
            ben = life.lets_in("ben", bens)
            engine = connect(life.address)
            Confidential(engine).protect(ProtectedAddress("a", PLACE, Circle.STAFF, STREET, "TH"))
            number = number_proposed(engine, "ann", SERVICE, NEW_NUMBER)
            assert ben.post(f"/review/{number}/publish").status_code == 303
            waits = proposed(engine, "ben", Edit(Action.UPDATE, "organization", (BRANCH,), {"name": NEW_NAME}))
            engine.dispose()
            said = await life.backed_up(tmp_path / "first.zip")
            assert NEW_NUMBER in said[0]
        files.drop(life.address)

        restored = servers.empty()
        Life(life.service, restored).runs(directory_commands, "restore", tmp_path / "first.zip")
        with alive(tmp_path / "second", model_dir, restored) as life:
            assert await life.said() == said
            assert life.browser(ben.token).get("/account").status_code == 303
            ann = life.lets_in("ann", anns)
            protected_stays(life, ann)
            assert NEW_NAME in ann.text(f"/review/{waits}")
            assert ann.post(f"/review/{waits}/publish").status_code == 303
            cids = life.invites("cid", "administrator", "--circle", "staff")
            said = await life.backed_up(tmp_path / "second.zip")
            assert NEW_NAME in said[0]
        servers.drop(restored)

        restored = files.empty()
        Life(life.service, restored).runs(directory_commands, "restore", tmp_path / "second.zip")
        with alive(tmp_path / "third", model_dir, restored) as life:
            assert await life.said() == said
            protected_stays(life, life.lets_in("cid", cids))
