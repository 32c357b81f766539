"""Shared fixtures: one trained model, one seed directory, one engine per test."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from bot.privacy.log_filter import OWN_PACKAGES
from bot.privacy.logging import configure_structlog
from directory import Directory, Rights, open_database
from tests.harness.fake_telegram import EmulatorClient, run_emulator

if TYPE_CHECKING:  # Rasa takes seconds to import, and not all tests need it
    from bot.engine.engine import Engine
    from bot.engine.processor import TurnProcessor
    from bot.engine.standalone_parser import StandaloneParser


ROOT = Path(__file__).parents[1]
DATA_DIR = ROOT / ".waylight"
"""The folder in which `make run` stores its model, so that tests do not train again."""

# No deadline: a busy machine is slow at times. CI draws the same examples each time, and half as many, so that its
# result depends on the change alone; developers' runs keep looking for new ones.
IN_CI = os.environ.get("CI") == "true"
hypothesis_settings.register_profile("waylight", deadline=None, max_examples=25 if IN_CI else 50, derandomize=IN_CI)
hypothesis_settings.load_profile("waylight")


_ONE_PROCESS = {
    "acceptance/staff_pages": "browser",
    "acceptance": "service",
    "channels/preview": "browser",
    "workers": "service",
}
"""Folders whose tests start browsers or services: side by side they would starve each other."""


_ALIKE_IN_EACH_DATABASE = (
    "directory/api/test_conformance",
    "directory/api/test_invalid_requests",
    "directory/api/test_responses",
    "directory/api/test_schemas",
    "directory/exchange/test_digits",
    "directory/exchange/test_hsds_assurance",
    "directory/exchange/test_hsds_cli",
    "directory/exchange/test_hsds_consistency",
    "directory/exchange/test_hsds_defaults",
    "directory/exchange/test_hsds_documents",
    "directory/exchange/test_hsds_errors",
    "directory/exchange/test_hsds_examples",
    "directory/exchange/test_hsds_export",
    "directory/exchange/test_own_export",
    "directory/exchange/test_sheet_errors",
    "directory/exchange/test_sheet_export",
    "directory/staff/security",
    "directory/test_backup",
    "directory/test_import_redaction_guard",
    "directory/test_invalid_backup",
    "directory/test_ranking_properties",
    "directory/test_withheld_locations",
)
"""Tests of files, forms and commands, which hardly depend on the database: their repetition is exhaustive. Search,
migrations, statistics and locks are repeated for each change."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark repetitions with PostgreSQL as slow, and group the tests for xdist, the longest groups first."""
    for item in items:
        parameters = getattr(item, "callspec", None)
        if parameters and "postgresql" in parameters.id.split("-"):
            item.add_marker("slow")
            if _path_of(item).startswith(_ALIKE_IN_EACH_DATABASE):
                item.add_marker("exhaustive")
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    items.sort(key=lambda item: _group_of(item) not in _ONE_PROCESS.values())


def _group_of(item: pytest.Item) -> str:
    """Return what runs in one process, in order: the file of the test, or all that starts browsers or services."""
    file = _path_of(item)
    return next((group for folder, group in _ONE_PROCESS.items() if file.startswith(f"{folder}/")), file)


def _path_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").as_posix()


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """Return the folder with a model of the current data."""
    from bot.engine.training import ensure_model

    ensure_model(DATA_DIR)
    return DATA_DIR


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    """Yield the seed directory in a database of its own."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('directory')}/directory.sqlite3")
    yield Directory(database)
    database.dispose()


@pytest.fixture(scope="session")
def processor(model_dir: Path, directory: Directory) -> "TurnProcessor":
    """Return the trained model with its actions; loading takes seconds, so all tests share it."""
    from actions import all_actions
    from bot.engine.action_executor import InProcessActionEndpoint
    from bot.engine.processor import TurnProcessor
    from bot.engine.training import model_path

    return TurnProcessor(model_path(model_dir), InProcessActionEndpoint(all_actions(directory, Rights.read())))


@pytest.fixture
def engine(processor: "TurnProcessor") -> "Engine":
    """Return an engine without any conversations."""
    from bot.engine.engine import Engine
    from bot.privacy.encryption import Keys
    from bot.rendering.renderer import Renderer
    from bot.state.memory_store import MemoryStore

    processor.use_store(MemoryStore(), Keys.ephemeral())
    return Engine(processor, Renderer(processor.domain.responses).render)


@pytest.fixture(scope="session")
def understanding(processor: "TurnProcessor") -> "StandaloneParser":
    """Return the trained NLU pipeline alone."""
    from bot.engine.standalone_parser import StandaloneParser

    return StandaloneParser(processor)


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """Start the Bot API emulator once; yield its URL."""
    with run_emulator() as url:
        yield url


@pytest.fixture
def bot_api(emulator: str) -> EmulatorClient:
    """Return a client of a new bot at the emulator."""
    return EmulatorClient(emulator)


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    """Let our modules log as in the service, at any level, and restore logging afterwards.

    Otherwise what a module set at import would decide what a test about logs can see.
    """
    configure_structlog()
    for name in OWN_PACKAGES:
        logging.getLogger(name).setLevel(logging.NOTSET)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(capture=False)
