"""The pages on a directory of a test's own, and somebody of each role."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from starlette.applications import Starlette

from directory.confidential import Circle
from directory.db.engine import connect
from directory.models import Coverage, Service
from directory.staff.auth.roles import Grant
from tests.directory.databases import SqliteDatabases
from tests.directory.staff.browsing import ADMINISTRATOR, EDITOR, REVIEWER, Browser, desk_of, let_in, pages_of


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Makes filled SQLite databases: what the pages show does not depend on the kind."""
    return SqliteDatabases(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def pages_engine(sqlite_databases: SqliteDatabases) -> Iterator[Engine]:
    """A filled directory that the pages of one test change."""
    address = sqlite_databases.filled()
    engine = connect(address)
    yield engine
    engine.dispose()
    sqlite_databases.drop(address)


@pytest.fixture
def pages(pages_engine: Engine) -> Starlette:
    """The pages."""
    return pages_of(desk_of(pages_engine))


@pytest.fixture
def thai_service(pages_engine: Engine) -> str:
    """The first entry that works in Thailand and nowhere else: the editor's organization answers for it."""
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
    """Somebody who has not signed in."""
    return Browser(pages)


@pytest.fixture
def editor(pages: Starlette, pages_engine: Engine, thai_organization: str) -> Browser:
    """Somebody of the organization, who may read what partners may."""
    return Browser(pages, let_in(pages_engine, Grant(EDITOR, thai_organization, (), Circle.PARTNER), "editor"))


@pytest.fixture
def reviewer(pages: Starlette, pages_engine: Engine) -> Browser:
    """Somebody who decides in Thailand."""
    return Browser(pages, let_in(pages_engine, Grant(REVIEWER, None, ("TH",), None), "reviewer"))


@pytest.fixture
def administrator(pages: Starlette, pages_engine: Engine) -> Browser:
    """Somebody who may do everything, and reads what staff may."""
    return Browser(pages, let_in(pages_engine, Grant(ADMINISTRATOR, None, (), Circle.STAFF), "administrator"))
