"""A file from elsewhere can't make an entry a checked one, nor keep it one that it changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.exchange.hsds import export_csv
from directory.models import Assurance
from tests.directory.exchange.hsds_files import imported, rows, said, service, taken, uid

CHECKED = {"assurance": {"verified_at": "2026-01-05T10:00:00Z", "method": "phone"}}


def checked_by(engine: Engine) -> list[Any]:
    """Return who checked the service, and whether it counts as checked."""
    asked = "SELECT verified_by, verified_at IS NOT NULL FROM assurance WHERE service_id = :id"
    ((who, checked),) = rows(engine, asked, id=uid(1))
    return [who, bool(checked)]


def check(engine: Engine, folder: Path) -> None:
    """Import the service and let staff check it."""
    assert imported(engine, folder, [service()]).accepted
    with engine.begin() as connection:
        ours = update(Assurance).where(col(Assurance.service_id) == uid(1))
        connection.execute(ours.values(verified_by="desk", verified_at=datetime(2026, 1, 5, 10, tzinfo=UTC)))


def test_change_takes_the_check_away(own_engine: Engine, tmp_path: Path) -> None:
    """A service whose name or number changes is no longer checked; the same file again changes nothing of that."""
    check(own_engine, tmp_path)
    assert imported(own_engine, tmp_path, [service()]).accepted
    assert checked_by(own_engine) == ["desk", True]
    assert imported(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "02 433 5149"}])]).accepted
    assert checked_by(own_engine) == [None, False]


def test_other_reach_takes_the_check_away(own_engine: Engine, tmp_path: Path) -> None:
    """A number that is said to work differently has not been checked that way."""
    check(own_engine, tmp_path)
    reach = {uid(3): {"kind": "voice", "country": "TH", "dialable_from_abroad": False}}
    assert imported(own_engine, tmp_path, [service(waylight={"phone_reach": reach})]).accepted
    assert checked_by(own_engine) == [None, False]


def test_number_that_goes_takes_the_check_away(own_engine: Engine, tmp_path: Path) -> None:
    """A service that loses a number is not the one that was checked."""
    check(own_engine, tmp_path)
    assert imported(own_engine, tmp_path, [service(phones=[])]).accepted
    assert checked_by(own_engine) == [None, False]


def test_number_of_the_organization(own_engine: Engine, tmp_path: Path) -> None:
    """A new number of the organization is one of the checked service too."""
    check(own_engine, tmp_path)
    phones = [{"id": uid(9), "number": "02 433 5149"}]
    organization = {"id": uid(2), "name": "Harbour House", "description": "Helps seafarers.", "phones": phones}
    assert imported(own_engine, tmp_path, [organization], "organizations.json").accepted
    assert checked_by(own_engine) == [None, False]


def test_checks_of_strangers(own_engine: Engine, tmp_path: Path) -> None:
    """When a service was checked is taken from a file only on request; what is left out is counted."""
    report = imported(own_engine, tmp_path, [service(waylight=CHECKED)])
    assert ["for 1 services" in str(one) for one in report.warnings] == [True]
    assert checked_by(own_engine) == [None, False]
    again = imported(own_engine, tmp_path, [service(waylight=CHECKED)])
    assert (again.changed, again.changes) == (0, ())
    assert checked_by(own_engine) == [None, False]
    trusted = imported(own_engine, tmp_path, [service(waylight=CHECKED)], trust_checks=True)
    assert (trusted.changed, trusted.warnings) == (1, ())
    assert checked_by(own_engine) == [None, True]
    assert imported(own_engine, tmp_path, [service(waylight=CHECKED)], trust_checks=True).changes == ()
    with own_engine.connect() as connection:
        at = connection.scalar(select(col(Assurance.verified_at)).where(col(Assurance.service_id) == uid(1)))
    assert at == datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_check_goes_out_and_comes_back(own_engine: Engine, tmp_path: Path) -> None:
    """When an entry was checked is exported, and the export changes nothing when it is imported."""
    check(own_engine, tmp_path)
    export_csv(own_engine, tmp_path / "out.zip")
    assert taken(own_engine, tmp_path / "out.zip", keep_unresolved=True).faults == ()
    assert checked_by(own_engine) == ["desk", True]


def test_own_check_is_not_moved(own_engine: Engine, tmp_path: Path) -> None:
    """A file that is not trusted can't make the check of staff a newer one."""
    check(own_engine, tmp_path)
    newer = {"assurance": {"verified_at": "2026-06-05T10:00:00Z"}}
    assert imported(own_engine, tmp_path, [service(waylight=newer)]).changed == 0
    assert checked_by(own_engine) == ["desk", True]


def test_check_to_come(own_engine: Engine, tmp_path: Path) -> None:
    """Nobody has checked an entry in the future."""
    coming = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    report = imported(own_engine, tmp_path, [service(waylight={"assurance": {"verified_at": coming}})])
    assert "This moment is still to come" in said(report)
    line = f"service_id,verified_at,method\n{uid(1)},{coming},\n"
    assert imported(own_engine, tmp_path, [service()]).accepted
    assert "This moment is still to come" in said(imported(own_engine, tmp_path, {"waylight_assurance.csv": line}))
