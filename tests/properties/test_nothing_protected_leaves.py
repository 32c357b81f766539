"""One law: what is protected can be read on no public way, nor in a log, nor in what an exception says."""

import io
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from directory.confidential import Circle, Confidential, ProtectedAddress, ProtectedContact
from directory.confidential.csv_exchange import import_file
from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, POINT, Entry, secrets_of
from directory.confidential.guard import what_is_protected
from directory.exchange.hsds import export_csv, export_json, import_hsds
from directory.exchange.spreadsheet import export_sheet, import_sheet
from directory.models import Address, Attribute, Location, Metadata, ServiceAtLocation, Translation, stable_id
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER
from tests.properties.ways_out import WAYS, World

SERVICES: Final = [stable_id("service", name) for name in ("th-urbanlight", "th-1300", "th-issara-my", "th-lpn")]
CHANGE: Final = {"last_action_date": "2026-01-01", "last_action_type": "update", "updated_by": "somebody"}
OFFICIAL: Final = ("address_1", "city", "state_province", "postal_code", "country")

# Each value holds a word that stands nowhere else, so that finding it anywhere is finding the value.
words = st.integers(10**11, 10**12 - 1).map(lambda number: f"zq{number}")
around = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
texts = st.builds("{} {} {}".format, around, words, around)
# Seven digits behind the point, the last one never a zero: no other number looks like it.
degrees = st.integers(10_000_000, 80_000_000).map(lambda number: (number * 10 + 7) / 10_000_000)
circles = st.sampled_from(list(Circle))
services = st.sampled_from(SERVICES)
addresses: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {name: degrees if name in POINT else texts for name in ADDRESS_FIELDS}
)
contacts = st.fixed_dictionaries(dict.fromkeys(CONTACT_FIELDS, texts))


@st.composite
def protected_entries(draw: st.DrawFn) -> tuple[str, Entry, bool]:
    """Draw a service, an entry of it, and whether it stood in the public tables before."""
    service, circle = draw(services), draw(circles)
    if draw(st.booleans()):
        return service, ProtectedContact(str(uuid4()), service, circle, **draw(contacts)), False
    empty = ProtectedAddress(str(uuid4()), str(uuid4()), circle, "", "")
    return service, replace(empty, **draw(addresses)), draw(st.booleans())


@given(st.lists(protected_entries(), min_size=1, max_size=3))
# An example asks hundreds of questions: shrinking one would take minutes, and what leaked says enough.
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_nothing_protected_leaves(world: World, kept: list[tuple[str, Entry, bool]]) -> None:
    """No search, export, API answer, reply of the bot, log record or exception holds a protected value."""
    store = Confidential(world.engine)
    secret = {str(value) for _, entry, _ in kept for value in secrets_of(entry).values()}
    signs = {sign for value in secret for sign in [*(one for one in value.split() if one.startswith("zq")), value][:1]}
    asked = sorted(sign for sign in signs if sign.startswith("zq"))[:4]
    with logged() as log:
        try:
            for service, entry, was_public in kept:
                stand(world, service, entry, was_public=was_public)
            with TemporaryDirectory(dir=world.folder) as before:
                write_files(world, Path(before))
                for _, entry, was_public in kept:
                    protect(store, entry, was_public=was_public)
                reports = list(import_again(world, Path(before)))
            found = {name: leaks(signs, way(world, asked)) for name, way in WAYS.items()}
            found["reports"] = leaks(signs, reports)
            found["exceptions"] = leaks(signs, exceptions(store, world.folder, [entry for _, entry, _ in kept]))
        finally:
            for _, entry, _ in kept:
                assert store.remove(entry.id)
    found["log"] = leaks(signs, [log.getvalue()])
    assert {name: signs for name, signs in found.items() if signs} == {}


def leaks(signs: set[str], said: Iterator[str] | list[str]) -> set[str]:
    """Return the signs that can be read."""
    return {sign for text in said for sign in signs if sign in text.casefold()}


def stand(world: World, service: str, entry: Entry, *, was_public: bool) -> None:
    """Make what is public before: the point of a place, and of a public address all, history and translation too."""
    if isinstance(entry, ProtectedContact):
        return
    location = {"id": entry.location_id, "location_type": "physical", "latitude": 1.0, "longitude": 1.0}
    values = secrets_of(entry)
    point = {name: values.pop(name) for name in POINT}
    with world.engine.begin() as connection:
        connection.execute(insert(Location), location | point)
        both = {"id": str(uuid4()), "service_id": service, "location_id": entry.location_id}
        connection.execute(insert(ServiceAtLocation), both)
        if was_public:
            public = {"id": entry.id, "location_id": entry.location_id, "address_type": "physical"} | values
            old = {"field_name": "address_1", "previous_value": entry.address_1, "replacement_value": entry.address_1}
            connection.execute(insert(Address), public)
            connection.execute(insert(Metadata), {"id": str(uuid4()), "resource_id": entry.id} | CHANGE | old)
            seen = {"field_name": "latitude", "previous_value": str(entry.latitude), "replacement_value": "0"}
            connection.execute(insert(Metadata), {"id": str(uuid4()), "resource_id": entry.location_id} | CHANGE | seen)
            connection.execute(
                insert(Attribute),
                {"id": str(uuid4()), "link_id": entry.id, "link_entity": "address", "value": entry.city},
            )
            said = {"entity_id": entry.id, "field": "city", "language": "th", "text": entry.city, "reviewed": True}
            connection.execute(insert(Translation), said)
        index_services(connection, [service], DEFAULT_STALE_AFTER)


def protect(store: Confidential, entry: Entry, *, was_public: bool) -> None:
    """Keep an entry."""
    if was_public and isinstance(entry, ProtectedAddress):
        store.move_to_protected(entry.id, entry.circle)
    else:
        store.protect(entry)


def write_files(world: World, folder: Path) -> None:
    """Write what partners and case workers have in their drawers when something becomes protected."""
    export_json(world.engine, folder / "json")
    export_csv(world.engine, folder / "csv")
    with world.engine.connect() as connection:
        for ending in ("csv", "xlsx"):
            export_sheet(connection, folder / f"sheet.{ending}")


def import_again(world: World, folder: Path) -> Iterator[str]:
    """Take the files in once more, first only to see what that would do; yield what is answered."""
    guard = what_is_protected(world.engine)
    for dry_run in (True, False):
        options: dict[str, Any] = {"is_protected": guard, "dry_run": dry_run}
        for name in ("json", "csv"):
            report = import_hsds(world.engine, folder / name, "a partner", stale_after=DEFAULT_STALE_AFTER, **options)
            assert [(one.column, one.what, one.mend) for one in report.faults] == []
            yield f"{report} {[str(one) for one in report.warnings]}"
        for ending in ("csv", "xlsx"):
            yield str(import_sheet(world.engine, folder / f"sheet.{ending}", **options))


def exceptions(store: Confidential, folder: Path, entries: list[Entry]) -> Iterator[str]:
    """Yield what is said when protecting goes wrong, with everything that a logger would print of it."""
    for entry in entries:
        first = next(iter(secrets_of(entry)))
        text = str(secrets_of(entry)[first])
        nowhere = {"location_id": "nowhere"} if isinstance(entry, ProtectedAddress) else {"service_id": "nowhere"}
        for wrong in (nowhere, {first: f"{text}\0"}, {first: f"{text}\ud800"}, {"id": None}, {first: text.encode()}):
            yield refused(store, replace(entry, **wrong))
        sheet = folder / "wrong.csv"
        sheet.write_text(f'kind,circle,id,country,email\n"{text}",staff,"{text}","{text}","{text}"\n', encoding="utf-8")
        yield str(import_file(store, sheet))


def refused(store: Confidential, entry: Entry) -> str:
    """Return the traceback of a refusal, with all that it hangs together with."""
    said = repr(entry)
    try:
        store.protect(entry)
    except Exception as fault:
        chain: BaseException | None = fault
        while chain:
            said += "".join(traceback.format_exception(chain)) + repr(chain.args)
            chain = chain.__context__
        logging.getLogger("directory").exception("refused")
    return said


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Give all that anything logs, however unimportant.

    SQLAlchemy prints the rows that it reads at DEBUG, whoever reads them; `bot.privacy.logging` never lets it. The
    client of the API is the test's own.
    """
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    root, quieter = logging.getLogger(), {"sqlalchemy": logging.INFO, "httpx": logging.ERROR, "httpcore": logging.ERROR}
    before = {name: logging.getLogger(name).level for name in ("root", *quieter)}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name, level in quieter.items():
        logging.getLogger(name).setLevel(level)
    try:
        yield log
    finally:
        root.removeHandler(handler)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
