"""Staff: who may sign in, what they read of what is protected, and what was done about their accounts.

Nothing here is of people who seek help. A token or an invitation stands here as a digest, so that whoever reads the
table can't sign in with it.
"""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class StaffAccount(Record, table=True):
    """Somebody who may sign in.

    `role` is editor, reviewer or administrator. An editor keeps the entries of `organization_id` (no link: an import
    may replace the organization); a reviewer has `countries` (ISO 3166-1 alpha-2, with commas, empty for all).
    `circle` is partner, staff or None: which protected places they read. `totp_sealed` is the secret of their one-time
    codes, sealed; `totp_step` is the last step that was used, since no code counts twice.
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
    """A role that waits for somebody to take it; the key is the SHA-256 of the token in the link.

    With `account_id` it is that account's, to be set up anew; what it may do stays.
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


class StaffSession(Record, table=True):
    """A browser in which somebody has signed in; the key is the SHA-256 of its cookie."""

    __tablename__: ClassVar[str] = "staff_session"

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="staff_account.id", index=True)
    started_at: datetime
    seen_at: datetime


class ProtectedRead(Record, table=True):
    """Somebody was shown what is protected of a service: how many entries, of which circle."""

    __tablename__: ClassVar[str] = "protected_read"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    account_id: str = Field(index=True)
    service_id: str = Field(index=True)
    circle: str
    entries: int


class StaffEvent(Record, table=True):
    """Something that was done about accounts or to what is protected of an entry.

    `what` is a word of the code, `about` the account, role or entry concerned; a protected value is never in it.
    """

    __tablename__: ClassVar[str] = "staff_event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    account_id: str | None = None
    what: str
    about: str | None = None
