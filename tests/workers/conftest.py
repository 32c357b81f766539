"""One service for all tests of `test_workers.py`."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.workers.service import Service, running_service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> AsyncIterator[Service]:
    """Yield a service of two workers that have answered people already."""
    async with running_service(tmp_path_factory.mktemp("workers"), model_dir) as running:
        yield running
