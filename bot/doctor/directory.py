"""Whether the directory can be trusted by those who are sent to its entries, and keeps what they search to itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.core.settings import Settings
from bot.doctor.database import file_of
from bot.doctor.finding import Finding, Level
from directory import Condition, condition_of, is_migrated

_SOME = ("log_min_error_statement",)
"""Writes only what fails, which searches that take too long do."""
_finding = partial(Finding, "directory")


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Yield in what state its entries are; nothing where there is no database of this version: its own look says so."""
    try:
        file = file_of(settings.database_url)
        if file and not file.exists():
            return
        condition = await asyncio.to_thread(_condition, settings)
    except (ArgumentError, SQLAlchemyError, ValueError, OSError):
        return
    if condition:
        for finding in (*_of_the_checks(condition), *_of_the_numbers(condition), *_of_the_log(condition)):
            yield finding


def _condition(settings: Settings) -> Condition | None:
    if not is_migrated(settings.database_url):
        return None
    return condition_of(settings.database_url, settings.stale_after)


def _of_the_checks(condition: Condition) -> Iterator[Finding]:
    checked = condition.checked
    rest = f"{checked.stale} too long ago, {checked.unverified} never"
    how = "call them and enter what you find (docs/keeping-the-directory.md)"
    if not checked.verified:
        yield _finding(
            Level.WARNING,
            f"Nobody has checked any of its services lately ({rest}): before people are sent there, {how}.",
        )
    elif checked.stale or checked.unverified:
        yield _finding(Level.WARNING, f"{checked.verified} services are checked ({rest}): {how}.")
    else:
        yield _finding(Level.OK, f"All {checked.verified} services are checked.")


def _of_the_numbers(condition: Condition) -> Iterator[Finding]:
    without = ", ".join(condition.without_numbers)
    if without:
        yield _finding(
            Level.WARNING,
            f"It has services in {without} and no emergency number there: danger is answered without one.",
        )
    else:
        yield _finding(Level.OK, "It knows an emergency number for each country that it has services in.")


def _of_the_log(condition: Condition) -> Iterator[Finding]:
    for name in condition.writing:
        level = Level.WARNING if name in _SOME else Level.FAULT
        yield _finding(
            level, f"PostgreSQL writes down what people search for, by {name}: turn it off (docs/operating.md)."
        )
