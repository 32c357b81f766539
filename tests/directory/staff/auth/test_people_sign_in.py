"""Signing in: three things that must fit, and nothing learned where they don't."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select
from sqlmodel import col
from structlog.testing import capture_logs

from directory.models import StaffAccount
from directory.staff.auth.accounts import disable, enable
from directory.staff.auth.audit_log import Act, acts
from directory.staff.auth.credentials import Credentials, Safe
from directory.staff.auth.encryption import Seal
from directory.staff.auth.errors import RefusedError
from directory.staff.auth.lockout import ALLOWED, LONGEST, SHORTEST
from directory.staff.auth.passphrases import Passphrases
from directory.staff.auth.sessions import person_of
from directory.staff.auth.sign_in import sign_in
from tests.directory.staff.auth.somebody import NOW, STEP, Somebody, light_safe, somebody


class CountedHasher(PasswordHasher):
    """A light hasher that knows how often it verified, and how many worked at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = self.working = self.most = 0
        self._counting = threading.Lock()

    __slots__ = ("_counting", "most", "verified", "working")

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - the library's name
        """Verify, and count."""
        with self._counting:
            self.verified += 1
            self.working += 1
            self.most = max(self.most, self.working)
        try:
            time.sleep(0.002)
            return super().verify(hash, password)
        finally:
            with self._counting:
                self.working -= 1


def fails(mali: Somebody, times: int, now: datetime) -> None:
    """Try a wrong passphrase a few times."""
    for _ in range(times):
        with pytest.raises(RefusedError):
            sign_in(mali.engine, mali.safe, mali.typed(now, "not the passphrase"), now)


def is_let_in(mali: Somebody, now: datetime) -> bool:
    """Tell whether the right credentials open the account."""
    try:
        return bool(mali.signs_in(now))
    except RefusedError:
        return False


def locked_until(mali: Somebody) -> datetime | None:
    """Return until when the account is locked."""
    with mali.engine.connect() as connection:
        return connection.scalar(select(col(StaffAccount.locked_until)).where(col(StaffAccount.id) == mali.account_id))


WRONG: dict[str, Callable[[Credentials], Credentials]] = {
    "unknown name": lambda right: replace(right, name="nobody"),
    "no name": lambda right: replace(right, name=""),
    "impossible name": lambda right: replace(right, name="\0\ud800"),
    "endless name": lambda right: replace(right, name="m" * 1_000_000),
    "wrong passphrase": lambda right: replace(right, passphrase="eight green umbrellas"),
    "no passphrase": lambda right: replace(right, passphrase=""),
    "impossible passphrase": lambda right: replace(right, passphrase="\0\ud800" * 8),
    "endless passphrase": lambda right: replace(right, passphrase="p" * 1_000_000),
    "wrong code": lambda right: replace(right, code=str((int(right.code) + 1) % 1_000_000).zfill(6)),
    "no code": lambda right: replace(right, code=""),
    "impossible code": lambda right: replace(right, code="\ud800½٣a五"),
    "endless code": lambda right: replace(right, code=right.code * 100_000),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_is_refused_alike(engine: Engine, mali: Somebody, wrong: str) -> None:
    """One refusal without a word stands for all that is wrong, after exactly one hash, and no session begins."""
    hasher = CountedHasher()
    safe = Safe(Seal(b"k" * 32), Passphrases(hasher))
    with pytest.raises(RefusedError) as refused:
        sign_in(engine, safe, WRONG[wrong](mali.typed(NOW)), NOW)
    assert refused.value.args == ()
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert hasher.verified == 1
    assert is_let_in(mali, NOW)


@pytest.mark.parametrize("state", ["open", "disabled", "locked"])
def test_the_work_is_the_same_for_a_closed_account(engine: Engine, safe: Safe, mali: Somebody, state: str) -> None:
    """Where the account is disabled or locked, right credentials take one hash too, and are refused like wrong ones."""
    somebody(engine, safe, "anong")
    if state == "disabled":
        disable(engine, mali.account_id, None, NOW)
    if state == "locked":
        fails(mali, ALLOWED, NOW)
    hasher = CountedHasher()
    tried = replace(mali, safe=Safe(Seal(b"k" * 32), Passphrases(hasher)))
    assert is_let_in(tried, NOW) is (state == "open")
    assert hasher.verified == 1


def test_the_time_is_alike(engine: Engine, mali: Somebody) -> None:
    """By the clock, too, an unknown name takes about as long as a wrong passphrase."""
    hasher = PasswordHasher(time_cost=1, memory_cost=19 * 1024, parallelism=1)
    known = somebody(engine, Safe(Seal(b"k" * 32), Passphrases(hasher)), "anong")

    def seconds(name: str, number: int) -> float:
        typed = Credentials(name, "not the passphrase", "000000")
        began = time.perf_counter()
        with pytest.raises(RefusedError):
            sign_in(engine, known.safe, typed, NOW + number * timedelta(days=2))
        return time.perf_counter() - began

    # In turns, and the quickest of each: whatever else the machine does then, it does to both. Where it disturbed every
    # one of the first nine, more are made; what differs by itself goes on to differ.
    unknown, wrong = float("inf"), float("inf")
    for number in range(60):
        unknown, wrong = min(unknown, seconds("nobody", number)), min(wrong, seconds("anong", number))
        if number >= 8 and 0.5 < unknown / wrong < 2:
            break
    assert 0.5 < unknown / wrong < 2


def test_what_is_endless_takes_no_work(engine: Engine, mali: Somebody) -> None:
    """Texts that are made to keep a computer busy, with marks out of order, are refused like others."""
    busy = "a" + "\u0301\u0316" * 40_000
    began = time.process_time()
    with pytest.raises(RefusedError):
        sign_in(engine, mali.safe, Credentials(busy, busy, busy), NOW)
    assert time.process_time() - began < 1


def test_hashes_do_not_fill_the_memory(engine: Engine, mali: Somebody) -> None:
    """However many sign in at once, at most two hashes are made at the same time in a process."""
    hasher = CountedHasher()
    safe = Safe(Seal(b"k" * 32), Passphrases(hasher))

    def tries(_: int) -> None:
        with pytest.raises(RefusedError):
            sign_in(engine, safe, Credentials("nobody", "not the passphrase", "000000"), NOW)

    with ThreadPoolExecutor(8) as people:
        list(people.map(tries, range(16)))
    assert hasher.verified == 16
    assert hasher.most == 2


def test_a_code_counts_once(mali: Somebody) -> None:
    """Whoever saw a code being typed can't use it, nor an older one."""
    assert is_let_in(mali, NOW)
    assert not is_let_in(mali, NOW)
    with pytest.raises(RefusedError):
        sign_in(mali.engine, mali.safe, replace(mali.typed(NOW), code=mali.code(NOW - STEP)), NOW)
    assert is_let_in(mali, NOW + STEP)


def test_a_code_counts_once_at_the_same_moment(mali: Somebody) -> None:
    """Of several who use the same code at once, one is let in."""
    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(lambda _: is_let_in(mali, NOW), range(4))) == 1


@pytest.mark.parametrize(("steps", "holds"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(mali: Somebody, steps: int, holds: bool) -> None:  # noqa: FBT001
    """The code before and the one after hold too, and none further away."""
    now = NOW + 10 * STEP
    typed = replace(mali.typed(now), code=mali.code(now + steps * STEP))
    if holds:
        assert sign_in(mali.engine, mali.safe, typed, now)
    else:
        with pytest.raises(RefusedError):
            sign_in(mali.engine, mali.safe, typed, now)


@pytest.mark.parametrize("zero", ["0", "٠", "०", "๐", "၀", "០"])
def test_codes_in_any_digits(mali: Somebody, zero: str) -> None:
    """A keyboard may have its own digits, and a person may leave a space as the app does."""
    digits = "".join(chr(ord(zero) + int(digit)) for digit in mali.code(NOW))
    assert sign_in(mali.engine, mali.safe, replace(mali.typed(NOW), code=f"{digits[:3]} {digits[3:]} "), NOW)


def test_five_wrong_attempts_lock(mali: Somebody) -> None:
    """After five in a row even the right credentials are refused for 15 minutes, and then let in."""
    fails(mali, ALLOWED - 1, NOW)
    assert locked_until(mali) is None
    fails(mali, 1, NOW)
    assert not is_let_in(mali, NOW + SHORTEST - STEP)
    assert is_let_in(mali, NOW + SHORTEST)
    with mali.engine.connect() as connection:
        assert [one.act for one in acts(connection)].count(Act.LOCKED_OUT) == 1


def test_attempts_at_a_locked_account_change_nothing(mali: Somebody) -> None:
    """Who goes on trying can't keep the person out for longer."""
    fails(mali, ALLOWED, NOW)
    until = locked_until(mali)
    fails(mali, ALLOWED, NOW + STEP)
    assert locked_until(mali) == until == NOW + SHORTEST
    fails(mali, 2, NOW + SHORTEST)
    assert locked_until(mali) == NOW + SHORTEST
    fails(mali, 1, NOW + SHORTEST)
    assert locked_until(mali) == NOW + SHORTEST + 2 * SHORTEST


def test_each_lock_is_twice_as_long(mali: Somebody) -> None:
    """Three more wrong attempts after a lock double it, up to an hour."""
    now, locks = NOW, []
    fails(mali, ALLOWED - 3, now)
    for _ in range(9):
        fails(mali, 3, now)
        until = locked_until(mali)
        assert until
        locks.append(until - now)
        now = until
    assert locks[:3] == [SHORTEST, 2 * SHORTEST, 4 * SHORTEST]
    assert locks[-2:] == [LONGEST, LONGEST]


def test_a_right_attempt_begins_anew(mali: Somebody) -> None:
    """Four wrong ones, a right one and four wrong ones again lock nobody out."""
    for now in (NOW, NOW + STEP):
        fails(mali, ALLOWED - 1, now)
        assert is_let_in(mali, now)


def test_attempts_at_once_are_all_counted(mali: Somebody) -> None:
    """Many at the same moment get no more tries than one after the other."""
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: fails(mali, 1, NOW), range(8)))
    assert locked_until(mali) == NOW + SHORTEST
    assert not is_let_in(mali, NOW)


def test_an_administrator_opens_a_lock(mali: Somebody) -> None:
    """Enabling an account forgives what somebody else tried."""
    fails(mali, ALLOWED, NOW)
    enable(mali.engine, mali.account_id, None, NOW)
    assert is_let_in(mali, NOW)
    fails(mali, ALLOWED - 1, NOW)
    assert locked_until(mali) is None


def test_hashes_of_other_parameters_are_renewed(engine: Engine, mali: Somebody) -> None:
    """At the next sign-in a hash gets today's parameters, and the passphrase stays the same."""
    stronger = Safe(Seal(b"k" * 32), Passphrases(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)))
    assert is_let_in(replace(mali, safe=stronger), NOW)
    with engine.connect() as connection:
        kept = connection.scalar(select(col(StaffAccount.passphrase_hash)))
    assert kept
    assert kept.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert not stronger.passphrases.is_outdated(kept)
    assert is_let_in(replace(mali, safe=stronger), NOW + STEP)


def test_the_parameters_are_owasps() -> None:
    """Where nothing else is given, a hash takes 19 MiB and two rounds of argon2id."""
    assert Passphrases().hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_another_key_lets_nobody_in_and_says_so(engine: Engine, mali: Somebody) -> None:
    """Under a wrong key nobody signs in; the log tells those who run the service, without a name or a secret."""
    with capture_logs() as logged:
        assert not is_let_in(replace(mali, safe=light_safe(b"x" * 32)), NOW)
    (line,) = logged
    assert line["event"].startswith("A secret for one-time codes can't be opened: WAYLIGHT_STAFF_KEY or staff.key")
    assert set(line) == {"event", "log_level"}


def test_what_was_typed_is_never_shown(mali: Somebody) -> None:
    """Neither name, passphrase nor code stands in what Python prints of them."""
    typed = mali.typed(NOW)
    printed = repr(typed) + repr(mali.safe.prove(None, typed, NOW))
    assert [one for one in (typed.name, typed.passphrase, typed.code) if one in printed] == []


def test_each_sign_in_has_a_token_of_its_own(mali: Somebody) -> None:
    """A session that somebody planted in a browser is not the one that begins."""
    first, second = mali.signs_in(NOW), mali.signs_in(NOW + STEP)
    assert first != second
    assert person_of(mali.engine, second, NOW + STEP) == person_of(mali.engine, first, NOW + STEP)
    assert len(first) >= 43
