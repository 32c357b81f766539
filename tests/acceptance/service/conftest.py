"""One service for all end-to-end tests, with a bot at the emulator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.service.service_process import SECRET_WORDS, Phone, Service, running_service
from tests.harness.fake_telegram import EmulatorClient
from tests.ports import free_port


@pytest.fixture(scope="session")
def bot(emulator: str) -> EmulatorClient:
    """The service's bot."""
    return EmulatorClient(emulator)


@pytest.fixture(scope="session")
def metrics_port() -> int:
    """The port of the service's metrics."""
    return free_port()


@pytest.fixture(scope="session")
def service(
    bot: EmulatorClient, metrics_port: int, model_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """The service, connected to the emulator only; the last lines of its log are checked once it has written them."""
    telegram = {"WAYLIGHT_TELEGRAM_TOKEN": bot.token, "WAYLIGHT_TELEGRAM_API_URL": bot.url}
    metrics = {"WAYLIGHT_METRICS_PORT": str(metrics_port)}
    with running_service(tmp_path_factory.mktemp("service"), model_dir, **telegram, **metrics) as running:
        yield running
    log = running.log.read_text()
    assert [word for word in (*SECRET_WORDS.split(), bot.token, running.auth_token) if word in log] == []


@pytest.fixture
def phone(service: Service) -> Phone:
    """A person with a basic phone."""
    return Phone(service)


@pytest.fixture
def telegram(service: Service, bot: EmulatorClient) -> EmulatorClient:
    """A new person with Telegram."""
    return bot.another_user()
