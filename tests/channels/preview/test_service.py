"""When the service has the page."""

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.core.settings import Settings


def test_preview_setting() -> None:
    """The demo has the page; a service with a network has it only if the setting says so."""
    assert not Settings(preview=False).preview
    assert Settings(preview=False).with_demo_secrets().preview


@pytest.mark.parametrize(("is_enabled", "status"), [(True, 200), (False, 404)])
def test_service_serves_the_page_if_enabled(model_dir: Path, tmp_path: Path, is_enabled: bool, status: int) -> None:  # noqa: FBT001
    """The whole service serves the page only if it is enabled."""
    from bot.service.app import create_app

    settings = Settings(data_dir=model_dir, database_url=f"sqlite:///{tmp_path}/directory.sqlite3", preview=is_enabled)
    app = create_app(settings)

    async def get_status() -> int:
        network = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000))
        async with httpx.AsyncClient(transport=network, base_url="http://127.0.0.1:8000") as client:
            return (await client.get("/preview")).status_code

    assert asyncio.run(get_status()) == status
