"""Protected data appears in no public output, no log and no exception."""

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

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress, ProtectedContact
from directory.confidential.csv_exchange import import_file
from directory.confidential.entries import ADDRESS_FIELDS, CONTACT_FIELDS, COORDINATES, ProtectedEntry, protected_values
from directory.confidential.guard import load_protection_check
from directory.exchange.hsds import export_csv, export_json, import_hsds
from directory.exchange.spreadsheet import export_sheet, import_sheet
from directory.models import Address, Attribute, Location, Metadata, ServiceAtLocation, Translation, stable_id
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER
from tests.properties.public_outputs import OUTPUTS, PublicSystem

pytestmark = pytest.mark.slow

SERVICES: Final = [stable_id("service", name) for name in ("th-urbanlight", "th-1300", "th-issara-my", "th-lpn")]
CHANGE: Final = {"last_action_date": "2026-01-01", "last_action_type": "update", "updated_by": "somebody"}
OFFICIAL: Final = ("address_1", "city", "state_province", "postal_code", "country")

# Each value contains a word that occurs nowhere else, so that finding the word is finding the value.
words = st.integers(10**11, 10**12 - 1).map(lambda number: f"zq{number}")
around = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
texts = st.builds("{} {} {}".format, around, words, around)
# Seven decimal places, the last one never a zero: no other number looks like it.
degrees = st.integers(10_000_000, 80_000_000).map(lambda number: (number * 10 + 7) / 10_000_000)
circles = st.sampled_from(list(AccessCircle))
services = st.sampled_from(SERVICES)
addresses: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {name: degrees if name in COORDINATES else texts for name in ADDRESS_FIELDS}
)
contacts = st.fixed_dictionaries(dict.fromkeys(CONTACT_FIELDS, texts))


@st.composite
def protected_entries(draw: st.DrawFn) -> tuple[str, ProtectedEntry, bool]:
    """Draw a service, an entry of it, and whether it was in the public tables before."""
    service, circle = draw(services), draw(circles)
    if draw(st.booleans()):
        return service, ProtectedContact(str(uuid4()), service, circle, **draw(contacts)), False
    empty = ProtectedAddress(str(uuid4()), str(uuid4()), circle, "", "")
    return service, replace(empty, **draw(addresses)), draw(st.booleans())


@given(st.lists(protected_entries(), min_size=1, max_size=3))
# An example makes hundreds of requests: shrinking it would take minutes, and the leaked values say enough.
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_protected_data_stays_inside(system: PublicSystem, entries: list[tuple[str, ProtectedEntry, bool]]) -> None:
    """No search, export, API response, reply of the bot, log record or exception contains a protected value."""
    store = ConfidentialStore(system.engine)
    secret = {str(value) for _, entry, _ in entries for value in protected_values(entry).values()}
    signs = {
        sign for value in secret for sign in [*(word for word in value.split() if word.startswith("zq")), value][:1]
    }
    searches = sorted(sign for sign in signs if sign.startswith("zq"))[:4]
    with capture_log() as log:
        try:
            for service, entry, was_public in entries:
                publish(system, service, entry, was_public=was_public)
            with TemporaryDirectory(dir=system.folder) as before:
                write_files(system, Path(before))
                for _, entry, was_public in entries:
                    protect(store, entry, was_public=was_public)
                reports = list(import_again(system, Path(before)))
            leaked = {name: leaks(signs, output(system, searches)) for name, output in OUTPUTS.items()}
            leaked["reports"] = leaks(signs, reports)
            leaked["exceptions"] = leaks(signs, exceptions(store, system.folder, [entry for _, entry, _ in entries]))
        finally:
            for _, entry, _ in entries:
                assert store.remove(entry.id)
    leaked["log"] = leaks(signs, [log.getvalue()])
    assert {name: signs for name, signs in leaked.items() if signs} == {}


def leaks(signs: set[str], outputs: Iterator[str] | list[str]) -> set[str]:
    """Return the signs that appear in the outputs."""
    return {sign for text in outputs for sign in signs if sign in text.casefold()}


def publish(system: PublicSystem, service: str, entry: ProtectedEntry, *, was_public: bool) -> None:
    """Store what is public first: the coordinates of a place, or all of an address, with history and translation."""
    if isinstance(entry, ProtectedContact):
        return
    location = {"id": entry.location_id, "location_type": "physical", "latitude": 1.0, "longitude": 1.0}
    values = protected_values(entry)
    point = {name: values.pop(name) for name in COORDINATES}
    with system.engine.begin() as connection:
        connection.execute(insert(Location), location | point)
        both = {"id": str(uuid4()), "service_id": service, "location_id": entry.location_id}
        connection.execute(insert(ServiceAtLocation), both)
        if was_public:
            public = {"id": entry.id, "location_id": entry.location_id, "address_type": "physical"} | values
            old = {"field_name": "address_1", "previous_value": entry.address_1, "replacement_value": entry.address_1}
            connection.execute(insert(Address), public)
            connection.execute(insert(Metadata), {"id": str(uuid4()), "resource_id": entry.id} | CHANGE | old)
            coordinates = {"field_name": "latitude", "previous_value": str(entry.latitude), "replacement_value": "0"}
            connection.execute(
                insert(Metadata), {"id": str(uuid4()), "resource_id": entry.location_id} | CHANGE | coordinates
            )
            connection.execute(
                insert(Attribute),
                {"id": str(uuid4()), "link_id": entry.id, "link_entity": "address", "value": entry.city},
            )
            translation = {
                "entity_id": entry.id,
                "field": "city",
                "language": "th",
                "text": entry.city,
                "reviewed": True,
            }
            connection.execute(insert(Translation), translation)
        index_services(connection, [service], DEFAULT_STALE_AFTER)


def protect(store: ConfidentialStore, entry: ProtectedEntry, *, was_public: bool) -> None:
    """Protect an entry."""
    if was_public and isinstance(entry, ProtectedAddress):
        store.move_to_protected(entry.id, entry.circle)
    else:
        store.protect(entry)


def write_files(system: PublicSystem, folder: Path) -> None:
    """Write the files that partners and case workers may have when an entry becomes protected."""
    export_json(system.engine, folder / "json")
    export_csv(system.engine, folder / "csv")
    with system.engine.connect() as connection:
        for ending in ("csv", "xlsx"):
            export_sheet(connection, folder / f"sheet.{ending}")


def import_again(system: PublicSystem, folder: Path) -> Iterator[str]:
    """Import the files again, first as a dry run; yield the reports."""
    guard = load_protection_check(system.engine)
    for dry_run in (True, False):
        options: dict[str, Any] = {"is_protected": guard, "dry_run": dry_run}
        for name in ("json", "csv"):
            report = import_hsds(system.engine, folder / name, "a partner", stale_after=DEFAULT_STALE_AFTER, **options)
            assert [(one.column, one.reason, one.hint) for one in report.errors] == []
            yield f"{report} {[str(warning) for warning in report.warnings]}"
        for ending in ("csv", "xlsx"):
            yield str(import_sheet(system.engine, folder / f"sheet.{ending}", **options))


def exceptions(store: ConfidentialStore, folder: Path, entries: list[ProtectedEntry]) -> Iterator[str]:
    """Yield the text of failures to protect an entry, with everything that a logger would print of them."""
    for entry in entries:
        first = next(iter(protected_values(entry)))
        text = str(protected_values(entry)[first])
        nowhere = {"location_id": "nowhere"} if isinstance(entry, ProtectedAddress) else {"service_id": "nowhere"}
        for wrong in (nowhere, {first: f"{text}\0"}, {first: f"{text}\ud800"}, {"id": None}, {first: text.encode()}):
            yield failure_text(store, replace(entry, **wrong))
        sheet = folder / "wrong.csv"
        sheet.write_text(f'kind,circle,id,country,email\n"{text}",staff,"{text}","{text}","{text}"\n', encoding="utf-8")
        yield str(import_file(store, sheet))


def failure_text(store: ConfidentialStore, entry: ProtectedEntry) -> str:
    """Return the traceback of the failure, with all exceptions that led to it."""
    text = repr(entry)
    try:
        store.protect(entry)
    except Exception as exc:
        chain: BaseException | None = exc
        while chain:
            text += "".join(traceback.format_exception(chain)) + repr(chain.args)
            chain = chain.__context__
        logging.getLogger("directory").exception("refused")
    return text


@contextmanager
def capture_log() -> Iterator[io.StringIO]:
    """Capture all that is logged at any level.

    Exceptions: SQLAlchemy logs the rows that it reads at DEBUG, which `bot.privacy.logging` prevents, and the API
    client belongs to the test.
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
