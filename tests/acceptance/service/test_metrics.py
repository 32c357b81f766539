"""The metrics of the running service after people have written in sixteen languages."""

import re

import pytest

from bot.metrics.definitions import METRICS
from locales.registry import LANGUAGES
from tests.acceptance.service.service_process import Phone, Service
from tests.conversations.test_languages import DANGER, SHELTER
from tests.harness.fake_telegram import EmulatorClient, make_client
from tests.metrics.exposition import expected_series, samples, series, value

NAME = "Qwertina"
_RELEASE_LABELS = next(declared.labels for declared in METRICS if declared.name == "waylight_build_info")


@pytest.fixture
def metrics_url(metrics_port: int) -> str:
    """The URL of the metrics."""
    return f"http://127.0.0.1:{metrics_port}/metrics"


async def test_numbers_and_nothing_else(service: Service, telegram: EmulatorClient, metrics_url: str) -> None:
    """The metrics reveal how much was written and how quickly it was answered, and nothing more.

    The page is cached for a minute, so all is checked on its first version.
    """
    phones = [Phone(service, number=f"+1500555{7000 + index}") for index, _ in enumerate(LANGUAGES)]
    for phone, language in zip(phones, LANGUAGES, strict=True):
        await phone.send_sms(f"{NAME}. {SHELTER[language]}")
        await phone.send_sms(DANGER[language])
    await Phone(service, number="+15005557099").send_sms("hello")  # the only one that needs no sentence embedding
    await telegram.send_text(f"my name is {NAME}, i need a lawyer")
    await telegram.wait_for_replies()
    assert (await service.post_signed({"Body": SHELTER["en"]})).status_code == 400
    assert await service.post_update(f'{{"update_id": 1, "text": "{NAME}"}}', secret="wrong") == 403

    async with make_client() as client:
        text = (await client.get(metrics_url)).text
        await phones[0].send_sms("hello")
        assert (await client.get(metrics_url)).text == text

    metrics = samples(text)
    [release] = [sample for sample in metrics if sample.name == "waylight_build_info"]
    assert series(metrics) - series([release]) == expected_series()
    assert all(re.fullmatch(_RELEASE_LABELS[name], value) for name, value in release.labels.items())  # type: ignore[call-overload]
    traces = [NAME, *SHELTER.values(), *DANGER.values(), *(phone.number[1:] for phone in phones)]
    assert [trace for trace in [*traces, str(telegram.chat_id), service.auth_token] if trace in text] == []

    assert value(metrics, "waylight_messages_total", channel="sms", outcome="answered") >= 32
    assert value(metrics, "waylight_messages_total", channel="sms", outcome="malformed") >= 1
    assert value(metrics, "waylight_messages_total", channel="telegram", outcome="answered") >= 1
    assert value(metrics, "waylight_messages_total", channel="telegram", outcome="refused") >= 1
    assert value(metrics, "waylight_turn_seconds_count", channel="sms") >= 32
    assert value(metrics, "waylight_replies_total", channel="telegram") >= 1
    assert value(metrics, "waylight_sms_segments_total") >= value(metrics, "waylight_replies_total", channel="sms")
    assert (
        0 < value(metrics, "waylight_embedding_seconds_count") < value(metrics, "waylight_understanding_seconds_count")
    )
    assert value(metrics, "waylight_directory_services", state="unverified") > 100
    assert value(metrics, "waylight_turns", state="running") == 0


async def test_the_public_port_has_no_metrics(service: Service) -> None:
    """The public port does not serve metrics."""
    async with make_client() as client:
        assert (await client.get(f"{service.url}/metrics")).status_code == 404
