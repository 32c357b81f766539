"""How long a refused sign-in takes says nothing of who has an account."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median

from argon2 import PasswordHasher
from sqlalchemy import Engine, update
from sqlmodel import col

from directory.models import StaffAccount
from directory.staff.auth.credentials import Safe
from directory.staff.auth.encryption import Seal
from directory.staff.auth.passphrases import Passphrases
from directory.staff.auth.rate_limit import Attempts
from directory.staff.context import Desk
from tests.directory.staff.auth.test_people_sign_in import CountedHasher
from tests.directory.staff.browsing import KEY, STALE_AFTER, Browser, nothing_read, pages_of
from tests.directory.staff.security.cast import World

NAMES = {
    "unknown": "nobody-here",
    "known": "editor",
    "locked": "reviewer",
    "disabled": "administrator",
    "impossible": "\0",
}


def stranger_of(engine: Engine, hasher: PasswordHasher) -> Browser:
    """Return somebody who tries, as often as they like, where all accounts have a hash of this kind."""
    passphrases = Passphrases(hasher)
    desk = Desk(engine, Safe(Seal(KEY), passphrases), STALE_AFTER, None, nothing_read, Attempts(at_most=10_000))
    now, kept = datetime.now(UTC), passphrases.hash("four words are good")
    sealed = {"passphrase_hash": kept, "totp_sealed": desk.safe.seal.close("", "A" * 32)}
    name = col(StaffAccount.sign_in_name)
    with engine.begin() as connection:
        connection.execute(update(StaffAccount).values(sealed))
        locked = update(StaffAccount).where(name == NAMES["locked"])
        connection.execute(locked.values(locked_until=now + timedelta(days=1)))
        connection.execute(update(StaffAccount).where(name == NAMES["disabled"]).values(disabled_at=now))
    browser = Browser(pages_of(desk))
    browser.get("/sign-in")
    return browser


def refused(browser: Browser, name: str) -> float:
    """Try a wrong passphrase; return the seconds of work that it took this process."""
    began = time.process_time()
    answer = browser.post("/sign-in", {"name": name, "passphrase": "four words are bad", "code": "123456"})
    assert answer.status_code == 422
    return time.process_time() - began


def test_the_same_work(world: World, world_engine: Engine) -> None:
    """Every attempt verifies one hash, and is answered with the same page."""
    hasher = CountedHasher()
    browser = stranger_of(world_engine, hasher)
    for number, name in enumerate(NAMES.values(), start=1):
        refused(browser, name)
        assert hasher.verified == number, name


def test_the_same_time(world: World, world_engine: Engine) -> None:
    """With the real parameters the hash is most of the time, and no kind of name takes half as long again."""
    browser = stranger_of(world_engine, PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    refused(browser, "warming-up")
    took = {kind: median(refused(browser, name) for _ in range(5)) for kind, name in NAMES.items()}
    assert max(took.values()) < 1.5 * min(took.values()), took
