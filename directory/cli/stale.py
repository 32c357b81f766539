"""`waylight directory stale`: entries grow old, and somebody has to call and ask."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from sqlalchemy import Connection, exists, select
from sqlmodel import col

from directory.cli.common import app, leave, opened
from directory.domain.place_codes import UnknownCodeError, place_from
from directory.models import Assurance, Coverage, Organization, Service
from directory.settings import DirectorySettings


@app.command()
def stale(
    days: Annotated[int | None, typer.Option(min=1, help="How long a check counts; by default as set.")] = None,
    country: Annotated[str | None, typer.Option(help="Only services that serve this country, ISO 3166-1.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the services that nobody has checked, or not for too long: never checked first, then the oldest."""
    try:
        where = place_from(country, None).country if country else None
    except UnknownCodeError as fault:
        leave(str(fault))
    old = timedelta(days=days) if days else DirectorySettings().stale_after
    with opened() as engine, engine.connect() as connection:
        found = _stale(connection, old, where)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    table = Table(Column("service", no_wrap=True), "organization", "name", "last verified")
    for one in found:
        table.add_row(*(escape(one[key] or "never") for key in ("id", "organization", "name", "verified_at")))
    Console().print(table)


def _stale(connection: Connection, old: timedelta, country: str | None) -> list[dict[str, Any]]:
    verified = col(Assurance.verified_at)
    asked = (
        select(col(Service.id), col(Service.name), col(Organization.name), verified)
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.status) == "active", verified.is_(None) | (verified < datetime.now(UTC) - old))
        .order_by(verified.is_not(None), verified, col(Service.id))
    )
    if country:
        there = col(Coverage.service_id) == col(Service.id), col(Coverage.country) == country
        asked = asked.where(exists().where(*there))
    return [
        {"id": one, "name": name, "organization": owner, "verified_at": at.isoformat() if at else None}
        for one, name, owner, at in connection.execute(asked)
    ]
