"""No import publishes text that is protected, of whichever service or location, unless that is accepted."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from directory.cli import app
from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress, ProtectedContact
from directory.confidential.guard import load_protection_check
from directory.exchange.spreadsheet import export_sheet, import_sheet
from tests.directory.exchange.hsds_files import all_rows, import_content, service, uid

STREET, NAME, NUMBER, LATITUDE = "99 Hidden Lane", "Anna Example", "+66 81 234 5678", 18.7883457
HOLDS = "contains protected data"

AROUND = {"latitude": LATITUDE, "longitude": 1, "radius_metres": 9}

REJECTED: dict[str, tuple[dict[str, Any], str]] = {
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
    "another service": (
        service(
            id=uid(11),
            description=f"{STREET} {NUMBER}",
            organization={"id": uid(12), "name": "Other", "description": "x"},
            phones=[],
            languages=[],
            service_areas=[],
        ),
        "description",
    ),
}
ACCEPTED: dict[str, dict[str, Any]] = {
    "part of a word": service(description="Ask for Joanna Examples"),
    "another number": service(description="Call 02 433 5149"),
    "the city": service(description="A house in Chiang Mai"),
}


@pytest.fixture
def engine(own_engine: Engine, tmp_path: Path) -> Engine:
    """A directory with a protected address and a protected contact of a service."""
    place = {"id": uid(30), "location_type": "physical"}
    assert import_content(
        own_engine, tmp_path, [service(service_at_locations=[{"id": uid(32), "location": place}])]
    ).accepted
    assert load_protection_check(own_engine) is None
    store = ConfidentialStore(own_engine)
    where: dict[str, Any] = {"city": "Chiang Mai", "latitude": LATITUDE, "longitude": 98.9853457}
    store.protect(ProtectedAddress(uid(31), uid(30), AccessCircle.STAFF, STREET, "TH", **where))
    mail = "anna@example.org"
    store.protect(ProtectedContact(uid(33), uid(1), AccessCircle.PARTNER, name=NAME, email=mail, number=NUMBER))
    return own_engine


@pytest.mark.parametrize("name", REJECTED)
def test_rejects_protected_text_in_hsds(name: str, engine: Engine, tmp_path: Path) -> None:
    """A protected value is an error of its column, is not quoted, and nothing is written."""
    document, column = REJECTED[name]
    before = all_rows(engine)
    report = import_content(engine, tmp_path, [document], is_protected=load_protection_check(engine))
    columns = [issue.column for issue in report.errors if HOLDS in issue.reason]
    assert columns == [column]
    assert not any(secret.casefold() in str(report).casefold() for secret in (STREET, NAME, NUMBER, str(LATITUDE)))
    assert all_rows(engine) == before


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepts_similar_text_in_hsds(name: str, engine: Engine, tmp_path: Path) -> None:
    """Similar words and the city are accepted."""
    assert import_content(engine, tmp_path, [ACCEPTED[name]], is_protected=load_protection_check(engine)).accepted


def test_accepts_text_that_is_public_already(engine: Engine, tmp_path: Path) -> None:
    """A text that is public already may be imported again."""
    assert import_content(engine, tmp_path, [service(description=STREET)]).accepted
    again = service(description=STREET, alert="Closed on Monday")
    assert import_content(engine, tmp_path, [again], is_protected=load_protection_check(engine)).accepted


@pytest.mark.parametrize(
    ("column", "write"),
    [
        ("description", lambda cell: f"{cell} We are at 99 hidden LANE."),
        ("phone", lambda _: "081 234 5678"),
        ("email", lambda _: "anna@example.org"),
    ],
)
def test_rejects_protected_text_in_spreadsheet(
    column: str, write: Callable[[str], str], engine: Engine, tmp_path: Path
) -> None:
    """A protected value is an error with line and column."""
    sheet = changed_sheet(engine, tmp_path, column, write)
    before = all_rows(engine)
    report = import_sheet(engine, sheet, is_protected=load_protection_check(engine))
    assert [(issue.line, issue.column) for issue in report.errors if HOLDS in issue.reason] == [(2, column)]
    assert all_rows(engine) == before


def test_rejects_protected_text_in_new_row(engine: Engine, tmp_path: Path) -> None:
    """A new row of a spreadsheet, of another organization, is examined as well."""
    sheet = changed_sheet(
        engine, tmp_path, "description", lambda _: STREET, id="", name="Other", organization="Other", needs="shelter"
    )
    check = load_protection_check(engine)
    refused = import_sheet(engine, sheet, is_protected=check)
    assert [issue.column for issue in refused.errors if HOLDS in issue.reason] == ["description"]
    accepted = import_sheet(engine, sheet, is_protected=check, accept_protected=True)
    assert (accepted.created, HOLDS in accepted.warnings[0].reason) == (1, True)


def test_import_command_uses_guard(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command `import` rejects protected text unless an option accepts it."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    sheet = changed_sheet(engine, tmp_path, "description", lambda _: STREET)
    result = CliRunner().invoke(app, ["import", str(sheet)])
    assert result.exit_code == 1
    assert HOLDS in result.stderr
    assert STREET not in result.output
    accepted = CliRunner().invoke(app, ["import", str(sheet), "--accept-protected"])
    assert (accepted.exit_code, HOLDS in accepted.stderr) == (0, True)


def changed_sheet(engine: Engine, folder: Path, column: str, write: Callable[[str], str], **cells: str) -> Path:
    """Export a spreadsheet and change cells of its only row."""
    path = folder / "sheet.csv"
    with engine.connect() as connection:
        export_sheet(connection, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= cells | {column: write(rows[0][column])}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
