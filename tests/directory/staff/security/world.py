"""Somebody of each kind, and for each something of everything that an address can name."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import col
from starlette.applications import Starlette

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress, ProtectedContact
from directory.db.engine import write_transaction
from directory.models import Coverage, Location, Service, ServiceAtLocation, StaffAccount
from directory.moderation import Action, Edit, publish_proposal, submit_proposal
from directory.staff.auth.invitations import invite
from directory.staff.auth.roles import Grant
from directory.staff.auth.sessions import mark_stepped_up, start_session
from directory.staff.auth.tokens import token_digest
from directory.staff.uploads import catalogues, store
from directory.staff.uploads.file_types import FileKind, UploadedFile
from directory.staff.uploads.store import State
from locales.submission import SubmissionReport
from tests.directory.staff.browser import ADMINISTRATOR, EDITOR, REVIEWER, STALE_AFTER, Browser, create_session
from tests.directory.staff.security.row_factory import Says, create_rows, plain_value

KINDS: Final = (
    "stranger",
    "editor",
    "other editor",
    "reviewer",
    "reviewer abroad",
    "administrator without a circle",
    "administrator",
)
SECRETS: Final = ("99 Hidden Lane", "Ms Nobody", "81 555 0199", "door-behind@example.org")
"""What is protected of the Thai entry."""


@dataclass(frozen=True)
class Paths:
    """What the addresses name for one kind of person: things that are theirs to see, as far as anything is."""

    names: dict[str, str]
    offered: str
    waiting: str
    brought: str
    written: str
    published: str

    def of(self, path: str) -> dict[str, str]:
        """Return the values for an address."""
        found = dict(self.names)
        for start, value in (("/files/", self.brought), ("/catalogue/o", self.offered), ("/catalogue/w", self.waiting)):
            if path.startswith(start):
                found["id"] = value
        if path.startswith("/review/"):
            end = path.rpartition("/")[2]
            found["number"] = {"withdraw": self.written, "undo": self.published}.get(end, found["number"])
        if path.startswith("/records/"):
            kind = path.split("/")[2]
            own = {"service": found["service_id"], "organization": found["organization_id"]}
            found["pk"] = own.get(kind, f"{kind}-{found['tag']}")
        return found


@dataclass(frozen=True)
class World:
    """A directory with two entries of two organizations in two countries, and everybody who may come."""

    thai: dict[str, str]
    british: dict[str, str]
    accounts: dict[str, str] = field(default_factory=dict)
    ways: dict[str, Paths] = field(default_factory=dict)

    def enters(self, engine: Engine, pages: Starlette, kind: str, *, steps_up: bool = True) -> Browser:
        """Let somebody begin a session, or come without one."""
        if kind == "stranger":
            browser = Browser(pages)
            browser.get("/sign-in")
            return browser
        with engine.connect() as connection, write_transaction(connection):
            token = start_session(connection, self.accounts[kind], datetime.now(UTC))
            if steps_up:
                mark_stepped_up(connection, token, datetime.now(UTC))
            return Browser(pages, token)


def populate(engine: Engine, says: Says = plain_value) -> World:
    """Put everybody and everything into a filled directory."""
    world = World(_entry(engine, "TH", "own"), _entry(engine, "GB", "other"))
    with engine.connect() as connection, write_transaction(connection):
        for one in (world.thai, world.british):
            create_rows(connection, one, says)
    _protect(engine, world.thai["service_id"])
    grants = {
        "editor": Grant(EDITOR, world.thai["organization_id"], (), AccessCircle.PARTNER),
        "other editor": Grant(EDITOR, world.british["organization_id"], (), AccessCircle.PARTNER),
        "reviewer": Grant(REVIEWER, None, ("TH",), None),
        "reviewer abroad": Grant(REVIEWER, None, ("GB",), AccessCircle.PARTNER),
        "administrator without a circle": Grant(ADMINISTRATOR),
        "administrator": Grant(ADMINISTRATOR, None, (), AccessCircle.STAFF),
    }
    for kind, grant in grants.items():
        create_session(engine, grant, kind.replace(" ", "-"))
        world.accounts[kind] = _account(engine, kind.replace(" ", "-"))
    for kind in KINDS:
        world.ways[kind] = _paths(engine, world, kind, says)
    return world


def _entry(engine: Engine, country: str, tag: str) -> dict[str, str]:
    here, elsewhere = (col(Coverage.country) == country), (col(Coverage.country).is_distinct_from(country))
    others = select(col(Coverage.service_id)).where(elsewhere)
    asked = select(col(Coverage.service_id)).where(here, col(Coverage.service_id).not_in(others))
    with engine.connect() as connection:
        service = str(connection.scalars(asked.order_by(col(Coverage.service_id))).first())
        organization = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == service))
    return {"service_id": service, "organization_id": str(organization), "tag": tag, "country": country}


def _account(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(select(col(StaffAccount.id)).where(col(StaffAccount.sign_in_name) == name)))


def _protect(engine: Engine, service: str) -> None:
    street, name, number, email = SECRETS
    with engine.connect() as connection, write_transaction(connection):
        connection.execute(insert(Location), {"id": "hidden", "location_type": "physical"})
        connection.execute(insert(ServiceAtLocation), {"id": "h", "service_id": service, "location_id": "hidden"})
    ConfidentialStore(engine).protect(
        ProtectedContact("c", service, AccessCircle.PARTNER, name=name, number=f"+66 {number}", email=email),
        ProtectedAddress("a", "hidden", AccessCircle.STAFF, street, "TH", city="Chiang Mai"),
    )


def _paths(engine: Engine, world: World, kind: str, says: Says) -> Paths:
    theirs = world.british if kind in {"other editor", "reviewer abroad"} else world.thai
    account = world.accounts.get(kind) or str(uuid4())
    create_session(engine, Grant(EDITOR, theirs["organization_id"]), f"victim-{KINDS.index(kind)}")
    service, now = theirs["service_id"], datetime.now(UTC)
    names = {
        **theirs,
        "language": "th",
        "entity": service,
        "field": "description",
        "table": "phone",
        "key": f"phone-{theirs['tag']}",
        "shape": "template.csv",
        "code": "th",
        "name": "needs",
        "export_type": "csv",
        "file": "staff.css",
        "token": invite(engine, Grant(EDITOR, theirs["organization_id"]), None, now),
        "invitation": token_digest(invite(engine, Grant(EDITOR, theirs["organization_id"]), None, now)),
        "account": _account(engine, f"victim-{KINDS.index(kind)}"),
        "number": proposal_for(engine, None, service, says, "alert"),
        "id": "",
    }
    published = proposal_for(engine, None, service, says, "licenses")
    with engine.connect() as connection:
        publish_proposal(connection, int(published), None, stale_after=STALE_AFTER, guard=None, now=now)
    with engine.connect() as connection, write_transaction(connection):
        waiting, offered = (_catalogue(connection, account, waits=waits) for waits in (True, False))
        more = {"state": State.DONE, "report": None}
        brought = store.insert_upload(connection, account, UploadedFile(FileKind.SHEET, "a.csv", b"name"), now, **more)
    written = proposal_for(engine, world.accounts.get(kind), service, says, "fees_description")
    return Paths(names, offered, waiting, brought, written, published)


def proposal_for(engine: Engine, author: str | None, service: str, says: Says, column: str) -> str:
    """Propose another text of an entry, each time a new one; return the number of the change."""
    text = f"{says('proposal', column)} {uuid4()}"
    with engine.connect() as connection:
        edit = Edit(Action.UPDATE, "service", (service,), {column: text})
        why = says("proposal", "reason")
        return str(submit_proposal(connection, author, [edit], why, is_protected=None, now=datetime.now(UTC)))


def _catalogue(connection: Connection, account: str, *, waits: bool) -> str:
    judged, now = SubmissionReport(catalogue=b"msgid"), datetime.now(UTC)
    made = catalogues.store_catalogue(connection, account, "th" if waits else "km", judged, now)
    if waits:
        store.update_upload(connection, made, State.CHECKED, state=State.WAITING, ends_at=now + timedelta(days=1))
    return made
