"""The preview page's routes."""

import json
from typing import Any

import pytest

from bot.core.message import MessageKind
from tests.channels.echo_engine import LONG, EchoEngine
from tests.channels.preview.virtual_users import post
from tests.harness.fake_telegram import make_client

SMS = {"phone": "sms", "person": "1"}
TELEGRAM = {"phone": "telegram", "person": "1"}


async def test_security_headers(url: str) -> None:
    """The page and its files forbid foreign content, framing and caching."""
    async with make_client(url) as client:
        for path in ("", "/page.css", "/page.js", "/phone.js", "/icon.svg"):
            response = await client.get(f"/preview{path}")
            assert response.status_code == 200
            assert response.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
            assert response.headers["cache-control"] == "no-store"
            assert response.headers["x-frame-options"] == "DENY"
            assert "://" not in response.text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", ["channel.py", "README.md", "..%2fsms.py", "%2e%2e/sms.py", "page", "page.html.bak"])
async def test_serves_no_other_file(url: str, name: str) -> None:
    """Only the page's own files are served."""
    async with make_client(url) as client:
        assert (await client.get(f"/preview/{name}")).status_code == 404


async def test_lists(url: str) -> None:
    """Languages have their own names, countries their English ones, in order."""
    async with make_client(url) as client:
        lists = (await client.get("/preview/lists")).json()
    assert ["ar", "العربية"] in lists["languages"]
    countries = dict(lists["countries"])
    assert len(countries) == 249
    assert (countries["TH"], countries["MM"], countries["CI"]) == ("Thailand", "Myanmar (Burma)", "Côte d’Ivoire")
    names = list(countries.values())
    assert names[0] == "Afghanistan"
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zambia")


async def test_phone_has_its_channel(url: str, echo: EchoEngine) -> None:
    """The engine gets the phone's channel, and both hints."""
    guesses = {"language": "th", "country": "MM"}
    await post(url, {**TELEGRAM, **guesses, "words": "hello"})
    await post(url, {**SMS, **guesses, "words": "hello"})
    assert [(message.channel, message.language_hint, message.country_hint) for message in echo.messages] == [
        ("telegram", "th", "MM"),
        ("sms", "th", "MM"),
    ]
    assert len({message.sender for message in echo.messages}) == 2


async def test_without_hints(url: str, echo: EchoEngine) -> None:
    """If nothing is chosen, the engine gets no hints."""
    await post(url, {**SMS, "words": "hello", "language": None, "country": None})
    assert (echo.messages[0].language_hint, echo.messages[0].country_hint) == (None, None)


async def test_start(url: str, echo: EchoEngine) -> None:
    """The start button, /start and a texted START begin a conversation."""
    for message in ({**TELEGRAM, "start": True}, {**TELEGRAM, "words": "/start"}, {**SMS, "words": "Start"}):
        await post(url, message)
    assert [message.kind for message in echo.messages] == [MessageKind.START] * 3


async def test_stop(url: str, echo: EchoEngine) -> None:
    """STOP gets no reply by SMS; on Telegram it is ordinary text."""
    response = await post(url, {**SMS, "words": "STOP"})
    assert (response.json()["replies"], [message.kind for message in echo.messages]) == ([], [MessageKind.OPT_OUT])
    await post(url, {**TELEGRAM, "words": "STOP"})
    assert echo.messages[-1].kind is MessageKind.TEXT


async def test_help_is_text(url: str, echo: EchoEngine) -> None:
    """HELP is ordinary text on both phones, and answered."""
    for phone in (SMS, TELEGRAM):
        response = await post(url, {**phone, "words": " help "})
        assert [reply["text"] for reply in response.json()["replies"]] == ["you said: help"]
    assert [message.kind for message in echo.messages] == [MessageKind.TEXT] * 2


async def test_segments(url: str) -> None:
    """An SMS is counted with its numbered choices, and the person's own text is counted too."""
    response = (await post(url, {**SMS, "words": "menu"})).json()
    menu = "What do you need?\n1 A bed\n2 A lawyer\n3 Somebody to talk to"
    assert response["replies"] == [{"text": menu, "choices": [], "segments": 1, "alphabet": "GSM-7"}]
    assert response["written"] == {"segments": 1, "alphabet": "GSM-7"}
    thai = (await post(url, {**SMS, "words": "ก" * 71})).json()
    assert thai["written"] == {"segments": 2, "alphabet": "UCS-2"}
    assert (thai["replies"][0]["segments"], thai["replies"][0]["alphabet"]) == (2, "UCS-2")


async def test_telegram_buttons(url: str) -> None:
    """On Telegram choices are buttons, and nothing is counted."""
    response = (await post(url, {**TELEGRAM, "words": "menu"})).json()
    assert [message["label"] for message in response["replies"][0]["choices"]] == [
        "A bed",
        "A lawyer",
        "Somebody to talk to",
    ]
    assert response["replies"][0]["text"] == "What do you need?"
    assert (set(response), set(response["replies"][0])) == ({"replies", "erased"}, {"text", "choices"})


async def test_long_reply_is_split(url: str) -> None:
    """A reply over the network's limit is split as on the network."""
    for phone, limit in ((SMS, 1600), (TELEGRAM, 4096)):
        texts = [message["text"] for message in (await post(url, {**phone, "words": "long"})).json()["replies"]]
        assert len(texts) > 1
        assert max(map(len, texts)) <= limit
        assert " ".join(texts) == LONG


async def test_failed_turn_gets_fallback_reply(url: str) -> None:
    """A failed turn shows the fallback reply, and not the exception's text."""
    response = await post(url, {**SMS, "words": "explode zanzibar"})
    assert [message["text"] for message in response.json()["replies"]] == ["sorry on sms"]
    assert "zanzibar" not in response.text


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("", 400, "JSON"),
        ("{", 400, "JSON"),
        ("[" * 100_000, 400, "JSON"),
        ('{"phone": "\\ud800"}', 400, "JSON"),
        ("[]", 422, "Input"),
        ("{}", 422, "phone: Field required"),
        (json.dumps({**SMS}), 422, "exactly one of"),
        (json.dumps({**SMS, "words": "a", "start": True}), 422, "exactly one of"),
        (json.dumps({**SMS, "choice": "t"}), 422, "no buttons"),
        (json.dumps({**TELEGRAM, "choice": "t" * 65}), 422, "choice"),
        (json.dumps({**SMS, "words": 7}), 422, "words"),
        (json.dumps({**SMS, "start": False}), 422, "start"),
        (json.dumps({**SMS, "words": "a", "phone": "fax"}), 422, "phone"),
        (json.dumps({**SMS, "words": "a", "person": "+15005550006"}), 422, "person"),
        (json.dumps({**SMS, "words": "a", "person": "1" * 16}), 422, "person"),
        (json.dumps({**SMS, "words": "a", "language": "tlh"}), 422, "language"),
        (json.dumps({**SMS, "words": "a", "country": "XX"}), 422, "country"),
        (json.dumps({**SMS, "words": "a", "country": "th"}), 422, "country"),
        (json.dumps({**SMS, "words": "a", "more": 1}), 422, "more"),
        (json.dumps({**SMS, "words": "x" * 300_000}), 413, ""),
    ],
)
async def test_rejects_invalid_body(url: str, echo: EchoEngine, body: str, status: int, error: str) -> None:
    """An invalid body is rejected with the reason, before the engine is called."""
    async with make_client(url) as client:
        response = await client.post("/preview/say", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, echo.messages) == (status, [])
    detail: Any = response.json()["detail"]
    assert error in detail
