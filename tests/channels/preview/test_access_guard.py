"""Only a browser on this machine reaches the page."""

import httpx
import pytest
from fastapi import FastAPI

from tests.channels.echo_engine import EchoEngine
from tests.channels.preview.virtual_users import make_preview
from tests.harness.fake_telegram import make_client

MESSAGE = {"phone": "sms", "person": "1", "words": "hello"}


async def request_all_routes(client: str, host: str = "127.0.0.1:8000") -> set[int]:
    """Return the statuses of all routes for a client with this address and Host header."""
    app = FastAPI()
    app.include_router(make_preview(EchoEngine()).router())
    transport = httpx.ASGITransport(app=app, client=(client, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as http:
        responses = [await http.get(f"/preview{path}") for path in ("", "/lists", "/page.js")]
        responses.append(await http.post("/preview/say", json=MESSAGE))
    return {response.status_code for response in responses}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:80", "[::1]:8000"])
async def test_admits_this_machine(client: str, host: str) -> None:
    """A browser on this machine gets the page, under each of the machine's own names."""
    assert await request_all_routes(client, host) == {200}


@pytest.mark.parametrize("client", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "testclient", ""])
async def test_rejects_other_machines(client: str) -> None:
    """A client on another machine is rejected on every route."""
    assert await request_all_routes(client) == {403}


@pytest.mark.parametrize(
    "host", ["hotline.example", "localhost.example", "127.0.0.1.example:8000", "0.0.0.0:8000", "192.0.2.7"]
)
async def test_rejects_other_host_names(host: str) -> None:
    """A page elsewhere whose name resolves to this machine is rejected."""
    assert await request_all_routes("127.0.0.1", host) == {403}


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"]
)
async def test_rejects_proxied_requests(url: str, echo: EchoEngine, header: str) -> None:
    """Proxied requests are rejected on every route, before the engine is called."""
    async with make_client(url) as client:
        headers = {header: "127.0.0.1"}
        responses = [await client.get(f"/preview{path}", headers=headers) for path in ("", "/lists", "/page.js")]
        responses.append(await client.post("/preview/say", json=MESSAGE, headers=headers))
    assert {response.status_code for response in responses} == {403}
    assert echo.messages == []


@pytest.mark.parametrize("origin", ["null", "https://other.example", "http://127.0.0.1:1", "http://localhost"])
async def test_rejects_posts_of_other_sites(url: str, echo: EchoEngine, origin: str) -> None:
    """A page of another site or another port can't post."""
    async with make_client(url) as client:
        response = await client.post("/preview/say", json=MESSAGE, headers={"Origin": origin})
    assert (response.status_code, echo.messages) == (403, [])


async def test_admits_own_page(url: str) -> None:
    """The page's own origin can post."""
    async with make_client(url) as client:
        response = await client.post("/preview/say", json=MESSAGE, headers={"Origin": url})
    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
async def test_rejects_other_content_types(url: str, echo: EchoEngine, kind: str) -> None:
    """A content type that a form of another site could post is rejected."""
    async with make_client(url) as client:
        response = await client.post("/preview/say", content=b"{}", headers={"Content-Type": kind})
    assert (response.status_code, echo.messages) == (415, [])
