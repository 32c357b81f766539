"""Sign-in with name, passphrase and code, which reveals nothing on failure."""

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
from directory.staff.auth.audit_log import AuditAction, list_actions
from directory.staff.auth.credentials import Credentials, CredentialVerifier, SecretCipher
from directory.staff.auth.errors import InvalidCredentialsError
from directory.staff.auth.lockout import FAILURES_BEFORE_LOCK, FIRST_LOCK, LONGEST_LOCK
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.sessions import find_user
from directory.staff.auth.sign_in import sign_in
from tests.directory.staff.auth.account_factory import NOW, STEP, Member, create_member, fast_verifier


class CountingHasher(PasswordHasher):
    """A fast hasher that counts verifications and their concurrency."""

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


def fail_sign_in(mali: Member, times: int, now: datetime) -> None:
    """Try a wrong passphrase several times."""
    for _ in range(times):
        with pytest.raises(InvalidCredentialsError):
            sign_in(mali.engine, mali.verifier, mali.typed(now, "not the passphrase"), now)


def can_sign_in(mali: Member, now: datetime) -> bool:
    """Return whether the right credentials open the account."""
    try:
        return bool(mali.signs_in(now))
    except InvalidCredentialsError:
        return False


def locked_until(mali: Member) -> datetime | None:
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
def test_every_failure_has_the_same_error(engine: Engine, mali: Member, wrong: str) -> None:
    """Every failure has the same error without text, after exactly one hash, and starts no session."""
    hasher = CountingHasher()
    verifier = CredentialVerifier(SecretCipher(b"k" * 32), PassphraseHasher(hasher))
    with pytest.raises(InvalidCredentialsError) as refused:
        sign_in(engine, verifier, WRONG[wrong](mali.typed(NOW)), NOW)
    assert refused.value.args == ()
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert hasher.verified == 1
    assert can_sign_in(mali, NOW)


@pytest.mark.parametrize("state", ["open", "disabled", "locked"])
def test_closed_account_costs_the_same_work(
    engine: Engine, verifier: CredentialVerifier, mali: Member, state: str
) -> None:
    """Right credentials of a disabled or locked account cost one hash and are rejected like wrong ones."""
    create_member(engine, verifier, "anong")
    if state == "disabled":
        disable(engine, mali.account_id, None, NOW)
    if state == "locked":
        fail_sign_in(mali, FAILURES_BEFORE_LOCK, NOW)
    hasher = CountingHasher()
    tried = replace(mali, verifier=CredentialVerifier(SecretCipher(b"k" * 32), PassphraseHasher(hasher)))
    assert can_sign_in(tried, NOW) is (state == "open")
    assert hasher.verified == 1


def test_response_time_is_equal(engine: Engine, mali: Member) -> None:
    """An unknown name takes about as long as a wrong passphrase."""
    hasher = PasswordHasher(time_cost=1, memory_cost=19 * 1024, parallelism=1)
    known = create_member(engine, CredentialVerifier(SecretCipher(b"k" * 32), PassphraseHasher(hasher)), "anong")

    def seconds(name: str, number: int) -> float:
        typed = Credentials(name, "not the passphrase", "000000")
        began = time.perf_counter()
        with pytest.raises(InvalidCredentialsError):
            sign_in(engine, known.verifier, typed, NOW + number * timedelta(days=2))
        return time.perf_counter() - began

    # In turns, and the quickest of each: whatever else the machine does then, it does to both. Where it disturbed every
    # one of the first nine, more are made; what differs by itself goes on to differ.
    unknown, wrong = float("inf"), float("inf")
    for number in range(60):
        unknown, wrong = min(unknown, seconds("nobody", number)), min(wrong, seconds("anong", number))
        if number >= 8 and 0.5 < unknown / wrong < 2:
            break
    assert 0.5 < unknown / wrong < 2


def test_overlong_input_is_rejected_cheaply(engine: Engine, mali: Member) -> None:
    """Texts that are costly to normalize are rejected like others."""
    busy = "a" + "\u0301\u0316" * 40_000
    began = time.process_time()
    with pytest.raises(InvalidCredentialsError):
        sign_in(engine, mali.verifier, Credentials(busy, busy, busy), NOW)
    assert time.process_time() - began < 1


def test_concurrent_hashes_are_limited(engine: Engine, mali: Member) -> None:
    """At most two hashes run at the same time in a process."""
    hasher = CountingHasher()
    verifier = CredentialVerifier(SecretCipher(b"k" * 32), PassphraseHasher(hasher))

    def tries(_: int) -> None:
        with pytest.raises(InvalidCredentialsError):
            sign_in(engine, verifier, Credentials("nobody", "not the passphrase", "000000"), NOW)

    with ThreadPoolExecutor(8) as people:
        list(people.map(tries, range(16)))
    assert hasher.verified == 16
    assert hasher.most == 2


def test_code_works_once(mali: Member) -> None:
    """A code can't be reused, nor can an older one."""
    assert can_sign_in(mali, NOW)
    assert not can_sign_in(mali, NOW)
    with pytest.raises(InvalidCredentialsError):
        sign_in(mali.engine, mali.verifier, replace(mali.typed(NOW), code=mali.code(NOW - STEP)), NOW)
    assert can_sign_in(mali, NOW + STEP)


def test_code_works_once_concurrently(mali: Member) -> None:
    """Of several concurrent uses of a code one succeeds."""
    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(lambda _: can_sign_in(mali, NOW), range(4))) == 1


@pytest.mark.parametrize(("steps", "holds"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_skew_of_half_a_minute_is_accepted(mali: Member, steps: int, holds: bool) -> None:  # noqa: FBT001
    """The codes before and after are accepted, and no others."""
    now = NOW + 10 * STEP
    typed = replace(mali.typed(now), code=mali.code(now + steps * STEP))
    if holds:
        assert sign_in(mali.engine, mali.verifier, typed, now)
    else:
        with pytest.raises(InvalidCredentialsError):
            sign_in(mali.engine, mali.verifier, typed, now)


@pytest.mark.parametrize("zero", ["0", "٠", "०", "๐", "၀", "០"])
def test_accepts_digits_of_any_script(mali: Member, zero: str) -> None:
    """Digits may be of any script, with a space between."""
    digits = "".join(chr(ord(zero) + int(digit)) for digit in mali.code(NOW))
    assert sign_in(mali.engine, mali.verifier, replace(mali.typed(NOW), code=f"{digits[:3]} {digits[3:]} "), NOW)


def test_five_failures_lock_the_account(mali: Member) -> None:
    """After five failures in a row even right credentials are rejected for 15 minutes."""
    fail_sign_in(mali, FAILURES_BEFORE_LOCK - 1, NOW)
    assert locked_until(mali) is None
    fail_sign_in(mali, 1, NOW)
    assert not can_sign_in(mali, NOW + FIRST_LOCK - STEP)
    assert can_sign_in(mali, NOW + FIRST_LOCK)
    with mali.engine.connect() as connection:
        assert [one.action for one in list_actions(connection)].count(AuditAction.LOCKED_OUT) == 1


def test_attempts_on_a_locked_account_do_not_count(mali: Member) -> None:
    """Attempts during a lock do not extend it."""
    fail_sign_in(mali, FAILURES_BEFORE_LOCK, NOW)
    until = locked_until(mali)
    fail_sign_in(mali, FAILURES_BEFORE_LOCK, NOW + STEP)
    assert locked_until(mali) == until == NOW + FIRST_LOCK
    fail_sign_in(mali, 2, NOW + FIRST_LOCK)
    assert locked_until(mali) == NOW + FIRST_LOCK
    fail_sign_in(mali, 1, NOW + FIRST_LOCK)
    assert locked_until(mali) == NOW + FIRST_LOCK + 2 * FIRST_LOCK


def test_lock_duration_doubles(mali: Member) -> None:
    """Three more failures after a lock double it, up to an hour."""
    now, locks = NOW, []
    fail_sign_in(mali, FAILURES_BEFORE_LOCK - 3, now)
    for _ in range(9):
        fail_sign_in(mali, 3, now)
        until = locked_until(mali)
        assert until
        locks.append(until - now)
        now = until
    assert locks[:3] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK]
    assert locks[-2:] == [LONGEST_LOCK, LONGEST_LOCK]


def test_success_resets_failures(mali: Member) -> None:
    """Four failures, a success and four failures lock nothing."""
    for now in (NOW, NOW + STEP):
        fail_sign_in(mali, FAILURES_BEFORE_LOCK - 1, now)
        assert can_sign_in(mali, now)


def test_concurrent_failures_are_all_counted(mali: Member) -> None:
    """Concurrent attempts get no more tries than sequential ones."""
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: fail_sign_in(mali, 1, NOW), range(8)))
    assert locked_until(mali) == NOW + FIRST_LOCK
    assert not can_sign_in(mali, NOW)


def test_administrator_unlocks_account(mali: Member) -> None:
    """Enabling an account resets its failures."""
    fail_sign_in(mali, FAILURES_BEFORE_LOCK, NOW)
    enable(mali.engine, mali.account_id, None, NOW)
    assert can_sign_in(mali, NOW)
    fail_sign_in(mali, FAILURES_BEFORE_LOCK - 1, NOW)
    assert locked_until(mali) is None


def test_outdated_hash_is_renewed(engine: Engine, mali: Member) -> None:
    """The next sign-in renews a hash with outdated parameters."""
    stronger = CredentialVerifier(
        SecretCipher(b"k" * 32), PassphraseHasher(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    )
    assert can_sign_in(replace(mali, verifier=stronger), NOW)
    with engine.connect() as connection:
        kept = connection.scalar(select(col(StaffAccount.passphrase_hash)))
    assert kept
    assert kept.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert not stronger.hasher.needs_rehash(kept)
    assert can_sign_in(replace(mali, verifier=stronger), NOW + STEP)


def test_hash_parameters_follow_owasp() -> None:
    """By default a hash takes 19 MiB and two rounds of argon2id."""
    assert PassphraseHasher().hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_wrong_key_is_logged_and_rejected(engine: Engine, mali: Member) -> None:
    """Under a wrong key sign-in fails, and the log says so without a name or secret."""
    with capture_logs() as logged:
        assert not can_sign_in(replace(mali, verifier=fast_verifier(b"x" * 32)), NOW)
    (line,) = logged
    assert line["event"].startswith("totp secret not decryptable: WAYLIGHT_STAFF_KEY or staff.key")
    assert set(line) == {"event", "log_level"}


def test_credentials_are_not_in_repr(mali: Member) -> None:
    """Neither name, passphrase nor code is in a repr."""
    typed = mali.typed(NOW)
    printed = repr(typed) + repr(mali.verifier.verify(None, typed, NOW))
    assert [one for one in (typed.name, typed.passphrase, typed.code) if one in printed] == []


def test_each_sign_in_gets_a_new_token(mali: Member) -> None:
    """Sign-in never continues an earlier session."""
    first, second = mali.signs_in(NOW), mali.signs_in(NOW + STEP)
    assert first != second
    assert find_user(mali.engine, second, NOW + STEP) == find_user(mali.engine, first, NOW + STEP)
    assert len(first) >= 43
