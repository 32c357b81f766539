"""Every output by which directory data reaches the public. A new one belongs in OUTPUTS."""

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
from directory.models import hsds_table
from directory.search.free_text import search_text
from tests.directory.public_rows import public_rows
from tests.properties.conversations import BotConversations

NEAR: Final = (18.79, 98.98)
_QUERIES: Final[tuple[dict[str, str], ...]] = (
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
class PublicSystem:
    """A directory with everything that publishes its data."""

    engine: Engine
    client: httpx.Client
    conversations: BotConversations
    folder: Path


Output = Callable[[PublicSystem, Sequence[str]], Iterator[str]]
"""Yields what can be read from one output; the texts are what a person might search for."""


def search(system: PublicSystem, _: Sequence[str]) -> Iterator[str]:
    """Every need, at every distance, in several languages."""
    directory = Directory(system.engine)
    places = (None, Place("TH"), Place("TH", "TH-50"), Place("TH", "TH-50", NEAR))
    for need in Need:
        for place in places:
            for language in (None, "th"):
                yield repr(directory.find_services(need, place, language, nationality="PH", limit=100))
    for place in places:
        yield repr(directory.find_hotlines(place, "en", 100))


def free_text(system: PublicSystem, texts: Sequence[str]) -> Iterator[str]:
    """A search for the text itself must find nothing: a hit would reveal whose it is."""
    with system.engine.connect() as connection:
        for text in texts:
            yield text if search_text(connection, text) else ""


def public_tables(system: PublicSystem, _: Sequence[str]) -> Iterator[str]:
    """All that a future output could read."""
    return public_rows(system.engine)


def exports(system: PublicSystem, _: Sequence[str]) -> Iterator[str]:
    """Every format, with every file inside it."""
    with TemporaryDirectory(dir=system.folder) as name:
        folder = Path(name)
        export_json(system.engine, folder / "json")
        export_json(system.engine, folder / "translated", "th")
        export_csv(system.engine, folder / "csv")
        export_csv(system.engine, folder / "package.zip")
        with system.engine.connect() as connection:
            for ending in ("csv", "xlsx"):
                export_sheet(connection, folder / f"sheet.{ending}")
        for path in (path for path in folder.rglob("*") if path.is_file()):
            yield from _file_texts(path)


def _file_texts(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        yield path.read_text(encoding="utf-8")
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode("utf-8")


def api(system: PublicSystem, texts: Sequence[str]) -> Iterator[str]:
    """Every path of the API, in every format, and searched for the texts themselves."""
    for path in make_api(system.engine).openapi()["paths"]:
        if "{" in path:
            yield from _read_objects(system, path)
            continue
        searches = ({name: text} for text in texts for name in ("search", "postcode", "taxonomy_term_id"))
        for query in (*_QUERIES, *searches):
            yield _response_text(system.client.get(path, params=query))
        for query in _QUERIES:
            yield _response_text(system.client.post(path, json=query))


def _read_objects(system: PublicSystem, path: str) -> Iterator[str]:
    table = _TABLES[path.split("/")[1]]
    with system.engine.connect() as connection:
        ids: list[str] = list(connection.scalars(select(hsds_table(table).c.id)))
    for object_id in ids:
        yield _response_text(system.client.get(path.replace("{id}", object_id)))


def _response_text(response: httpx.Response) -> str:
    return f"{response.headers}\n{response.text}"


def bot(system: PublicSystem, texts: Sequence[str]) -> Iterator[str]:
    """What people read who ask for help near the places, or who write the texts themselves."""
    for channel in ("telegram", "sms"):
        yield system.conversations.replies_to(
            "I need a place to sleep tonight", "Chiang Mai", "more", "more", channel=channel
        )
    yield system.conversations.replies_to("I need a lawyer", "Thailand", "more")
    yield system.conversations.replies_to(*texts[:2])


OUTPUTS: Final[dict[str, Output]] = {
    "search": search,
    "free text": free_text,
    "public tables": public_tables,
    "exports": exports,
    "api": api,
    "bot": bot,
}
