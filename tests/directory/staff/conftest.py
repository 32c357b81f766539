"""The pages on a directory of each test's own, with a user of each role."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from starlette.applications import Starlette

from directory.confidential import AccessCircle
from directory.db.engine import open_engine
from directory.models import Coverage, Service
from directory.staff.auth.roles import Grant
from directory.staff.context import StaffContext
from tests.directory.databases import SqliteDatabases
from tests.directory.staff.browser import (
    ADMINISTRATOR,
    EDITOR,
    REVIEWER,
    Browser,
    create_session,
    mount_pages,
    staff_context,
)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Makes filled SQLite databases: what the pages show does not depend on the kind."""
    return SqliteDatabases(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def pages_engine(sqlite_databases: SqliteDatabases) -> Iterator[Engine]:
    """A filled directory that the pages of one test change."""
    address = sqlite_databases.filled()
    engine = open_engine(address)
    yield engine
    engine.dispose()
    sqlite_databases.drop(address)


@pytest.fixture
def pages(pages_engine: Engine) -> Starlette:
    """The pages."""
    return mount_pages(staff_context(pages_engine))


@pytest.fixture
def thai_service(pages_engine: Engine) -> str:
    """The first entry that serves only Thailand, which belongs to the editor's organization."""
    there, elsewhere = (col(Coverage.country) == "TH"), (col(Coverage.country).is_distinct_from("TH"))
    others = select(col(Coverage.service_id)).where(elsewhere)
    asked = select(col(Coverage.service_id)).where(there, col(Coverage.service_id).not_in(others))
    with pages_engine.connect() as connection:
        return str(connection.scalars(asked.order_by(col(Coverage.service_id))).first())


@pytest.fixture
def thai_organization(pages_engine: Engine, thai_service: str) -> str:
    """The organization of that entry."""
    with pages_engine.connect() as connection:
        return str(connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == thai_service)))


@pytest.fixture
def stranger(pages: Starlette) -> Browser:
    """A visitor who has not signed in."""
    return Browser(pages)


@pytest.fixture
def editor(pages: Starlette, pages_engine: Engine, thai_organization: str) -> Browser:
    """An editor of the organization, in the partner circle."""
    return Browser(
        pages, create_session(pages_engine, Grant(EDITOR, thai_organization, (), AccessCircle.PARTNER), "editor")
    )


@pytest.fixture
def reviewer(pages: Starlette, pages_engine: Engine) -> Browser:
    """A reviewer for Thailand."""
    return Browser(pages, create_session(pages_engine, Grant(REVIEWER, None, ("TH",), None), "reviewer"))


@pytest.fixture
def administrator(pages: Starlette, pages_engine: Engine) -> Browser:
    """An administrator in the staff circle."""
    return Browser(
        pages, create_session(pages_engine, Grant(ADMINISTRATOR, None, (), AccessCircle.STAFF), "administrator")
    )


@pytest.fixture
def fresh_context(pages_engine: Engine) -> StaffContext:
    """The context of the pages."""
    return staff_context(pages_engine)
