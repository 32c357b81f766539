"""Staff: accounts, invitations, sessions, known browsers, the audit log, and uploads.

Nothing here is about people who seek help. Tokens of sessions, invitations and browsers are stored as digests, so that
nobody who reads the tables can sign in with them.
"""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class StaffAccount(Record, table=True):
    """An account of a member of staff.

    `role` is editor, reviewer or administrator. An editor maintains the entries of `organization_id` (no foreign key:
    an import may replace the organization); a reviewer has `countries` (ISO 3166-1 alpha-2, comma-separated, empty for
    all). `circle` is partner, staff or None: which protected entries the account reads. `totp_sealed` is the encrypted
    TOTP secret; `totp_step` is the last used time step, since no code is valid twice.
    """

    __tablename__: ClassVar[str] = "staff_account"

    id: str = Field(primary_key=True)
    sign_in_name: str = Field(unique=True)
    role: str
    organization_id: str | None = Field(default=None)
    countries: str = ""
    circle: str | None = None
    language: str | None = None
    passphrase_hash: str
    totp_sealed: str
    totp_step: int = 0
    failures: int = 0
    locked_until: datetime | None = None
    made_at: datetime
    disabled_at: datetime | None = None


class StaffInvitation(Record, table=True):
    """An invitation to take a role; the key is the SHA-256 of the token in the link.

    With `account_id` it resets that account, whose permissions stay.
    """

    __tablename__: ClassVar[str] = "staff_invitation"

    token_hash: str = Field(primary_key=True)
    role: str
    organization_id: str | None = None
    countries: str = ""
    circle: str | None = None
    account_id: str | None = None
    invited_by: str | None = None
    ends_at: datetime


class StaffGrantRequest(Record, table=True):
    """A grant that an account gets once a second administrator confirms it; until then the account has its own.

    `requested_by` is the administrator who asked for it, at `requested_at`.
    """

    __tablename__: ClassVar[str] = "staff_grant_request"

    account_id: str = Field(primary_key=True, foreign_key="staff_account.id")
    role: str
    organization_id: str | None = None
    countries: str = ""
    circle: str | None = None
    requested_by: str
    requested_at: datetime


class StaffSession(Record, table=True):
    """A signed-in browser; the key is the SHA-256 of its cookie.

    `stepped_up_at` is when the passphrase and a code were last typed again in this session, `failures` how often they
    were wrong since.
    """

    __tablename__: ClassVar[str] = "staff_session"

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="staff_account.id", index=True)
    started_at: datetime
    seen_at: datetime
    stepped_up_at: datetime | None = None
    failures: int = 0


class StaffBrowser(Record, table=True):
    """A browser in which an account has signed in; the key holds the SHA-256 of the browser's cookie.

    Its failed sign-ins count here, not in the account.
    """

    __tablename__: ClassVar[str] = "staff_browser"

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True, foreign_key="staff_account.id", index=True)
    failures: int = 0
    locked_until: datetime | None = None
    ends_at: datetime


class ProtectedRead(Record, table=True):
    """Audit log: an account was shown protected data of a service; how many entries, of which circle."""

    __tablename__: ClassVar[str] = "protected_read"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    account_id: str = Field(index=True)
    service_id: str = Field(index=True)
    circle: str
    entries: int


class StaffEvent(Record, table=True):
    """Audit log: an action on accounts or on protected data.

    `what` is a code word, `about` the account, role or entry concerned; it never holds a protected value.
    """

    __tablename__: ClassVar[str] = "staff_event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    account_id: str | None = None
    what: str
    about: str | None = None


class Upload(Record, table=True):
    """An uploaded file and the result of validating or importing it, shared by all processes.

    `kind` is sheet, hsds or catalogue, `state` is checking, checked, importing, done, failed or waiting. `step`, `done`
    and `total` are the progress, in rows if these are known. A process works on it until `worked_until`; `tries` counts
    the processes that began. `report` is the result as JSON. `content` is compressed and deleted once it is imported,
    at the latest at `ends_at`.
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
