"""Uploaded files in the table `upload`, seen by all processes. Everything here runs in the caller's transaction."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlmodel import col

from directory.models import Upload
from directory.staff.uploads.errors import TooManyUploadsError
from directory.staff.uploads.file_types import File, Kind

KEPT_FOR: Final = timedelta(hours=1)
_KEPT_AT_MOST: Final = 10
"""Files of 10 MB at most, so the table never holds much."""
IMPORTED: Final = (Kind.SHEET, Kind.HSDS)


class State(StrEnum):
    """How far a file is. `WAITING`: a catalogue waits for the engineers."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    WAITING = "waiting"


AT_WORK: Final = (State.CHECKING, State.IMPORTING)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept, without its content; `report` is JSON, or None while there is none."""

    id: str
    account_id: str
    kind: Kind
    name: str
    state: State
    step: str | None
    done: int
    total: int
    tries: int
    worked_until: datetime | None
    made_at: datetime
    ends_at: datetime
    report: str | None = None


_FIELDS: Final = tuple(getattr(Upload, name) for name in Kept.__dataclass_fields__ if name != "report")


def keep(connection: Connection, account_id: str, file: File, now: datetime) -> str:
    """Keep a file that waits to be checked; return its id.

    Raises:
        TooManyUploadsError: as many wait as may.
    """
    sweep(connection, now)
    there = select(func.count()).where(col(Upload.kind).in_(IMPORTED), col(Upload.content).is_not(None))
    if (connection.scalar(there) or 0) >= _KEPT_AT_MOST:
        raise TooManyUploadsError
    return add(connection, account_id, file, now)


def add(connection: Connection, account_id: str, file: File, now: datetime, **more: Any) -> str:
    """Add a file that waits to be checked, unless `more` says something else; return its id."""
    upload_id = uuid4().hex
    named: dict[str, Any] = {"id": upload_id, "account_id": account_id, "kind": file.kind, "name": file.name}
    row = named | {"content": zlib.compress(file.content), "made_at": now, "ends_at": now + KEPT_FOR}
    row |= {"state": State.CHECKING, "report": None, "done": 0, "total": 0, "tries": 0}
    connection.execute(insert(Upload), row | more)
    return upload_id


def find(connection: Connection, upload_id: str, now: datetime) -> Kept | None:
    """Return a file that has not ended, None where there is none."""
    this = _this(upload_id, now)
    row = connection.execute(select(*_FIELDS, col(Upload.report)).where(*this)).first()
    return _kept(row) if row else None


def content_of(connection: Connection, upload_id: str, now: datetime) -> bytes | None:
    """Return what is in a file, None where it is gone."""
    content = connection.scalar(select(col(Upload.content)).where(*_this(upload_id, now)))
    return zlib.decompress(content) if content is not None else None


def listed(connection: Connection, kinds: tuple[Kind, ...], now: datetime, state: State | None = None) -> list[Kept]:
    """Return the files of some kinds that have not ended, newest first, without their reports."""
    chosen = select(*_FIELDS).where(col(Upload.kind).in_(kinds), col(Upload.ends_at) > now)
    if state is not None:
        chosen = chosen.where(col(Upload.state) == state)
    newest = chosen.order_by(col(Upload.made_at).desc(), col(Upload.id)).limit(100)
    return [_kept(row) for row in connection.execute(newest)]


def change(
    connection: Connection, upload_id: str, was: State, worked_until: datetime | None = None, /, **values: Any
) -> bool:
    """Change a file that is still in a state; tell whether it was.

    With `worked_until` only if it still is the job of whoever works on it until then.
    """
    this = [col(Upload.id) == upload_id, col(Upload.state) == was]
    if worked_until is not None:
        this.append(col(Upload.worked_until) == worked_until)
    return connection.execute(update(Upload).where(*this).values(**values)).rowcount == 1


def discard(connection: Connection, upload_id: str) -> None:
    """Remove a file that nobody works on."""
    not_at_work = col(Upload.state).not_in(AT_WORK)
    connection.execute(delete(Upload).where(col(Upload.id) == upload_id, not_at_work))


def sweep(connection: Connection, now: datetime) -> int:
    """Remove what has ended, also what a dead process left; return how many files that were.

    What somebody still works on stays: the end of the work has to find it.
    """
    rests = or_(col(Upload.state).not_in(AT_WORK), col(Upload.worked_until).is_(None), col(Upload.worked_until) <= now)
    return connection.execute(delete(Upload).where(col(Upload.ends_at) <= now, rests)).rowcount


def _this(upload_id: str, now: datetime) -> tuple[Any, ...]:
    # PostgreSQL takes no text with a NUL in it.
    return col(Upload.id) == upload_id.replace("\0", ""), col(Upload.ends_at) > now


def _kept(row: Row[Any]) -> Kept:
    values = row._asdict()
    return Kept(**values | {"kind": Kind(values["kind"]), "state": State(values["state"])})
