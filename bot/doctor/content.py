"""Checks of what people are told: the directory's entries and the translations."""

import asyncio
import tarfile
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.core.settings import Settings
from bot.doctor.database import sqlite_path
from bot.doctor.finding import Finding, Level
from bot.doctor.host import available_memory
from bot.engine.model_digest import digest_path, has_own_digest
from bot.engine.training import model_path
from directory import DirectoryHealth, check_health, is_migrated
from locales.domains import BOT
from locales.po import DRAFT, read_catalogue
from locales.registry import LANGUAGES, SOURCE

_FAILED_QUERIES_ONLY = ("log_min_error_statement",)
"""PostgreSQL settings that log only failed queries; a search that times out is one."""

_directory = partial(Finding, "directory")
_catalogues = partial(Finding, "catalogues")


async def check_directory(settings: Settings) -> AsyncIterator[Finding]:
    """Yield the state of the entries; nothing if there is no database of this version: check_database reports that."""
    try:
        path = sqlite_path(settings.database_url)
        if path and not path.exists():
            return
        condition = await asyncio.to_thread(_read_condition, settings)
    except (ArgumentError, SQLAlchemyError, ValueError, OSError):
        return
    if condition:
        for finding in (
            *_check_verification(condition),
            *_check_emergency_numbers(condition),
            *_check_query_log(condition),
        ):
            yield finding


def _read_condition(settings: Settings) -> DirectoryHealth | None:
    if not is_migrated(settings.database_url):
        return None
    return check_health(settings.database_url, settings.stale_after)


def _check_verification(condition: DirectoryHealth) -> Iterator[Finding]:
    checked = condition.verifications
    rest = f"{checked.stale} too long ago, {checked.unverified} never"
    advice = "call them and enter what you find (docs/keeping-the-directory.md)"
    if not checked.verified:
        yield _directory(
            Level.WARNING,
            f"Nobody has checked any of its services lately ({rest}): before people are sent there, {advice}.",
        )
    elif checked.stale or checked.unverified:
        yield _directory(Level.WARNING, f"{checked.verified} services are checked ({rest}): {advice}.")
    else:
        yield _directory(Level.OK, f"All {checked.verified} services are checked.")


def _check_emergency_numbers(condition: DirectoryHealth) -> Iterator[Finding]:
    missing = ", ".join(condition.countries_without_emergency_number)
    if missing:
        yield _directory(
            Level.WARNING,
            f"It has services in {missing} and no emergency number there: danger is answered without one.",
        )
    else:
        yield _directory(Level.OK, "It knows an emergency number for each country that it has services in.")


def _check_query_log(condition: DirectoryHealth) -> Iterator[Finding]:
    for name in condition.statement_logging:
        level = Level.WARNING if name in _FAILED_QUERIES_ONLY else Level.ERROR
        yield _directory(level, f"PostgreSQL logs what people search for, by {name}: turn it off (docs/operating.md).")


async def check_catalogues(_: Settings) -> AsyncIterator[Finding]:
    """Yield which languages no native speaker has reviewed, and which are not offered because they are incomplete."""
    offered = {code: read_catalogue(code).review.status for code in LANGUAGES if code != SOURCE}
    for finding in _assess_catalogues(offered, sorted(set(BOT.codes()) - set(LANGUAGES))):
        yield finding


def _assess_catalogues(offered: Mapping[str, str], incomplete: Sequence[str]) -> list[Finding]:
    """Assess the languages that are offered (code -> review status) and those that are incomplete."""
    drafts = [code for code, status in offered.items() if status == DRAFT]
    findings = []
    if drafts:
        findings.append(
            _catalogues(
                Level.WARNING,
                f"No native speaker has read {', '.join(drafts)}: have a speaker read what your people will read"
                " (docs/translating.md).",
            )
        )
    if incomplete:
        findings.append(
            _catalogues(
                Level.WARNING,
                f"Not offered, since not all is translated: {', '.join(incomplete)}. Their readers get another"
                " language.",
            )
        )
    return [*findings, _catalogues(Level.OK, f"{len(offered) + 1} languages are offered.")]


_TRAINING_MEMORY = 1_400_000_000
"""Bytes; a training takes 1.3 GB (measured)."""

_finding = partial(Finding, "model")


async def check_model(settings: Settings) -> AsyncIterator[Finding]:
    """Yield whether the next start has to train a model first, and whether it can."""
    model = model_path(settings.data_dir)
    if not model.exists():
        yield _assess_missing(available_memory())
        return
    if not await asyncio.to_thread(_is_readable, model):
        yield _finding(Level.ERROR, "Its file is broken, so that the next start fails: delete it and `waylight train`.")
        return
    if not digest_path(model).exists():
        yield _finding(Level.WARNING, "There is no digest (.sha256) beside it: `waylight train` writes one.")
    elif not await asyncio.to_thread(has_own_digest, model):
        reason = "The digest (.sha256) beside it is of another file, so that the next start fails"
        yield _finding(Level.ERROR, f"{reason}: find out who changed it, delete it and `waylight train`.")
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(model.stat().st_mtime, UTC)
    size = model.stat().st_size / 1e6
    yield _finding(Level.OK, f"It matches the training data, is {max(0, age.days)} days old, and {size:.0f} MB large.")


def _assess_missing(available: int | None) -> Finding:
    """Assess a missing model by the available memory in bytes; None if that is unknown."""
    if available is not None and available < _TRAINING_MEMORY:
        return _finding(
            Level.ERROR,
            f"There is none for the present data, and {available / 1e6:.0f} MB are too few to train one here, so the"
            " service does not start: train elsewhere, and copy the file (docs/operating.md).",
        )
    return _finding(Level.WARNING, "There is none for the present data: `waylight train` makes it, in minutes.")


def _is_readable(model: Path) -> bool:
    try:
        with tarfile.open(model) as archive:
            return bool(archive.getnames())
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        return False
