"""Nested documents take few queries, and are translated."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from directory.exchange.hsds.documents import fetch_documents, fetch_rows, translate
from tests.directory.exchange.hsds_files import import_content, query, service, uid


@contextmanager
def recorded_statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are executed."""
    found: list[str] = []

    def note(*given: object) -> None:
        found.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("services", [1, 50])
def test_number_of_queries_is_constant(services: int, engine: Engine) -> None:
    """Fifty nested services take as many queries as one, plus at most one level."""
    ids = [one for (one,) in query(engine, "SELECT id FROM service ORDER BY id")][:services]
    with engine.connect() as connection, recorded_statements(engine) as statements:
        assert len(fetch_documents(connection, "service", ids)) == services
    assert len(statements) <= 60


def test_flat_objects(own_engine: Engine, tmp_path: Path) -> None:
    """A flat object has its own fields and links, whole numbers as ints, and no empty fields."""
    import_content(own_engine, tmp_path, [service(minimum_age=12)])
    with own_engine.connect() as connection:
        found, *rest = fetch_rows(connection, "service", [uid(1), uid(99)])
    assert rest == []
    del found["last_modified"]
    expected = {"id": uid(1), "organization_id": uid(2), "name": "Harbour Line", "status": "active", "minimum_age": 12}
    assert found == expected
    assert type(found["minimum_age"]) is int


def test_organization_with_services(own_engine: Engine, tmp_path: Path) -> None:
    """An organization's services come only on request, as stubs or in full, and do not nest it again."""
    import_content(own_engine, tmp_path, [service()])
    with own_engine.connect() as connection:
        (alone,) = fetch_documents(connection, "organization", [uid(2)])
        (named,) = fetch_documents(connection, "organization", [uid(2)], services="ids")
        (full,) = fetch_documents(connection, "organization", [uid(2)], services="full")
    assert "services" not in alone
    assert named["services"] == [{"id": uid(1), "name": "Harbour Line", "status": "active"}]
    (inner,) = full["services"]
    assert [phone["id"] for phone in inner["phones"]] == [uid(3)]
    assert "organization" not in inner


def test_link_out_of_document_is_kept(own_engine: Engine, tmp_path: Path) -> None:
    """A phone that another organization uses keeps that link, which nothing else in the document has."""
    import_content(own_engine, tmp_path, [{"id": uid(20), "name": "Branch", "description": "x"}], "organizations.json")
    import_content(
        own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "1300", "organization_id": uid(20)}])]
    )
    with own_engine.connect() as connection:
        (found,) = fetch_documents(connection, "service", [uid(1)])
    assert found["phones"] == [{"id": uid(3), "number": "1300", "organization_id": uid(20)}]


def test_translations_at_every_depth(own_engine: Engine, tmp_path: Path) -> None:
    """Texts are translated at every depth; the more specific tag wins, other texts stay."""
    import_content(own_engine, tmp_path, [service()])
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
        (found,) = translate(connection, fetch_documents(connection, "service", [uid(1)]), "pt-BR")
    assert found["name"] == "Linha do Porto"
    assert found["organization"] == {"id": uid(2), "name": "Casa do Porto", "description": "Helps seafarers."}
