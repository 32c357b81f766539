"""Nested objects come with few queries, and in the language that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from directory.exchange.hsds.documents import plain, translated, whole
from tests.directory.exchange.hsds_files import imported, rows, service, uid


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are run."""
    found: list[str] = []

    def note(*given: object) -> None:
        found.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("services", [1, 50])
def test_queries_do_not_grow_with_services(services: int, engine: Engine) -> None:
    """Fifty services nested as a whole take as many queries as one, give or take a level."""
    ids = [one for (one,) in rows(engine, "SELECT id FROM service ORDER BY id")][:services]
    with engine.connect() as connection, counted(engine) as statements:
        assert len(whole(connection, "service", ids)) == services
    assert len(statements) <= 60


def test_plain_objects(own_engine: Engine, tmp_path: Path) -> None:
    """A plain object has its own fields and links, whole numbers as such, and nothing that is not said."""
    imported(own_engine, tmp_path, [service(minimum_age=12)])
    with own_engine.connect() as connection:
        found, *rest = plain(connection, "service", [uid(1), uid(99)])
    assert rest == []
    del found["last_modified"]
    expected = {"id": uid(1), "organization_id": uid(2), "name": "Harbour Line", "status": "active", "minimum_age": 12}
    assert found == expected
    assert type(found["minimum_age"]) is int


def test_organization_with_services(own_engine: Engine, tmp_path: Path) -> None:
    """An organization's services come only on request, named or whole, and do not nest it again."""
    imported(own_engine, tmp_path, [service()])
    with own_engine.connect() as connection:
        (alone,) = whole(connection, "organization", [uid(2)])
        (named,) = whole(connection, "organization", [uid(2)], services="ids")
        (full,) = whole(connection, "organization", [uid(2)], services="full")
    assert "services" not in alone
    assert named["services"] == [{"id": uid(1), "name": "Harbour Line", "status": "active"}]
    (inner,) = full["services"]
    assert [phone["id"] for phone in inner["phones"]] == [uid(3)]
    assert "organization" not in inner


def test_link_out_of_the_document_stays(own_engine: Engine, tmp_path: Path) -> None:
    """A phone that another organization uses too says so, since nothing else in the document does."""
    imported(own_engine, tmp_path, [{"id": uid(20), "name": "Branch", "description": "x"}], "organizations.json")
    imported(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "1300", "organization_id": uid(20)}])])
    with own_engine.connect() as connection:
        (found,) = whole(connection, "service", [uid(1)])
    assert found["phones"] == [{"id": uid(3), "number": "1300", "organization_id": uid(20)}]


def test_translations_at_every_depth(own_engine: Engine, tmp_path: Path) -> None:
    """Texts come in the language that was asked for; a nearer tag goes before a wider one, the rest stays."""
    imported(own_engine, tmp_path, [service()])
    texts = [
        (uid(1), "name", "pt", "Linha do Porto"),
        (uid(2), "name", "pt", "Casa"),
        (uid(2), "name", "pt-BR", "Casa do Porto"),
        (uid(2), "alternate_name", "pt", "not there in the original"),
    ]
    with own_engine.begin() as connection:
        for one in texts:
            given = dict(zip(("id", "field", "language", "said"), one, strict=True))
            statement = (
                "INSERT INTO translation (entity_id, field, language, text, reviewed)"
                " VALUES (:id, :field, :language, :said, :no)"
            )
            connection.execute(text(statement), given | {"no": False})
    with own_engine.connect() as connection:
        (found,) = translated(connection, whole(connection, "service", [uid(1)]), "pt-BR")
    assert found["name"] == "Linha do Porto"
    assert found["organization"] == {"id": uid(2), "name": "Casa do Porto", "description": "Helps seafarers."}
