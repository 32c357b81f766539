"""Hundreds of attempts to sign in at once: memory is bounded, and everybody else is answered meanwhile."""

import asyncio
import resource
import time
from collections.abc import Awaitable

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from directory.staff.app import create_staff_app
from directory.staff.auth.credentials import CredentialVerifier, SecretCipher
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.sessions import csrf_token
from directory.staff.context import StaffContext
from tests.directory.staff.browser import HOST, KEY, STALE_AFTER, render_no_text
from tests.directory.staff.security.world import World

MANY = 400
KIBIBYTES_MORE = 120 * 1024
SOON_SECONDS = 1.0


class _Slow(PasswordHasher):
    """The real parameters, and how many hashes were worked on at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self.working = self.most = 0

    __slots__ = ("most", "working")

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - the library's name
        """Verify, and count."""
        self.working += 1
        self.most = max(self.most, self.working)
        try:
            return super().verify(hash, password)
        finally:
            self.working -= 1


async def _health(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def _timed(answer: Awaitable[httpx.Response]) -> tuple[int, float]:
    began = time.monotonic()
    return (await answer).status_code, time.monotonic() - began


@pytest.mark.slow
@pytest.mark.serial
async def test_flood_of_sign_ins_leaves_other_pages_responsive(world: World, world_engine: Engine) -> None:
    """Hashes are worked on two at once; style sheets, the service's health and a page come within a second."""
    hasher = _Slow()
    context = StaffContext(
        world_engine, CredentialVerifier(SecretCipher(KEY), PassphraseHasher(hasher)), STALE_AFTER, None, render_no_text
    )
    app = Starlette(routes=[Route("/health", _health), Mount("/staff", create_staff_app(context))])
    session = world.enters(world_engine, app, "editor").token or ""
    form = {"name": "editor", "passphrase": "not the passphrase", "code": "000000", "csrf": csrf_token("s")}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST, timeout=60) as client:

        async def tries(number: int) -> int:
            headers = {"cookie": "staff_form=s", "x-forwarded-for": f"10.0.{number}.1"}
            return (await client.post("/staff/sign-in", data=form, headers=headers)).status_code

        rush = asyncio.gather(*map(tries, range(MANY)))
        await asyncio.sleep(0.3)
        assert not rush.done()
        others = [
            await _timed(client.get(path, headers={"cookie": f"staff={session}"}))
            for path in ("/health", "/staff/static/staff.css", "/staff/account")
        ]
        assert not rush.done()
        answers = await rush
    assert [status for status, _ in others] == [200, 200, 200]
    assert max(seconds for _, seconds in others) < SOON_SECONDS, others
    assert set(answers) <= {422, 429}
    assert 0 < hasher.most <= 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KIBIBYTES_MORE
