"""What the routes take and give."""

import json
from typing import Any

import pytest

from bot.core.message import Heard
from tests.channels.echo import LONG, Echo
from tests.channels.preview.phones import post
from tests.harness.telegram_server import loopback

SMS = {"phone": "sms", "person": "1"}
TELEGRAM = {"phone": "telegram", "person": "1"}


async def test_the_page_lets_nothing_else_in(url: str) -> None:
    """The page and its files say that nothing may come from elsewhere, frame them or be kept."""
    async with loopback(url) as client:
        for path in ("", "/page.css", "/page.js", "/phone.js", "/icon.svg"):
            answer = await client.get(f"/preview{path}")
            assert answer.status_code == 200
            assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-frame-options"] == "DENY"
            assert "://" not in answer.text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", ["channel.py", "README.md", "..%2fsms.py", "%2e%2e/sms.py", "page", "page.html.bak"])
async def test_no_other_file_is_served(url: str, name: str) -> None:
    """Only the page's own files are given out."""
    async with loopback(url) as client:
        assert (await client.get(f"/preview/{name}")).status_code == 404


async def test_what_can_be_chosen(url: str) -> None:
    """Languages come by their own names, and every country by its English one, in order."""
    async with loopback(url) as client:
        lists = (await client.get("/preview/lists")).json()
    assert ["ar", "العربية"] in lists["languages"]
    countries = dict(lists["countries"])
    assert len(countries) == 249
    assert (countries["TH"], countries["MM"], countries["CI"]) == ("Thailand", "Myanmar (Burma)", "Côte d’Ivoire")
    names = list(countries.values())
    assert names[0] == "Afghanistan"
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zambia")


async def test_each_phone_is_heard_as_its_network(url: str, echo: Echo) -> None:
    """What reaches the engine names the network, so that its own variations are said, and both guesses."""
    guesses = {"language": "th", "country": "MM"}
    await post(url, {**TELEGRAM, **guesses, "words": "hello"})
    await post(url, {**SMS, **guesses, "words": "hello"})
    assert [(one.channel, one.language_hint, one.country_hint) for one in echo.heard] == [
        ("telegram", "th", "MM"),
        ("sms", "th", "MM"),
    ]
    assert len({one.sender for one in echo.heard}) == 2


async def test_without_guesses(url: str, echo: Echo) -> None:
    """Where nothing is chosen the engine is told nothing."""
    await post(url, {**SMS, "words": "hello", "language": None, "country": None})
    assert (echo.heard[0].language_hint, echo.heard[0].country_hint) == (None, None)


async def test_begin(url: str, echo: Echo) -> None:
    """The start button, /start and a texted START begin a conversation."""
    for said in ({**TELEGRAM, "start": True}, {**TELEGRAM, "words": "/start"}, {**SMS, "words": "Start"}):
        await post(url, said)
    assert [one.heard for one in echo.heard] == [Heard.START] * 3


@pytest.mark.parametrize(("word", "by_sms"), [("STOP", [Heard.GONE]), (" help ", [])])
async def test_what_the_sms_network_answers_itself(url: str, echo: Echo, word: str, by_sms: list[Heard]) -> None:
    """STOP and HELP by SMS are not answered by us, and on Telegram they are words."""
    answer = await post(url, {**SMS, "words": word})
    assert (answer.json()["replies"], [one.heard for one in echo.heard]) == ([], by_sms)
    await post(url, {**TELEGRAM, "words": word})
    assert echo.heard[-1].heard is Heard.WORDS


async def test_segments_are_counted_as_sent(url: str) -> None:
    """An SMS is counted with its numbered lines, and the person's own text is counted too."""
    answer = (await post(url, {**SMS, "words": "menu"})).json()
    menu = "What do you need?\n1 A bed\n2 A lawyer\n3 Somebody to talk to"
    assert answer["replies"] == [{"text": menu, "choices": [], "segments": 1, "alphabet": "GSM-7"}]
    assert answer["written"] == {"segments": 1, "alphabet": "GSM-7"}
    thai = (await post(url, {**SMS, "words": "ก" * 71})).json()
    assert thai["written"] == {"segments": 2, "alphabet": "UCS-2"}
    assert (thai["replies"][0]["segments"], thai["replies"][0]["alphabet"]) == (2, "UCS-2")


async def test_buttons_on_telegram(url: str) -> None:
    """On Telegram choices are buttons, and nothing is counted."""
    answer = (await post(url, {**TELEGRAM, "words": "menu"})).json()
    assert [one["label"] for one in answer["replies"][0]["choices"]] == ["A bed", "A lawyer", "Somebody to talk to"]
    assert answer["replies"][0]["text"] == "What do you need?"
    assert (set(answer), set(answer["replies"][0])) == ({"replies", "erased"}, {"text", "choices"})


async def test_a_long_reply_is_cut_as_the_network_cuts(url: str) -> None:
    """A reply over the network's limit comes in the pieces that it would be sent in."""
    for phone, limit in ((SMS, 1600), (TELEGRAM, 4096)):
        texts = [one["text"] for one in (await post(url, {**phone, "words": "long"})).json()["replies"]]
        assert len(texts) > 1
        assert max(map(len, texts)) <= limit
        assert " ".join(texts) == LONG


async def test_a_failed_turn(url: str) -> None:
    """Whoever tries sees the apology that people get, and not the words of the fault."""
    answer = await post(url, {**SMS, "words": "explode zanzibar"})
    assert [one["text"] for one in answer.json()["replies"]] == ["sorry on sms"]
    assert "zanzibar" not in answer.text


@pytest.mark.parametrize(
    ("body", "status", "told"),
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
async def test_bodies_that_are_not_right(url: str, echo: Echo, body: str, status: int, told: str) -> None:
    """A body that is not what the page posts is refused with what is wrong, and reaches no engine."""
    async with loopback(url) as client:
        answer = await client.post("/preview/say", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, echo.heard) == (status, [])
    detail: Any = answer.json()["detail"]
    assert told in detail
