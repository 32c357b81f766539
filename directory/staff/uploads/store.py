"""The table `upload`, shared by all processes. All functions run in the caller's transaction."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlmodel import col

from directory.models import Upload
from directory.staff.uploads.file_types import FileKind, TooManyUploadsError, UploadedFile

RETENTION: Final = timedelta(hours=1)
_MAX_WAITING: Final = 10
"""Files have 10 MB at most, so the table stays small."""
IMPORT_KINDS: Final = (FileKind.SHEET, FileKind.HSDS)


class State(StrEnum):
    """The state of an upload. `WAITING`: a catalogue is submitted to the engineers."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    WAITING = "waiting"


RUNNING: Final = (State.CHECKING, State.IMPORTING)


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A stored upload without its content; `report` is JSON or None."""

    id: str
    account_id: str
    kind: FileKind
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


_FIELDS: Final = tuple(getattr(Upload, name) for name in StoredUpload.__dataclass_fields__ if name != "report")


def store_upload(connection: Connection, account_id: str, file: UploadedFile, now: datetime) -> str:
    """Store a file to be checked; return its id.

    Raises:
        TooManyUploadsError: the maximum number of uploads is waiting.
    """
    delete_expired(connection, now)
    stmt = select(func.count()).where(col(Upload.kind).in_(IMPORT_KINDS), col(Upload.content).is_not(None))
    if (connection.scalar(stmt) or 0) >= _MAX_WAITING:
        raise TooManyUploadsError
    return insert_upload(connection, account_id, file, now)


def insert_upload(connection: Connection, account_id: str, file: UploadedFile, now: datetime, **more: Any) -> str:
    """Insert a file with the state "checking", unless `more` sets other values; return its id."""
    upload_id = uuid4().hex
    values: dict[str, Any] = {"id": upload_id, "account_id": account_id, "kind": file.kind, "name": file.name}
    row = values | {"content": zlib.compress(file.content), "made_at": now, "ends_at": now + RETENTION}
    row |= {"state": State.CHECKING, "report": None, "done": 0, "total": 0, "tries": 0}
    connection.execute(insert(Upload), row | more)
    return upload_id


def find_upload(connection: Connection, upload_id: str, now: datetime) -> StoredUpload | None:
    """Return an upload that has not expired, or None."""
    conditions = _is_live(upload_id, now)
    row = connection.execute(select(*_FIELDS, col(Upload.report)).where(*conditions)).first()
    return _from_row(row) if row else None


def read_content(connection: Connection, upload_id: str, now: datetime) -> bytes | None:
    """Return the content of an upload, or None if it is deleted."""
    content = connection.scalar(select(col(Upload.content)).where(*_is_live(upload_id, now)))
    return zlib.decompress(content) if content is not None else None


def list_uploads(
    connection: Connection, kinds: tuple[FileKind, ...], now: datetime, state: State | None = None
) -> list[StoredUpload]:
    """Return the uploads of some kinds that have not expired, newest first, without reports."""
    chosen = select(*_FIELDS).where(col(Upload.kind).in_(kinds), col(Upload.ends_at) > now)
    if state is not None:
        chosen = chosen.where(col(Upload.state) == state)
    newest = chosen.order_by(col(Upload.made_at).desc(), col(Upload.id)).limit(100)
    return [_from_row(row) for row in connection.execute(newest)]


def update_upload(
    connection: Connection, upload_id: str, state_before: State, worked_until: datetime | None = None, /, **values: Any
) -> bool:
    """Update an upload if it is still in a state; return whether it was.

    With `worked_until`, only if that lease is still the stored one.
    """
    conditions = [col(Upload.id) == upload_id, col(Upload.state) == state_before]
    if worked_until is not None:
        conditions.append(col(Upload.worked_until) == worked_until)
    return connection.execute(update(Upload).where(*conditions).values(**values)).rowcount == 1


def delete_upload(connection: Connection, upload_id: str) -> None:
    """Delete an upload without a running job."""
    not_at_work = col(Upload.state).not_in(RUNNING)
    connection.execute(delete(Upload).where(col(Upload.id) == upload_id, not_at_work))


def delete_expired(connection: Connection, now: datetime) -> int:
    """Delete expired uploads, except those with a live lease; return how many."""
    # A running job must find its row when it ends.
    is_idle = or_(
        col(Upload.state).not_in(RUNNING), col(Upload.worked_until).is_(None), col(Upload.worked_until) <= now
    )
    return connection.execute(delete(Upload).where(col(Upload.ends_at) <= now, is_idle)).rowcount


def _is_live(upload_id: str, now: datetime) -> tuple[Any, ...]:
    # PostgreSQL rejects NUL in text.
    return col(Upload.id) == upload_id.replace("\0", ""), col(Upload.ends_at) > now


def _from_row(row: Row[Any]) -> StoredUpload:
    values = row._asdict()
    return StoredUpload(**values | {"kind": FileKind(values["kind"]), "state": State(values["state"])})
