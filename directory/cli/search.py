"""`waylight directory find`, `search` and `stale`: look for services, by need, by words and by age of verification."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from sqlalchemy import Connection, exists, select
from sqlmodel import col

from directory.cli.common import app, exit_with_error, open_directory
from directory.domain.place_codes import (
    UnknownCodeError,
    parse_audience,
    parse_country,
    parse_language,
    parse_need,
    parse_place,
)
from directory.models import Assurance, Attribute, Coverage, Organization, Service, TaxonomyTerm
from directory.search import MatchKind, Need, Place, SearchResult, ServiceResult
from directory.search.free_text import search_text
from directory.service import Directory
from directory.settings import DirectorySettings
from directory.taxonomy import NEEDS_TAXONOMY

_Row = dict[str, Any]
_JSON_NAMES: Final = {"proximity": "rung", "match_kind": "why", "limitations": "lacks"}


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words of a name, a place or a need, in any script.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many services to show.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Find services by words, even misspelt ones, including inactive services."""
    with open_directory() as engine, engine.connect() as connection:
        hits = search_text(connection, " ".join(words), limit=limit)
        known = _rows_by_id(connection, [hit.service_id for hit in hits])
    lines = [known[hit.service_id] | {"score": hit.score} for hit in hits]
    if as_json:
        typer.echo(json.dumps(lines, ensure_ascii=False, default=str))
    elif lines:
        _print_table(lines)
    else:
        typer.echo("Nothing was found. Try fewer words, or a part of a word.")


def _print_table(lines: list[_Row]) -> None:
    table = Table("name", "organization", "country", "needs", "verified")
    for line in lines:
        when = line["verified_at"]
        cells = (line["name"], line["organization"], " ".join(line["countries"]), " ".join(line["needs"]))
        table.add_row(*map(escape, cells), when.date().isoformat() if when else "no")
    Console().print(table)


def _rows_by_id(connection: Connection, ids: list[str]) -> dict[str, _Row]:
    """Return the displayed columns of services, by id."""
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
    stmt = select(col(Coverage.service_id), country).where(col(Coverage.service_id).in_(ids), country.is_not(None))
    return _group_by_service(connection.execute(stmt.distinct().order_by(country)))


def _needs(connection: Connection, ids: list[str]) -> dict[str, list[str]]:
    code = col(TaxonomyTerm.code)
    stmt = (
        select(col(Attribute.link_id), code)
        .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
        .where(col(Attribute.link_id).in_(ids), col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
    )
    return _group_by_service(connection.execute(stmt.distinct().order_by(code)))


def _group_by_service(rows: Any) -> dict[str, list[str]]:
    results: defaultdict[str, list[str]] = defaultdict(list)
    for service, code in rows:
        results[service].append(code)
    return results


@app.command()
def find(  # noqa: PLR0913 - one argument for each option
    *,
    need: Annotated[str, typer.Option(help="What is needed, such as shelter or legal_help.")],
    country: Annotated[str, typer.Option(help="Where, ISO 3166-1: TH.")],
    region: Annotated[str | None, typer.Option(help="Where in it, ISO 3166-2: TH-50.")] = None,
    near: Annotated[str | None, typer.Option(help="A point, latitude and longitude: 18.79,98.98.")] = None,
    language: Annotated[str | None, typer.Option(help="A language the person speaks, BCP 47: my.")] = None,
    person: Annotated[list[str] | None, typer.Option("--for", help="Who asks: women, men, boys, labour...")] = None,
    nationality: Annotated[str | None, typer.Option(help="Their own country, ISO 3166-1: PH.")] = None,
    offset: Annotated[int, typer.Option(min=0, help="How many services to skip.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find services for a need at a place, ranked as in the bot."""
    try:
        wanted, place, tag = parse_need(need), parse_place(country, region, near), parse_language(language)
        home, audiences = parse_country(nationality), [parse_audience(code) for code in person or ()]
    except UnknownCodeError as exc:
        exit_with_error(str(exc))
    with open_directory() as engine:
        directory = Directory(engine, DirectorySettings().stale_after)
        results = directory.find_services(wanted, place, tag, person=audiences, nationality=home, offset=offset)
    if as_json:
        typer.echo(json.dumps(_as_json(wanted, place, results), ensure_ascii=False, default=datetime.isoformat))
    else:
        _print(results)


def _as_json(need: Need, place: Place, results: SearchResult) -> dict[str, Any]:
    return {
        "need": need.value,
        "place": asdict(place),
        "services": [_service_as_json(service) for service in results.services],
        "more": results.more,
        "emergency": asdict(results.emergency) if results.emergency else None,
    }


def _service_as_json(service: ServiceResult) -> dict[str, Any]:
    """Return the fields of a service under their names in the JSON output, in the order of the class."""
    return {_JSON_NAMES.get(name, name): value for name, value in asdict(service).items()}


def _print(results: SearchResult) -> None:
    """Print one block per service: a table would cut off numbers in a narrow window."""
    for service in results.services:
        typer.echo("\n".join(_service_lines(service)) + "\n")
    if results.more:
        typer.echo("There are more: use --offset.")
    for kind, known in asdict(results.emergency).items() if results.emergency else ():
        numbers = known if isinstance(known, str) else ", ".join(known or ())
        typer.echo(f"{kind}: {numbers or 'not known'}")


def _service_lines(service: ServiceResult) -> Iterator[str]:
    settings = [phone.number for phone in (*service.phones, *service.sms, *service.chat)]
    settings += [address for address in (service.email, service.url) if address]
    why = [service.match_kind.value] if service.match_kind is not MatchKind.NEED else []
    warnings = [
        *(["police-linked"] if service.police_linked else []),
        *(["run by the state"] if service.state_linked and not service.police_linked else []),
        *(["must report"] if service.mandatory_reporting else []),
    ]
    where = service.region or service.area or service.country or service.proximity.value
    yield f"{service.organization} ({where})"
    details = {
        "reached by": " | ".join(settings),
        "hours": _hours(service),
        "languages": " ".join(service.languages),
        "why": ", ".join(_words(*why, *service.reasons)),
        "missing": ", ".join((*warnings, *_words(*service.limitations))),
    }
    yield from (f"  {name}: {words}" for name, words in details.items() if words)


def _hours(service: ServiceResult) -> str:
    open_now = {True: "open now", False: "closed now", None: ""}[service.open_now]
    return ", ".join(part for part in (service.hours, open_now) if part)


def _words(*codes: str) -> list[str]:
    return [code.replace("_", " ") for code in codes]


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
