"""The commands `waylight directory backup`, `restore` and `confidential`."""

import csv
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from directory.cli import app
from directory.db.engine import open_engine
from directory.models import Address, Location, ServiceAtLocation, stable_id

SERVICE = stable_id("service", "th-urbanlight")
ROWS = [
    {"kind": "address", "circle": "staff", "service_id": SERVICE, "address_1": "9 Hidden Lane", "country": "TH"},
    {"kind": "contact", "circle": "partner", "service_id": SERVICE, "name": "Somchai", "number": "+66 81 234 5678"},
]


@pytest.fixture
def run(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on a new directory; return exit code, standard output and standard error."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)

    def invoke(*arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        return result.exit_code, result.stdout, result.stderr

    return invoke


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    """Write a CSV of protected entries."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of an export, without empty cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(file)]


def test_backup_and_restore(run: Any, tmp_path: Path) -> None:
    """A backup prints its size; a restore needs --replace and can be repeated."""
    code, stdout, _ = run("backup", tmp_path / "b.zip")
    assert (code, "rows of" in stdout) == (0, True)
    code, _, stderr = run("restore", tmp_path / "b.zip")
    assert (code, "--replace" in stderr) == (2, True)
    for _ in range(2):
        code, stdout, _ = run("restore", tmp_path / "b.zip", "--replace")
        assert (code, "services" in stdout) == (0, True)


def test_restore_lists_what_it_undoes(run: Any, tmp_path: Path) -> None:
    """A restore that would undo a protection says so, and needs its own option."""
    run("backup", tmp_path / "b.zip")
    run("confidential", "import", write_csv(tmp_path / "in.csv", *ROWS))
    code, _, stderr = run("restore", tmp_path / "b.zip", "--dry-run")
    assert (code, "was protected since" in stderr, "Hidden" in stderr) == (0, True, False)
    code, _, stderr = run("restore", tmp_path / "b.zip", "--replace")
    assert (code, "was protected since" in stderr, "--undo-protections" in stderr) == (2, True, True)
    code, _, stderr = run("restore", tmp_path / "b.zip", "--replace", "--undo-protections")
    assert (code, "was protected since" in stderr) == (0, True)


def test_lists_public_texts(run: Any, tmp_path: Path) -> None:
    """After an import, and when asked, the public texts that hold protected data are listed, never what they hold."""
    run("confidential", "import", write_csv(tmp_path / "in.csv", *ROWS))
    assert "No public text" in run("confidential", "find-public")[1]
    shown = run("confidential", "list", "--service", SERVICE)[1]
    assert stable_id("location", "protected", SERVICE) not in shown
    rows = [ROWS[1] | {"name": "Urban Light"}]
    stdout = run("confidential", "import", write_csv(tmp_path / "in.csv", *rows))[1]
    assert (f"(service {SERVICE}" in stdout, "Urban Light" in stdout) == (True, False)


def test_reports_errors(run: Any, tmp_path: Path) -> None:
    """An error is one sentence on standard error and exit code 2."""
    (tmp_path / "there.zip").write_text("mine", encoding="utf-8")
    for arguments, word in (
        (("backup", tmp_path / "there.zip"), "already"),
        (("backup", tmp_path / "no folder" / "b.zip"), "can't be used"),
        (("restore", tmp_path / "there.zip"), "not a backup"),
    ):
        code, stdout, stderr = run(*arguments)
        assert (code, stdout, word in stderr) == (2, "", True)
    assert (tmp_path / "there.zip").read_text(encoding="utf-8") == "mine"


def test_imports_and_exports_protected_entries(run: Any, tmp_path: Path) -> None:
    """Each circle exports its entries to a private file; a second import changes nothing."""
    path = write_csv(tmp_path / "in.csv", *ROWS)
    assert run("confidential", "import", path, "--dry-run")[1].startswith("2 would be created")
    assert run("confidential", "import", path)[1].startswith("2 created, 0 changed, 0 unchanged")
    assert run("confidential", "import", path)[1].startswith("0 created, 0 changed, 2 unchanged")
    for circle, kinds in (("staff", {"address", "contact"}), ("partner", {"contact"})):
        out = tmp_path / f"{circle}.csv"
        assert run("confidential", "export", "--for", circle, "--output", out)[0] == 0
        assert stat.S_IMODE(out.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
        assert {row["kind"] for row in read_csv(out)} == kinds
        assert run("confidential", "export", "--for", circle, "--output", out)[0] == 2
    assert run("confidential", "import", tmp_path / "staff.csv")[1].startswith("0 created, 0 changed, 2 unchanged")
    assert "9 Hidden Lane" in run("confidential", "list", "--service", SERVICE)[1]


def test_updates_entry_by_id(run: Any, tmp_path: Path) -> None:
    """An exported row that was edited replaces the entry, even if its circle changed."""
    run("confidential", "import", write_csv(tmp_path / "in.csv", *ROWS))
    run("confidential", "export", "--for", "staff", "--output", tmp_path / "out.csv")
    rows = read_csv(tmp_path / "out.csv")
    edited = [row | {"circle": "staff"} for row in rows]
    stdout = run("confidential", "import", write_csv(tmp_path / "edited.csv", *edited))[1]
    assert stdout.startswith("0 created, 1 changed, 1 unchanged")
    run("confidential", "export", "--for", "partner", "--output", tmp_path / "partner.csv")
    assert read_csv(tmp_path / "partner.csv") == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"kind": "Hidden"}, "kind"),
        ({"circle": "public"}, "circle"),
        ({"id": "7"}, "id"),
        ({"service_id": "Hidden"}, "service_id"),
        ({"service_id": ""}, "service_id"),
        ({"country": "Hidden"}, "country"),
        ({"address_1": ""}, "address_1"),
        ({"latitude": "18.7"}, "latitude"),
        ({"latitude": "Hidden", "longitude": "NaN"}, "longitude"),
        ({"email": "hidden@example.org"}, "email"),
        ({"address_1": "\u202eHidden"}, "address_1"),
        ({"address_1": "Hidden" * 500}, "address_1"),
        ({"secret": "Hidden"}, "line 1"),
    ],
)
def test_reports_errors_without_values(run: Any, tmp_path: Path, change: dict[str, str], column: str) -> None:
    """An error names line and column and quotes nothing; nothing is written."""
    path = write_csv(tmp_path / "in.csv", ROWS[1], ROWS[0] | change)
    code, stdout, stderr = run("confidential", "import", path)
    assert (code, stdout) == (1, "")
    assert column in stderr
    assert "idden" not in stderr
    assert "Somchai" not in stderr
    assert "Nothing is protected" in run("confidential", "list", "--service", SERVICE)[1]


def test_moves_public_address_to_protected(run: Any, filled_url: str, tmp_path: Path) -> None:
    """Staff list, move and remove a public address; errors quote nothing."""
    add_public_address(filled_url)
    path = write_csv(tmp_path / "in.csv", ROWS[0] | {"service_id": "", "location_id": "place"})
    code, stdout, stderr = run("confidential", "import", path)
    assert (code, stdout, "confidential move public" in stderr, "Hidden" in stderr) == (1, "", True, False)
    assert "public address public" in run("confidential", "list", "--service", SERVICE)[1]
    assert run("confidential", "move", "public", "--for", "staff")[0] == 0
    listing = run("confidential", "list", "--service", SERVICE)[1]
    assert ("address public (staff)" in listing, "public address" in listing) == (True, False)
    assert run("confidential", "import", path)[0] == 0
    assert run("confidential", "move", "public", "--for", "staff")[0] == 2
    assert run("confidential", "remove", "public")[0] == 0
    assert run("confidential", "remove", "public", "--may-be-public")[0] == 2


def add_public_address(url: str) -> None:
    """Give the service a public address."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(Location), {"id": "place", "location_type": "physical"})
        both = {"service_id": SERVICE, "location_id": "place"}
        connection.execute(insert(ServiceAtLocation), {"id": "link"} | both)
        where = {"address_1": "9 Hidden Lane", "city": "X", "state_province": "", "postal_code": "", "country": "TH"}
        connection.execute(
            insert(Address), {"id": "public", "location_id": "place", "address_type": "physical"} | where
        )
    engine.dispose()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"kind,circle\n\xe9", b'kind,circle\n"address', b"a;b;c\n"])
def test_rejects_malformed_file(run: Any, tmp_path: Path, content: bytes) -> None:
    """An empty, truncated or non-UTF-8 file is rejected with one sentence."""
    (tmp_path / "in.csv").write_bytes(content)
    code, stdout, stderr = run("confidential", "import", tmp_path / "in.csv")
    assert (code, stdout) == (1, "")
    assert "Nothing was written" in stderr
