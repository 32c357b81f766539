"""Nobody but a browser on this machine reaches the page."""

import httpx
import pytest
from fastapi import FastAPI

from tests.channels.echo import Echo
from tests.channels.preview.phones import preview
from tests.harness.telegram_server import loopback

SAID = {"phone": "sms", "person": "1", "words": "hello"}


async def asked(client: str, host: str = "127.0.0.1:8000") -> set[int]:
    """Return the statuses that a client with this address gets from all routes when it asks for `host`."""
    app = FastAPI()
    app.include_router(preview(Echo()).router())
    network = httpx.ASGITransport(app=app, client=(client, 50_000))
    async with httpx.AsyncClient(transport=network, base_url=f"http://{host}") as http:
        answers = [await http.get(f"/preview{path}") for path in ("", "/lists", "/page.js")]
        answers.append(await http.post("/preview/say", json=SAID))
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:80", "[::1]:8000"])
async def test_this_machine_is_let_in(client: str, host: str) -> None:
    """A browser on this machine gets the page, under each of the machine's own names."""
    assert await asked(client, host) == {200}


@pytest.mark.parametrize("client", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "testclient", ""])
async def test_other_machines_are_not(client: str) -> None:
    """Whoever calls from another machine is refused on every route."""
    assert await asked(client) == {403}


@pytest.mark.parametrize(
    "host", ["hotline.example", "localhost.example", "127.0.0.1.example:8000", "0.0.0.0:8000", "192.0.2.7"]
)
async def test_other_names_are_not(host: str) -> None:
    """A page elsewhere that has its own name lead to this machine is refused."""
    assert await asked("127.0.0.1", host) == {403}


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"]
)
async def test_behind_a_proxy_it_is_closed(url: str, echo: Echo, header: str) -> None:
    """What a proxy passes on is refused, on every route, and reaches no engine."""
    async with loopback(url) as client:
        headers = {header: "127.0.0.1"}
        answers = [await client.get(f"/preview{path}", headers=headers) for path in ("", "/lists", "/page.js")]
        answers.append(await client.post("/preview/say", json=SAID, headers=headers))
    assert {answer.status_code for answer in answers} == {403}
    assert echo.heard == []


@pytest.mark.parametrize("origin", ["null", "https://other.example", "http://127.0.0.1:1", "http://localhost"])
async def test_another_site_cannot_post(url: str, echo: Echo, origin: str) -> None:
    """A page of another site, or of another port, can't speak for somebody at this machine."""
    async with loopback(url) as client:
        answer = await client.post("/preview/say", json=SAID, headers={"Origin": origin})
    assert (answer.status_code, echo.heard) == (403, [])


async def test_our_own_page_can_post(url: str) -> None:
    """The page's own origin is let in."""
    async with loopback(url) as client:
        answer = await client.post("/preview/say", json=SAID, headers={"Origin": url})
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
async def test_only_json_is_taken(url: str, echo: Echo, kind: str) -> None:
    """What a form of another site could post without asking is refused by its type."""
    async with loopback(url) as client:
        answer = await client.post("/preview/say", content=b"{}", headers={"Content-Type": kind})
    assert (answer.status_code, echo.heard) == (415, [])
