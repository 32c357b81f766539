"""Files that staff have uploaded and that wait to be taken in."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Upload(Record, table=True):
    """A file, and what came of checking it or taking it in; whichever process of several is asked knows of it.

    `kind` is sheet, hsds or catalogue, `state` is checking, checked, importing, done, failed or waiting. `step`, `done`
    and `total` are how far the work is, in rows where they are known. Until `worked_until` some process works on it;
    `tries` counts the processes that began. `report` is what came of it, as JSON; `content` is compressed and goes as
    soon as it was taken in, at the latest when `ends_at` has passed.
    """

    __tablename__: ClassVar[str] = "upload"

    id: str = Field(primary_key=True)
    account_id: str = Field(index=True)
    kind: str
    name: str
    state: str
    step: str | None = None
    done: int = 0
    total: int = 0
    tries: int = 0
    worked_until: datetime | None = None
    report: str | None = None
    content: bytes | None = None
    made_at: datetime
    ends_at: datetime = Field(index=True)
