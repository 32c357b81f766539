"""The bot's catalogues: the state of each language, and what translators submit.

An uploaded catalogue does not change the bot. It is stored until the engineers merge it into the next release with
`waylight languages take`.
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
from directory.staff.uploads.file_types import FileKind, UploadedFile
from directory.staff.uploads.store import State
from locales.domains import BOT
from locales.po import REVIEWED, is_translated, read_catalogue
from locales.submission import Change, Forms, SubmissionReport

_RETENTION: Final = timedelta(days=60)
_MAX_TEXT_LENGTH: Final = 2_000
"""Characters of a text that are shown; no text of the bot is that long."""
_EXTENSION: Final = ".po"


@dataclass(frozen=True, slots=True)
class CatalogueStatus:
    """How much of a language is translated, and whether it is reviewed."""

    code: str
    done: int
    total: int
    is_reviewed: bool
    day: str


@dataclass(frozen=True, slots=True)
class SubmittedCatalogue:
    """The errors and changes of an uploaded catalogue."""

    code: str
    errors: tuple[str, ...]
    changes: tuple[Change, ...]
    unknown: int
    absent: int


@cache
def catalogue_statuses() -> tuple[CatalogueStatus, ...]:
    """Return the status of each language with a catalogue, which does not change while a process runs."""
    return tuple(map(_status, BOT.codes()))


def store_catalogue(
    connection: Connection, account_id: str, code: str, review_result: SubmissionReport, now: datetime
) -> str:
    """Store an uploaded catalogue in place of the account's last unsubmitted one; return its id."""
    store.delete_expired(connection, now)
    _delete_previous(connection, account_id, State.CHECKED)
    file = UploadedFile(FileKind.CATALOGUE, code + _EXTENSION, review_result.catalogue)
    return store.insert_upload(connection, account_id, file, now, state=State.CHECKED, report=_to_json(review_result))


def submit_catalogue(connection: Connection, upload: store.StoredUpload, now: datetime) -> bool:
    """Submit a catalogue in place of the account's earlier one; return whether that was possible."""
    if upload.state is not State.CHECKED or read_submission(upload).errors:
        return False
    _delete_previous(connection, upload.account_id, State.WAITING, upload.name)
    return store.update_upload(connection, upload.id, State.CHECKED, state=State.WAITING, ends_at=now + _RETENTION)


def read_submission(upload: store.StoredUpload) -> SubmittedCatalogue:
    """Return the stored result of a catalogue's check."""
    stored = json.loads(upload.report or "{}")
    changes = tuple(Change(*map(tuple, change)) for change in stored["changes"])
    return SubmittedCatalogue(
        language_code(upload), tuple(stored["faults"]), changes, stored["unknown"], stored["absent"]
    )


def language_code(upload: store.StoredUpload) -> str:
    """Return the language (BCP 47) of a stored catalogue."""
    return upload.name.removesuffix(_EXTENSION)


def _status(code: str) -> CatalogueStatus:
    catalogue = read_catalogue(code)
    messages = [message for message in catalogue if message.id]
    review = catalogue.review
    return CatalogueStatus(
        code, sum(map(is_translated, messages)), len(messages), review.status == REVIEWED, review.day
    )


def _delete_previous(connection: Connection, account_id: str, state: State, name: str | None = None) -> None:
    conditions = [
        col(Upload.account_id) == account_id,
        col(Upload.kind) == FileKind.CATALOGUE,
        col(Upload.state) == state,
    ]
    if name is not None:
        conditions.append(col(Upload.name) == name)
    connection.execute(delete(Upload).where(*conditions))


def _to_json(review_result: SubmissionReport) -> str:
    changes = [[_cut(change.msgid), _cut(change.old), _cut(change.new)] for change in review_result.changes]
    counts = {"unknown": len(review_result.unknown), "absent": len(review_result.missing)}
    return json.dumps({"faults": review_result.errors, "changes": changes} | counts, ensure_ascii=False)


def _cut(words: Forms) -> Forms:
    return tuple(form if len(form) <= _MAX_TEXT_LENGTH else f"{form[:_MAX_TEXT_LENGTH]}…" for form in words)
