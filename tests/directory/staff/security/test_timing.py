"""How long a refused sign-in takes says nothing of who has an account."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, update
from sqlmodel import col

from directory.models import StaffAccount
from directory.staff.auth.credentials import CredentialVerifier, SecretCipher
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.rate_limit import SignInRateLimiter
from directory.staff.context import StaffContext
from tests.directory.staff.auth.test_sign_in import CountingHasher
from tests.directory.staff.browser import KEY, STALE_AFTER, Browser, mount_pages, render_no_text
from tests.directory.staff.security.world import World

pytestmark = [pytest.mark.slow, pytest.mark.serial]

NAMES = {
    "unknown": "nobody-here",
    "known": "editor",
    "locked": "reviewer",
    "disabled": "administrator",
    "impossible": "\0",
}


def stranger_of(engine: Engine, hasher: PasswordHasher) -> Browser:
    """Return somebody who tries, as often as they like, where all accounts have a hash of this kind."""
    passphrases = PassphraseHasher(hasher)
    context = StaffContext(
        engine,
        CredentialVerifier(SecretCipher(KEY), passphrases),
        STALE_AFTER,
        None,
        render_no_text,
        SignInRateLimiter(at_most=10_000),
    )
    now, kept = datetime.now(UTC), passphrases.hash("four words are good")
    sealed = {"passphrase_hash": kept, "totp_sealed": context.verifier.cipher.encrypt("", "A" * 32)}
    name = col(StaffAccount.sign_in_name)
    with engine.begin() as connection:
        connection.execute(update(StaffAccount).values(sealed))
        locked = update(StaffAccount).where(name == NAMES["locked"])
        connection.execute(locked.values(locked_until=now + timedelta(days=1)))
        connection.execute(update(StaffAccount).where(name == NAMES["disabled"]).values(disabled_at=now))
    browser = Browser(mount_pages(context))
    browser.get("/sign-in")
    return browser


def rejected_sign_in(browser: Browser, name: str) -> float:
    """Try a wrong passphrase; return the seconds of work that it took this process."""
    began = time.process_time()
    answer = browser.post("/sign-in", {"name": name, "passphrase": "four words are bad", "code": "123456"})
    assert answer.status_code == 422
    return time.process_time() - began


def test_unknown_names_cost_the_same_work(world: World, world_engine: Engine) -> None:
    """Every attempt verifies one hash, and is answered with the same page."""
    hasher = CountingHasher()
    browser = stranger_of(world_engine, hasher)
    for number, name in enumerate(NAMES.values(), start=1):
        rejected_sign_in(browser, name)
        assert hasher.verified == number, name


def test_unknown_names_take_the_same_time(world: World, world_engine: Engine) -> None:
    """With the real parameters the hash is most of the time, and no kind of name takes half as long again."""
    browser = stranger_of(world_engine, PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    rejected_sign_in(browser, "warming-up")
    took = {kind: median(rejected_sign_in(browser, name) for _ in range(5)) for kind, name in NAMES.items()}
    assert max(took.values()) < 1.5 * min(took.values()), took
