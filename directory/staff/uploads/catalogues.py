"""The bot's catalogues: what there is of each language, and what a translator hands over.

A catalogue that is uploaded changes no word that the bot says. It is kept until the engineers have taken it into the
next release with `waylight languages take`.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import Connection, delete
from sqlmodel import col

from directory.models import Upload
from directory.staff.uploads import store
from directory.staff.uploads.file_types import File, Kind
from directory.staff.uploads.store import State
from locales.domains import BOT
from locales.po import REVIEWED, is_translated, read_catalogue
from locales.submission import Change, Judged, Words

_WAITS_FOR: Final = timedelta(days=60)
_LONGEST: Final = 2_000
"""Signs of a text that are shown; none of the bot's comes near it."""
_ENDING: Final = ".po"


@dataclass(frozen=True, slots=True)
class Status:
    """How much of a language there is, and whether a second person has read it."""

    code: str
    done: int
    total: int
    is_reviewed: bool
    day: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What was found in a catalogue that somebody uploaded."""

    code: str
    faults: tuple[str, ...]
    changes: tuple[Change, ...]
    unknown: int
    absent: int


@cache
def statuses() -> tuple[Status, ...]:
    """Return what there is of each language that has a catalogue; it stays so while a process runs."""
    return tuple(map(_status, BOT.codes()))


def keep(connection: Connection, account_id: str, code: str, judged: Judged, now: datetime) -> str:
    """Keep what somebody uploaded in place of what they uploaded before and did not hand over; return its id."""
    store.sweep(connection, now)
    _forget(connection, account_id, State.CHECKED)
    file = File(Kind.CATALOGUE, code + _ENDING, judged.catalogue)
    return store.add(connection, account_id, file, now, state=State.CHECKED, report=_written(judged))


def hand_over(connection: Connection, kept: store.Kept, now: datetime) -> bool:
    """Let a catalogue wait for the engineers, in place of an earlier one of the same person; tell whether it does."""
    if kept.state is not State.CHECKED or offered(kept).faults:
        return False
    _forget(connection, kept.account_id, State.WAITING, kept.name)
    return store.change(connection, kept.id, State.CHECKED, state=State.WAITING, ends_at=now + _WAITS_FOR)


def offered(kept: store.Kept) -> Offered:
    """Return what was found in a catalogue that is kept."""
    found = json.loads(kept.report or "{}")
    changes = tuple(Change(*map(tuple, change)) for change in found["changes"])
    return Offered(code_of(kept), tuple(found["faults"]), changes, found["unknown"], found["absent"])


def code_of(kept: store.Kept) -> str:
    """Return the language (BCP 47) of a catalogue that is kept."""
    return kept.name.removesuffix(_ENDING)


def _status(code: str) -> Status:
    catalogue = read_catalogue(code)
    messages = [message for message in catalogue if message.id]
    review = catalogue.review
    return Status(code, sum(map(is_translated, messages)), len(messages), review.status == REVIEWED, review.day)


def _forget(connection: Connection, account_id: str, state: State, name: str | None = None) -> None:
    theirs = [col(Upload.account_id) == account_id, col(Upload.kind) == Kind.CATALOGUE, col(Upload.state) == state]
    if name is not None:
        theirs.append(col(Upload.name) == name)
    connection.execute(delete(Upload).where(*theirs))


def _written(judged: Judged) -> str:
    changes = [[_cut(one.msgid), _cut(one.old), _cut(one.new)] for one in judged.changes]
    more = {"unknown": len(judged.unknown), "absent": len(judged.absent)}
    return json.dumps({"faults": judged.faults, "changes": changes} | more, ensure_ascii=False)


def _cut(words: Words) -> Words:
    return tuple(form if len(form) <= _LONGEST else f"{form[:_LONGEST]}…" for form in words)
