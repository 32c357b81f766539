"""The standard's own examples are imported and exported without loss, and their broken links are reported."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from directory.exchange.hsds import export_csv
from directory.exchange.hsds.documents import fetch_documents
from tests.directory.exchange.hsds_files import error_text, import_path, normalized

TABLES = {
    "service_full": "service",
    "service_list": "service",
    "organization_full": "organization",
    "organization_list": "organization",
    "service_at_location_full": "service_at_location",
    "service_at_location_list": "service_at_location",
    "location": "location",
    "taxonomy": "taxonomy",
    "taxonomy_list": "taxonomy",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_term_list": "taxonomy_term",
}
BROKEN = {
    "cd09a387-91f4-4555-94ec-e799c35344cd": ("organization_full", "organization_list", "service_full"),
    "0bc248fa-dc27-4650-9ba4-8f1a24ef16a2": ("service_full", "organization_full", "taxonomy_term"),
}


@pytest.fixture(scope="session")
def examples(hsds: Path) -> Path:
    """The folder of the standard's examples."""
    return hsds.parents[1] / "examples"


@pytest.mark.parametrize("name", TABLES)
def test_example_round_trip(name: str, own_engine: Engine, examples: Path) -> None:
    """An example is exported as it was imported, except for order; a second import changes nothing."""
    path = examples / f"{name}.json"
    assert import_path(own_engine, path, keep_unresolved=True).accepted
    document: Any = json.loads(path.read_text(encoding="utf-8"))
    objects = document.get("contents", [document])
    table = TABLES[name]
    with own_engine.connect() as connection:
        ids = [one["id"] for one in objects]
        found = fetch_documents(connection, table, ids, services="full" if table == "organization" else None)
    assert normalized(found) == normalized(objects)
    again = import_path(own_engine, path, keep_unresolved=True)
    assert (again.created, again.changed) == (0, 0)


@pytest.mark.parametrize(("lost", "name"), [(lost, name) for lost, names in BROKEN.items() for name in names])
def test_reports_broken_link(lost: str, name: str, own_engine: Engine, examples: Path) -> None:
    """A link to a missing row is rejected with the missing id."""
    report = import_path(own_engine, examples / f"{name}.json")
    assert lost in error_text(report)
    assert "neither here nor in the directory" in error_text(report)


@pytest.mark.parametrize("given", ["csv", "tabular.json"])
def test_csv_round_trip(given: str, own_engine: Engine, examples: Path, tmp_path: Path) -> None:
    """The standard's CSV files are exported as they were imported, including broken links."""
    assert import_path(own_engine, examples / given, keep_unresolved=True).accepted
    export_csv(own_engine, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        for path in sorted((examples / "csv").glob("*.csv")):
            (line,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            text = io.TextIOWrapper(archive.open(path.name), encoding="utf-8", newline="")
            found = {row["id"]: row for row in csv.DictReader(text)}[line["id"]]
            # The JSON of the tables has other texts in a few cells than the CSV files.
            known = line if given == "csv" else {name: line[name] for name in line if name.endswith("id")}
            assert {name: found[name] for name in known} == known, path.name


def test_reports_all_broken_links_of_csv(own_engine: Engine, examples: Path) -> None:
    """By default, all broken links of the CSV files are reported with their lines."""
    report = import_path(own_engine, examples / "csv")
    named = {(fault.place, fault.line, fault.column) for fault in report.errors}
    assert ("locations.csv", 2, "organization_id") in named
    assert ("contacts.csv", 2, "service_at_location_id") in named
    assert ("attributes.csv", 2, "link_id") in named
    assert ("metadata.csv", 2, "resource_id") in named
    assert ("taxonomy_terms.csv", 2, "parent_id") in named


def test_rejects_other_json(own_engine: Engine, examples: Path) -> None:
    """The front page of an API is not an HSDS object, and is rejected."""
    assert "type of these objects is unknown" in error_text(import_path(own_engine, examples / "base.json"))
