"""No import puts into words what is protected of the same service or place."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from directory.cli import app
from directory.confidential import Circle, Confidential, ProtectedAddress, ProtectedContact
from directory.confidential.guard import what_is_protected
from directory.exchange.spreadsheet import export_sheet, import_sheet
from tests.directory.exchange.hsds_files import everything, imported, service, uid

STREET, NAME, NUMBER, LATITUDE = "99 Hidden Lane", "Anna Example", "+66 81 234 5678", 18.7883457
HOLDS = "holds something that is protected"

AROUND = {"latitude": LATITUDE, "longitude": 1, "radius_metres": 9}

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "street": (service(description="We are at 99,  HIDDEN lane."), "description"),
    "name": (service(alert="Ask for anna example"), "alert"),
    "e-mail": (service(email="Anna@Example.org"), "email"),
    "number": (service(phones=[{"id": uid(3), "number": "081-234-5678"}]), "number"),
    "number in a text": (service(description="Call 081 234 5678 or 02 123 4567"), "description"),
    "other digits": (service(description="โทร ๐๘๑ ๒๓๔ ๕๖๗๘"), "description"),
    "point": (service(waylight={"coverage": [AROUND]}), "latitude"),
    "contact": (service(contacts=[{"id": uid(60), "name": NAME}]), "name"),
    "organization": (
        service(organization={"id": uid(2), "name": "Harbour House", "description": f"At {STREET}"}),
        "description",
    ),
    "place": (
        service(
            service_at_locations=[
                {"id": uid(32), "location": {"id": uid(30), "location_type": "physical", "description": STREET}}
            ]
        ),
        "description",
    ),
}
KEPT: dict[str, dict[str, Any]] = {
    "part of a word": service(description="Ask for Joanna Examples"),
    "another number": service(description="Call 02 433 5149"),
    "the city": service(description="A house in Chiang Mai"),
    "another service": service(
        id=uid(11),
        description=f"{STREET} {NUMBER}",
        organization={"id": uid(12), "name": "Other", "description": "x"},
        phones=[],
        languages=[],
        service_areas=[],
    ),
}


@pytest.fixture
def engine(own_engine: Engine, tmp_path: Path) -> Engine:
    """Give a directory in which the place and a contact of a service are protected."""
    place = {"id": uid(30), "location_type": "physical"}
    assert imported(own_engine, tmp_path, [service(service_at_locations=[{"id": uid(32), "location": place}])]).accepted
    assert what_is_protected(own_engine) is None
    store = Confidential(own_engine)
    where: dict[str, Any] = {"city": "Chiang Mai", "latitude": LATITUDE, "longitude": 98.9853457}
    store.protect(ProtectedAddress(uid(31), uid(30), Circle.STAFF, STREET, "TH", **where))
    mail = "anna@example.org"
    store.protect(ProtectedContact(uid(33), uid(1), Circle.PARTNER, name=NAME, email=mail, number=NUMBER))
    return own_engine


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_hsds(name: str, engine: Engine, tmp_path: Path) -> None:
    """A value of the service or its place is a fault of its column, is not repeated, and nothing is written."""
    found, column = REFUSED[name]
    before = everything(engine)
    report = imported(engine, tmp_path, [found], is_protected=what_is_protected(engine))
    columns = [one.column for one in report.faults if HOLDS in one.what]
    assert columns == [column]
    assert not any(secret.casefold() in str(report).casefold() for secret in (STREET, NAME, NUMBER, str(LATITUDE)))
    assert everything(engine) == before


@pytest.mark.parametrize("name", KEPT)
def test_kept_in_hsds(name: str, engine: Engine, tmp_path: Path) -> None:
    """What only looks alike, is a town, or is protected of somebody else stops no file."""
    assert imported(engine, tmp_path, [KEPT[name]], is_protected=what_is_protected(engine)).accepted


def test_what_stood_there_before_stops_nothing(engine: Engine, tmp_path: Path) -> None:
    """A text that the public reads already may be sent again, beside a change."""
    assert imported(engine, tmp_path, [service(description=STREET)]).accepted
    again = service(description=STREET, alert="Closed on Monday")
    assert imported(engine, tmp_path, [again], is_protected=what_is_protected(engine)).accepted


@pytest.mark.parametrize(
    ("column", "write"),
    [
        ("description", lambda cell: f"{cell} We are at 99 hidden LANE."),
        ("phone", lambda _: "081 234 5678"),
        ("email", lambda _: "anna@example.org"),
    ],
)
def test_refused_in_a_sheet(column: str, write: Callable[[str], str], engine: Engine, tmp_path: Path) -> None:
    """A cell that holds a value of its service is a fault with line and column, in the command as well."""
    sheet = changed_sheet(engine, tmp_path, column, write)
    before = everything(engine)
    report = import_sheet(engine, sheet, is_protected=what_is_protected(engine))
    assert [(one.line, one.column) for one in report.faults if HOLDS in one.what] == [(2, column)]
    assert everything(engine) == before


def test_commands_look(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command `import` refuses them without being asked to."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    sheet = changed_sheet(engine, tmp_path, "description", lambda _: STREET)
    found = CliRunner().invoke(app, ["import", str(sheet)])
    assert found.exit_code == 1
    assert HOLDS in found.stderr
    assert STREET not in found.output


def changed_sheet(engine: Engine, folder: Path, column: str, write: Callable[[str], str]) -> Path:
    """Export a sheet and write something else into a cell of its only row."""
    path = folder / "sheet.csv"
    with engine.connect() as connection:
        export_sheet(connection, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = write(rows[0][column])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
