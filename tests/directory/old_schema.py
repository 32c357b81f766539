"""A directory as the first version left it (revision 0002)."""

import csv
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from directory.db.schema_revisions import alembic_config
from directory.models import stable_id
from directory.seed.loader import SEED_FOLDER

_OURS = "00000000-0000-4000-8000-000000000001"
_CHILDREN = frozenset({"girls", "boys"})


def revisions() -> list[str]:
    """Return all revisions, the first one first."""
    steps = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return [step.revision for step in steps][::-1]


def _services() -> list[dict[str, str]]:
    with (SEED_FOLDER / "services.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _made_for(row: dict[str, str]) -> str | None:
    audiences = frozenset(row["audiences"].split())
    if audiences and audiences <= _CHILDREN:
        return "children"
    return "seafarers" if audiences == {"seafaring"} else None


_ROWS = {stable_id("service", row["id"]): row for row in _services()}
NEEDS = [(key, need) for key, row in _ROWS.items() for need in row["needs"].replace(";", " ").split()]
NEEDS.append((_OURS, "shelter"))
MADE_FOR = {key: made_for for key, row in _ROWS.items() if (made_for := _made_for(row))}


def load_revision_0002(connection: Connection) -> None:
    """Insert the seed services into the tables of revision 0002, and a service of staff."""
    names = {key: row["name"] for key, row in _ROWS.items()} | {_OURS: "Kept by staff"}
    services = [{"id": key, "name": name, "made_for": MADE_FOR.get(key)} for key, name in names.items()]
    for statement in (
        "INSERT INTO organization (id, name, description) VALUES (:id, :name, '')",
        "INSERT INTO service (id, organization_id, name, status) VALUES (:id, :id, :name, 'active')",
        "INSERT INTO coverage (id, service_id, country, whole) VALUES (:id, :id, NULL, true)",
        "INSERT INTO assurance (service_id) VALUES (:id)",
        (
            "INSERT INTO conduct (service_id, police_linked, consular, trafficking_specific, made_for)"
            " VALUES (:id, false, false, true, :made_for)"
        ),
    ):
        connection.execute(text(statement), services)
    connection.execute(text("INSERT INTO starter_load (id, content_hash) VALUES (1, 'of then')"))
    starter: list[dict[str, Any]] = [{"id": key} for key in _ROWS]
    connection.execute(text("INSERT INTO starter_entry (service_id, content_hash) VALUES (:id, 'of then')"), starter)
    needs = [{"service": service, "need": need} for service, need in NEEDS]
    connection.execute(text("INSERT INTO service_need (need, service_id) VALUES (:need, :service)"), needs)
    source = "INSERT INTO provenance (entity_id, source_url, confidence, source_kind) VALUES (:id, '', 'high', '')"
    connection.execute(text(source), services)
