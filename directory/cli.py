"""The `waylight directory` commands: find, build-starter, info."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine, func, select

from directory.database import open_database
from directory.models import Record
from directory.place_codes import UnknownCodeError, language_from, need_from, place_from
from directory.search import Directory, Found, FoundService, Need, Place, Why
from directory.settings import DirectorySettings
from directory.starter.build import BuildRefusedError, build_starter

app = typer.Typer(help="The referral directory.", no_args_is_help=True)

_FAULT = 2


@app.callback()
def directory() -> None:
    """Look things up in the referral directory, and keep it."""


@app.command()
def find(  # noqa: PLR0913 - one argument for each option
    need: Annotated[str, typer.Option(help="What is needed, such as shelter or legal_help.")],
    country: Annotated[str, typer.Option(help="Where, ISO 3166-1: TH.")],
    region: Annotated[str | None, typer.Option(help="Where in it, ISO 3166-2: TH-50.")] = None,
    language: Annotated[str | None, typer.Option(help="A language the person speaks, BCP 47: my.")] = None,
    offset: Annotated[int, typer.Option(min=0, help="How many services to pass over.")] = 0,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find services for a need at a place, by the same ladder as the bot."""
    try:
        wanted, place, tongue = need_from(need), place_from(country, region), language_from(language)
    except UnknownCodeError as fault:
        _exit(str(fault))
    with _opened() as engine:
        found = Directory(engine).find_services(wanted, place, tongue, offset=offset)
    if as_json:
        typer.echo(json.dumps(_as_json(wanted, place, found), ensure_ascii=False))
    else:
        _print_table(found)


@app.command("build-starter")
def build(
    data: Annotated[Path, typer.Option(help="The folder of the collected data.")] = Path("../shared/data"),
) -> None:
    """Build the committed starter directory from collected data."""
    try:
        report = build_starter(data)
    except FileNotFoundError as fault:
        _exit(f"{fault.filename} is missing: --data must name the folder of organizations.csv.")
    except BuildRefusedError as fault:
        _exit(f"Nothing was written. Not understood:\n{fault}")
    typer.echo(f"{report.services} services, {report.phones} phones, {report.emergency_countries} countries.")
    for title, items in (
        ("Left out", report.left_out),
        ("Without a need, never offered", report.without_need),
        ("Chats without an address", report.without_address),
    ):
        typer.echo(f"{title} ({len(items)}): {'; '.join(items)}")


@app.command()
def info() -> None:
    """Count what the directory holds."""
    with _opened() as engine, engine.connect() as connection:
        for table in sorted(Record.metadata.tables.values(), key=lambda table: table.name):
            typer.echo(f"{table.name}: {connection.execute(select(func.count()).select_from(table)).scalar()}")


@contextmanager
def _opened() -> Iterator[Engine]:
    """Open the database that the settings name now, not when this module was read."""
    engine = open_database(DirectorySettings().database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _exit(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(_FAULT)


def _as_json(need: Need, place: Place, found: Found) -> dict[str, Any]:
    return {
        "need": need.value,
        "place": asdict(place),
        "services": [asdict(service) for service in found.services],
        "more": found.more,
        "emergency": asdict(found.emergency) if found.emergency else None,
    }


def _print_table(found: Found) -> None:
    table = Table("organization", "where", "reached by", "hours", "languages", "note")
    for service in found.services:
        table.add_row(*(escape(cell) for cell in _cells(service)))
    console = Console()
    console.print(table)
    if found.more:
        console.print("There are more: use --offset.")
    for kind, known in asdict(found.emergency).items() if found.emergency else ():
        numbers = known if isinstance(known, str) else ", ".join(known or ())
        console.print(f"{kind}: {numbers or 'not known'}")


def _cells(service: FoundService) -> tuple[str, ...]:
    reached = [phone.number for phone in (*service.phones, *service.sms, *service.chat)]
    reached += [address for address in (service.email, service.url) if address]
    notes = [
        "verified" if service.verified else "unverified",
        *(["police-linked"] if service.police_linked else []),
        *(["hotline instead"] if service.why is Why.HOTLINE_INSTEAD else []),
    ]
    where = service.region or service.area or service.country or service.rung.value
    return (
        service.organization,
        where,
        "\n".join(reached),
        service.hours or "",
        " ".join(service.languages),
        "\n".join(notes),
    )
