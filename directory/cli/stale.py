"""`waylight directory stale`: the services whose entries must be verified again."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from sqlalchemy import Connection, exists, select
from sqlmodel import col

from directory.cli.common import app, exit_with_error, open_directory
from directory.domain.place_codes import UnknownCodeError, parse_place
from directory.models import Assurance, Coverage, Organization, Service
from directory.settings import DirectorySettings


@app.command()
def stale(
    days: Annotated[int | None, typer.Option(min=1, help="How long a verification counts.")] = None,
    country: Annotated[str | None, typer.Option(help="Only services that serve this country, ISO 3166-1.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the services that were never verified, or too long ago: never verified first, then the oldest."""
    try:
        where = parse_place(country, None).country if country else None
    except UnknownCodeError as exc:
        exit_with_error(str(exc))
    old = timedelta(days=days) if days else DirectorySettings().stale_after
    with open_directory() as engine, engine.connect() as connection:
        results = _stale(connection, old, where)
    if as_json:
        typer.echo(json.dumps(results, ensure_ascii=False))
        return
    table = Table(Column("service", no_wrap=True), "organization", "name", "last verified")
    for row in results:
        table.add_row(*(escape(row[key] or "never") for key in ("id", "organization", "name", "verified_at")))
    Console().print(table)


def _stale(connection: Connection, old: timedelta, country: str | None) -> list[dict[str, Any]]:
    verified = col(Assurance.verified_at)
    stmt = (
        select(col(Service.id), col(Service.name), col(Organization.name), verified)
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.status) == "active", verified.is_(None) | (verified < datetime.now(UTC) - old))
        .order_by(verified.is_not(None), verified, col(Service.id))
    )
    if country:
        serves = col(Coverage.service_id) == col(Service.id), col(Coverage.country) == country
        stmt = stmt.where(exists().where(*serves))
    return [
        {"id": service, "name": name, "organization": owner, "verified_at": at.isoformat() if at else None}
        for service, name, owner, at in connection.execute(stmt)
    ]
