"""`waylight directory search`."""

import json
from collections import defaultdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Connection, select
from sqlmodel import col

from directory.cli.shared import app, opened
from directory.models import Assurance, Attribute, Coverage, Organization, Service, TaxonomyTerm
from directory.search.free_text import find_text
from directory.taxonomy import NEEDS_TAXONOMY

_Line = dict[str, Any]


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words of a name, a place or a need, in any script.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many services to show.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Find services by words, also misspelt ones; those that are not active too."""
    with opened() as engine, engine.connect() as connection:
        hits = find_text(connection, " ".join(words), limit=limit)
        known = _lines(connection, [hit.service_id for hit in hits])
    lines = [known[hit.service_id] | {"score": hit.score} for hit in hits]
    if as_json:
        typer.echo(json.dumps(lines, ensure_ascii=False, default=str))
    elif lines:
        _print_table(lines)
    else:
        typer.echo("Nothing was found. Try fewer words, or a part of a word.")


def _print_table(lines: list[_Line]) -> None:
    table = Table("name", "organization", "country", "needs", "verified")
    for line in lines:
        when = line["verified_at"]
        cells = (line["name"], line["organization"], " ".join(line["countries"]), " ".join(line["needs"]))
        table.add_row(*map(escape, cells), when.date().isoformat() if when else "no")
    Console().print(table)


def _lines(connection: Connection, ids: list[str]) -> dict[str, _Line]:
    """Return what is shown of services, by id."""
    core = (
        select(col(Service.id), col(Service.name), col(Organization.name), col(Service.status))
        .add_columns(col(Assurance.verified_at))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.id).in_(ids))
    )
    rows: Any = connection.execute(core)
    countries, needs = _countries(connection, ids), _needs(connection, ids)
    return {
        service: {
            "id": service,
            "name": name,
            "organization": organization,
            "status": status,
            "countries": countries[service],
            "needs": needs[service],
            "verified_at": verified_at,
        }
        for service, name, organization, status, verified_at in rows
    }


def _countries(connection: Connection, ids: list[str]) -> dict[str, list[str]]:
    country = col(Coverage.country)
    question = select(col(Coverage.service_id), country).where(col(Coverage.service_id).in_(ids), country.is_not(None))
    return _gathered(connection.execute(question.distinct().order_by(country)))


def _needs(connection: Connection, ids: list[str]) -> dict[str, list[str]]:
    code = col(TaxonomyTerm.code)
    question = (
        select(col(Attribute.link_id), code)
        .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
        .where(col(Attribute.link_id).in_(ids), col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
    )
    return _gathered(connection.execute(question.distinct().order_by(code)))


def _gathered(rows: Any) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for service, code in rows:
        found[service].append(code)
    return found
