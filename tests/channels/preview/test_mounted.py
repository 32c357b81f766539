"""Where the page is there at all."""

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.core.settings import Settings


def test_only_where_it_is_wanted() -> None:
    """The demo has the page; a service with a network has it only where the setting says so."""
    assert not Settings(preview=False).preview
    assert Settings(preview=False).with_demo_secrets().preview


@pytest.mark.parametrize(("wanted", "status"), [(True, 200), (False, 404)])
def test_the_service_has_it_or_not(model_dir: Path, tmp_path: Path, wanted: bool, status: int) -> None:  # noqa: FBT001
    """The whole service gives out the page where it is wanted, and nowhere else."""
    from bot.service.app import make_app

    settings = Settings(data_dir=model_dir, database_url=f"sqlite:///{tmp_path}/directory.sqlite3", preview=wanted)
    app = make_app(settings)

    async def asked() -> int:
        network = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000))
        async with httpx.AsyncClient(transport=network, base_url="http://127.0.0.1:8000") as client:
            return (await client.get("/preview")).status_code

    assert asyncio.run(asked()) == status
