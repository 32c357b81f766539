"""Every way on which something of the directory reaches the public. A new way belongs into WAYS."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from sqlalchemy import Engine, select

from directory import Directory, Need, Place
from directory.api import make_api
from directory.exchange.hsds import export_csv, export_json
from directory.exchange.spreadsheet import export_sheet
from directory.models import table_of
from directory.search.free_text import find_text
from tests.directory.public_rows import public_rows
from tests.properties.talk import Talk

NEAR: Final = (18.79, 98.98)
_ASKED: Final[tuple[dict[str, str], ...]] = (
    {},
    {"full": "true", "per_page": "100"},
    {"minimal": "true"},
    {"format": "ndjson", "full": "true"},
)
_TABLES: Final = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


@dataclass(frozen=True)
class World:
    """A directory with all that answers from it."""

    engine: Engine
    client: httpx.Client
    talk: Talk
    folder: Path


Way = Callable[[World, Sequence[str]], Iterator[str]]
"""Yields what can be read on one way; the texts are what somebody might search for."""


def search(world: World, _: Sequence[str]) -> Iterator[str]:
    """Every need, at every nearness, in several languages."""
    directory = Directory(world.engine)
    places = (None, Place("TH"), Place("TH", "TH-50"), Place("TH", "TH-50", NEAR))
    for need in Need:
        for place in places:
            for language in (None, "th"):
                yield repr(directory.find_services(need, place, language, nationality="PH", limit=100))
    for place in places:
        yield repr(directory.find_hotlines(place, "en", 100))


def free_text(world: World, texts: Sequence[str]) -> Iterator[str]:
    """Searched for itself, a text finds nothing: a hit would tell whose it is."""
    with world.engine.connect() as connection:
        for text in texts:
            yield text if find_text(connection, text) else ""


def public_tables(world: World, _: Sequence[str]) -> Iterator[str]:
    """All that a way which somebody adds tomorrow could read."""
    return public_rows(world.engine)


def exports(world: World, _: Sequence[str]) -> Iterator[str]:
    """Every format, with every file inside it."""
    with TemporaryDirectory(dir=world.folder) as name:
        folder = Path(name)
        export_json(world.engine, folder / "json")
        export_json(world.engine, folder / "translated", "th")
        export_csv(world.engine, folder / "csv")
        export_csv(world.engine, folder / "package.zip")
        with world.engine.connect() as connection:
            for ending in ("csv", "xlsx"):
                export_sheet(connection, folder / f"sheet.{ending}")
        for path in (one for one in folder.rglob("*") if one.is_file()):
            yield from _inside(path)


def _inside(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        yield path.read_text(encoding="utf-8")
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode("utf-8")


def api(world: World, texts: Sequence[str]) -> Iterator[str]:
    """Every path of the API, in every shape, and asked for the texts themselves."""
    for path in make_api(world.engine).openapi()["paths"]:
        if "{" in path:
            yield from _objects(world, path)
            continue
        searched = ({name: text} for text in texts for name in ("search", "postcode", "taxonomy_term_id"))
        for asked in (*_ASKED, *searched):
            yield _read(world.client.get(path, params=asked))
        for asked in _ASKED:
            yield _read(world.client.post(path, json=asked))


def _objects(world: World, path: str) -> Iterator[str]:
    table = _TABLES[path.split("/")[1]]
    with world.engine.connect() as connection:
        ids: list[str] = list(connection.scalars(select(table_of(table).c.id)))
    for one in ids:
        yield _read(world.client.get(path.replace("{id}", one)))


def _read(answer: httpx.Response) -> str:
    return f"{answer.headers}\n{answer.text}"


def bot(world: World, texts: Sequence[str]) -> Iterator[str]:
    """What somebody reads who asks for help where the places are, and who writes the texts themselves."""
    for channel in ("telegram", "sms"):
        yield world.talk.about("I need a place to sleep tonight", "Chiang Mai", "more", "more", channel=channel)
    yield world.talk.about("I need a lawyer", "Thailand", "more")
    yield world.talk.about(*texts[:2])


WAYS: Final[dict[str, Way]] = {
    "search": search,
    "free text": free_text,
    "public tables": public_tables,
    "exports": exports,
    "api": api,
    "bot": bot,
}
