"""Make proposals and read their state."""

from datetime import UTC, datetime

from sqlalchemy import Engine, insert, select
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import Assurance, Phone, Proposal, Service, StaffAccount, Translation
from directory.moderation import Action, Edit, submit_proposal
from directory.moderation.queue import services_in_countries


def account_id(engine: Engine, name: str) -> str:
    """Return the account of a sign-in name."""
    with engine.connect() as connection:
        return str(connection.scalar(select(col(StaffAccount.id)).where(col(StaffAccount.sign_in_name) == name)))


def proposed_fields(engine: Engine, author: str, *edits: Edit, reason: str = "I called") -> int:
    """Propose a change as somebody who is let in; return its number."""
    with engine.connect() as connection:
        now = datetime.now(UTC)
        return submit_proposal(connection, account_id(engine, author), edits, reason, is_protected=None, now=now)


def propose_name(engine: Engine, author: str, service: str, name: str) -> int:
    """Propose another name for an entry."""
    return proposed_fields(engine, author, Edit(Action.UPDATE, "service", (service,), {"name": name}))


def propose_number(engine: Engine, author: str, service: str, number: str) -> int:
    """Propose another number for the first phone of an entry."""
    with engine.connect() as connection:
        phones = select(col(Phone.id)).where(col(Phone.service_id) == service).order_by(col(Phone.id))
        phone = str(connection.scalar(phones.limit(1)))
    return proposed_fields(engine, author, Edit(Action.UPDATE, "phone", (phone,), {"number": number}))


def service_name(engine: Engine, service: str) -> str:
    """Return the name of an entry as it stands."""
    with engine.connect() as connection:
        return str(connection.scalar(select(col(Service.name)).where(col(Service.id) == service)))


def proposal_state(engine: Engine, number: int) -> str:
    """Return what became of a change."""
    with engine.connect() as connection:
        return str(connection.scalar(select(col(Proposal.state)).where(col(Proposal.id) == number)))


def stored_check(engine: Engine, service: str) -> tuple[str | None, str | None]:
    """Return who checked an entry, and how."""
    with engine.connect() as connection:
        asked = select(col(Assurance.verified_by), col(Assurance.method)).where(col(Assurance.service_id) == service)
        by, method = connection.execute(asked).one()
        return by, method


def add_translation(engine: Engine, of: tuple[str, str], language: str, text: str, *, stale: bool = False) -> None:
    """Put a translation of a text, (row, field), into the directory."""
    row = {"entity_id": of[0], "field": of[1], "language": language, "text": text, "stale": stale}
    with engine.connect() as connection, write_transaction(connection):
        connection.execute(insert(Translation), row)


def service_elsewhere(engine: Engine, organization: str) -> str:
    """Return an entry of another organization that does not work in Thailand."""
    with engine.connect() as connection:
        others = select(col(Service.id)).where(
            col(Service.organization_id) != organization, col(Service.id).not_in(services_in_countries(["TH"]))
        )
        return str(connection.scalar(others.order_by(col(Service.id)).limit(1)))
