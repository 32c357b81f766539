"""What the running service shows of itself after people in sixteen languages have written to it."""

import re

import pytest

from bot.metrics.definitions import METRICS
from locales.registry import LANGUAGES
from tests.acceptance.service.service import Phone, Service
from tests.conversations.test_sixteen_languages import DANGER, SHELTER
from tests.harness.telegram_server import BotApi, loopback
from tests.metrics.shown import listed, samples, series, value

NAME = "Qwertina"
_OF_A_RELEASE = next(declared.labels for declared in METRICS if declared.name == "waylight_build_info")


@pytest.fixture
def page(metrics_port: int) -> str:
    """Where the metrics are."""
    return f"http://127.0.0.1:{metrics_port}/metrics"


async def test_numbers_and_nothing_else(service: Service, telegram: BotApi, page: str) -> None:
    """Whoever reads the metrics learns how much was written and how quickly it was answered, and nothing more.

    The page stands still for a minute, so all is looked at in its first picture.
    """
    phones = [Phone(service, number=f"+1500555{7000 + index}") for index, _ in enumerate(LANGUAGES)]
    for phone, language in zip(phones, LANGUAGES, strict=True):
        await phone.texts(f"{NAME}. {SHELTER[language]}")
        await phone.texts(DANGER[language])
    await telegram.says(f"my name is {NAME}, i need a lawyer")
    await telegram.replies()
    assert (await service.post_signed({"Body": SHELTER["en"]})).status_code == 400
    assert await service.post_update(f'{{"update_id": 1, "text": "{NAME}"}}', secret="wrong") == 403

    async with loopback() as client:
        said = (await client.get(page)).text
        await phones[0].texts("hello")
        assert (await client.get(page)).text == said

    found = samples(said)
    [release] = [one for one in found if one.name == "waylight_build_info"]
    assert series(found) - series([release]) == listed()
    assert all(re.fullmatch(_OF_A_RELEASE[name], value) for name, value in release.labels.items())  # type: ignore[call-overload]
    traces = [NAME, *SHELTER.values(), *DANGER.values(), *(phone.number[1:] for phone in phones)]
    assert [trace for trace in [*traces, str(telegram.chat_id), service.auth_token] if trace in said] == []

    assert value(found, "waylight_messages_total", channel="sms", outcome="answered") >= 32
    assert value(found, "waylight_messages_total", channel="sms", outcome="malformed") >= 1
    assert value(found, "waylight_messages_total", channel="telegram", outcome="answered") >= 1
    assert value(found, "waylight_messages_total", channel="telegram", outcome="refused") >= 1
    assert value(found, "waylight_turn_seconds_count", channel="sms") >= 32
    assert value(found, "waylight_replies_total", channel="telegram") >= 1
    assert value(found, "waylight_sms_segments_total") >= value(found, "waylight_replies_total", channel="sms")
    assert 0 < value(found, "waylight_embedding_seconds_count") < value(found, "waylight_understanding_seconds_count")
    assert value(found, "waylight_directory_services", state="unverified") > 100
    assert value(found, "waylight_turns", state="running") == 0


async def test_the_service_itself_shows_none(service: Service) -> None:
    """On the port that the world reaches there are no metrics."""
    async with loopback() as client:
        assert (await client.get(f"{service.url}/metrics")).status_code == 404
