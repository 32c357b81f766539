"""An import cannot verify an entry, nor keep one verified that it changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update
from sqlmodel import col

from directory.exchange.hsds import export_csv
from directory.models import Assurance
from tests.directory.exchange.hsds_files import error_text, import_content, import_path, query, service, uid

CHECKED = {"assurance": {"verified_at": "2026-01-05T10:00:00Z", "method": "phone"}}


def verification_of(engine: Engine) -> list[Any]:
    """Return who verified the service, and whether it counts as verified."""
    asked = "SELECT verified_by, verified_at IS NOT NULL FROM assurance WHERE service_id = :id"
    ((who, checked),) = query(engine, asked, id=uid(1))
    return [who, bool(checked)]


def import_and_verify(engine: Engine, folder: Path) -> None:
    """Import the service and verify it as staff."""
    assert import_content(engine, folder, [service()]).accepted
    with engine.begin() as connection:
        ours = update(Assurance).where(col(Assurance.service_id) == uid(1))
        connection.execute(ours.values(verified_by="desk", verified_at=datetime(2026, 1, 5, 10, tzinfo=UTC)))


def test_change_removes_verification(own_engine: Engine, tmp_path: Path) -> None:
    """A service whose name or number changes is no longer verified, also after a second import."""
    import_and_verify(own_engine, tmp_path)
    assert import_content(own_engine, tmp_path, [service()]).accepted
    assert verification_of(own_engine) == ["desk", True]
    assert import_content(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "02 433 5149"}])]).accepted
    assert verification_of(own_engine) == [None, False]


def test_changed_reach_removes_verification(own_engine: Engine, tmp_path: Path) -> None:
    """A number with another reach has not been verified."""
    import_and_verify(own_engine, tmp_path)
    reach = {uid(3): {"kind": "voice", "country": "TH", "dialable_from_abroad": False}}
    assert import_content(own_engine, tmp_path, [service(waylight={"phone_reach": reach})]).accepted
    assert verification_of(own_engine) == [None, False]


def test_removed_number_removes_verification(own_engine: Engine, tmp_path: Path) -> None:
    """A service that loses a number is no longer verified."""
    import_and_verify(own_engine, tmp_path)
    assert import_content(own_engine, tmp_path, [service(phones=[])]).accepted
    assert verification_of(own_engine) == [None, False]


def test_changed_organization_removes_verification(own_engine: Engine, tmp_path: Path) -> None:
    """A new number of the organization affects its verified service too."""
    import_and_verify(own_engine, tmp_path)
    phones = [{"id": uid(9), "number": "02 433 5149"}]
    organization = {"id": uid(2), "name": "Harbour House", "description": "Helps seafarers.", "phones": phones}
    assert import_content(own_engine, tmp_path, [organization], "organizations.json").accepted
    assert verification_of(own_engine) == [None, False]


def test_untrusted_verifications_are_ignored(own_engine: Engine, tmp_path: Path) -> None:
    """Verification dates of a file are imported only on request; ignored ones are counted."""
    report = import_content(own_engine, tmp_path, [service(waylight=CHECKED)])
    assert ["for 1 services" in str(one) for one in report.warnings] == [True]
    assert verification_of(own_engine) == [None, False]
    again = import_content(own_engine, tmp_path, [service(waylight=CHECKED)])
    assert (again.changed, again.changes) == (0, ())
    assert verification_of(own_engine) == [None, False]
    trusted = import_content(own_engine, tmp_path, [service(waylight=CHECKED)], trust_checks=True)
    assert (trusted.changed, trusted.warnings) == (1, ())
    assert verification_of(own_engine) == [None, True]
    assert import_content(own_engine, tmp_path, [service(waylight=CHECKED)], trust_checks=True).changes == ()
    with own_engine.connect() as connection:
        at = connection.scalar(select(col(Assurance.verified_at)).where(col(Assurance.service_id) == uid(1)))
    assert at == datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_verification_round_trip(own_engine: Engine, tmp_path: Path) -> None:
    """The date of a verification is exported, and importing the export changes nothing."""
    import_and_verify(own_engine, tmp_path)
    export_csv(own_engine, tmp_path / "out.zip")
    assert import_path(own_engine, tmp_path / "out.zip", keep_unresolved=True).errors == ()
    assert verification_of(own_engine) == ["desk", True]


def test_untrusted_file_cannot_renew_verification(own_engine: Engine, tmp_path: Path) -> None:
    """An untrusted file cannot renew a verification by staff."""
    import_and_verify(own_engine, tmp_path)
    newer = {"assurance": {"verified_at": "2026-06-05T10:00:00Z"}}
    assert import_content(own_engine, tmp_path, [service(waylight=newer)]).changed == 0
    assert verification_of(own_engine) == ["desk", True]


def test_rejects_verification_in_the_future(own_engine: Engine, tmp_path: Path) -> None:
    """A verification cannot lie in the future."""
    coming = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    report = import_content(own_engine, tmp_path, [service(waylight={"assurance": {"verified_at": coming}})])
    assert "This moment is still to come" in error_text(report)
    line = f"service_id,verified_at,method\n{uid(1)},{coming},\n"
    assert import_content(own_engine, tmp_path, [service()]).accepted
    assert "This moment is still to come" in error_text(
        import_content(own_engine, tmp_path, {"waylight_assurance.csv": line})
    )
