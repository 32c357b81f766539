"""The `waylight directory` commands, and the settings they read."""

import json
from pathlib import Path
from typing import Any

import pydantic
import pytest
from typer.testing import CliRunner, Result

from directory import DirectorySettings
from directory.cli import app
from directory.db.engine import open_engine, write_transaction
from directory.seed.loader import FILES, SEED_FOLDER


@pytest.fixture
def run(tmp_path: Path, filled_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on a directory of its own."""
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_find_as_json(run: Any) -> None:
    """A script gets one JSON object with the need, the place, the services and the emergency numbers."""
    result: Result = run(
        "find", "--need", "shelter", "--country", "TH", "--region", "TH-50", "--language", "my", "--json"
    )
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["need"] == "shelter"
    assert answer["place"] == {"country": "TH", "region": "TH-50", "point": None}
    assert [service["verified"] for service in answer["services"]] == [False, False, False]
    assert answer["services"][0]["phones"][0]["number"] == "1300"
    assert answer["emergency"]["police"] == ["191"]


def test_find_pages(run: Any) -> None:
    """The offset passes over services that were seen."""
    pages = [
        json.loads(run("find", "--need", "human", "--country", "TH", "--offset", offset, "--json").stdout)
        for offset in ("0", "3")
    ]
    ids = [service["id"] for page in pages for service in page["services"]]
    assert len(ids) == len(set(ids)) == 6


def test_find_as_a_table(run: Any) -> None:
    """The table shows that the entries are not verified."""
    result = run("find", "--need", "shelter", "--country", "th")
    assert result.exit_code == 0
    assert "1300" in result.stdout
    assert result.stdout.count("unverified") == 3
    assert "police: 191" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--need", "dragons", "--country", "TH"), '"dragons" is not a need; known needs are shelter,'),
        (("--need", "shelter", "--country", "XX"), '"XX" is not a country code of ISO 3166-1'),
        (("--need", "shelter", "--country", "Thailand"), '"THAILAND" is not a country code'),
        (("--need", "shelter", "--country", "TH", "--region", "TH-999"), '"TH-999" is not a region code'),
        (("--need", "shelter", "--country", "TH", "--region", "LA-VT"), 'does not lie in the country "TH"'),
        (("--need", "shelter", "--country", "TH", "--language", "thai"), '"thai" is not a language code'),
        (("--need", "shelter", "--country", "TH", "--offset", "-1"), "--offset"),
        (("--need", "shelter"), "--country"),
    ],
)
def test_names_invalid_codes(run: Any, arguments: tuple[str, ...], sentence: str) -> None:
    """A wrong code ends with exit code 2 and one clear sentence on the error stream."""
    result = run("find", *arguments, "--json")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("tag", ["my", "fil", "kar", "zh-Hant", "pt_BR"])
def test_accepts_language_codes(run: Any, tag: str) -> None:
    """Two letters, three letters, groups of languages and tags with regions are all languages."""
    assert run("find", "--need", "human", "--country", "TH", "--language", tag, "--json").exit_code == 0


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_new_database_is_filled(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first command ever makes the database in the data folder; nothing has to be set up."""
    monkeypatch.delenv("WAYLIGHT_DATABASE_URL")
    assert run("find", "--need", "shelter", "--country", "TH").exit_code == 0
    assert (tmp_path / "data" / "directory.sqlite3").exists()


def test_unsupported_database_url(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that we can't keep a directory in is refused in one sentence that does not repeat the address."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", "mysql://somebody:secret@localhost/directory")
    result = run("info")
    assert result.exit_code == 2
    assert "sqlite://" in result.stderr
    assert "secret" not in result.output


def test_info_counts(run: Any) -> None:
    """The counts say how much the directory holds."""
    lines = run("info").stdout.splitlines()
    committed = len((SEED_FOLDER / "services.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert f"service: {committed}" in lines


def test_build_starter_without_data(run: Any, tmp_path: Path) -> None:
    """A folder without the collected files is named, and the committed files stay."""
    before = [(SEED_FOLDER / name).read_bytes() for name in FILES]
    result = run("build-starter", "--data", str(tmp_path))
    assert result.exit_code == 2
    assert "organizations.csv" in result.stderr
    assert [(SEED_FOLDER / name).read_bytes() for name in FILES] == before


def test_settings_from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is in the data folder unless a URL is set; settings are immutable."""
    monkeypatch.setenv("WAYLIGHT_DATA_DIR", "/srv/waylight")
    monkeypatch.delenv("WAYLIGHT_DATABASE_URL", raising=False)
    settings = DirectorySettings()
    assert settings.database_url == "sqlite:////srv/waylight/directory.sqlite3"
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", "sqlite://")
    assert DirectorySettings().database_url == "sqlite://"
    with pytest.raises(pydantic.ValidationError):
        settings.database_url = "sqlite://elsewhere"


@pytest.mark.parametrize(
    "address", ["postgresql://u:word@h:abc/x", "sqlite:////proc/x.db", "mysql://root:word@h/x", "nothing", "::"]
)
def test_invalid_database_url(run: Any, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A wrong database address ends in one sentence that repeats neither it nor its password."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", address)
    result = run("info")
    assert result.exit_code == 2
    assert "must be an address such as" in result.stderr
    assert "word" not in result.output
    assert "Traceback" not in result.output


def test_unreachable_server(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database server that is not there is named without its password."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", "postgresql://somebody:word@127.0.0.1:1/x")
    result = run("info")
    assert result.exit_code == 2
    assert "somebody:***@127.0.0.1" in result.stderr
    assert "word" not in result.output


def test_reads_during_a_write(run: Any, filled_url: str) -> None:
    """A search does not wait for a long import."""
    engine = open_engine(filled_url)
    with engine.connect() as connection, write_transaction(connection):
        assert run("find", "--need", "shelter", "--country", "TH").exit_code == 0
    engine.dispose()
