"""What the API may use of a process that it shares with the chat."""

import asyncio
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from directory.api import limits
from directory.api.limits import BusyError, WorkLimit
from tests.directory.api.api_server import Api, serve_api


async def test_one_request_at_a_time() -> None:
    """However many wait, one works, and those that are too many are turned away at once."""
    work = WorkLimit(pause_factor=0, max_waiting=8)
    working, most = 0, 0

    async def use() -> bool:
        nonlocal working, most
        try:
            end = await work.start()
        except BusyError:
            return False
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.01)
        working -= 1
        end()
        end()
        return True

    assert sum(await asyncio.gather(*(use() for _ in range(40)))) in {8, 9}
    assert most == 1


async def test_pauses_as_long_as_it_worked() -> None:
    """After its work the API leaves the processor to others for a multiple of the time; who waits too long gives up."""
    work = WorkLimit(pause_factor=3, wait_timeout=0.1)
    end = await work.start()
    await asyncio.sleep(0.1)
    began = time.monotonic()
    end()
    with pytest.raises(BusyError):
        await work.start()
    async with work.part_of_stream():
        assert time.monotonic() - began >= 0.29


async def test_cancelled_request_keeps_no_turn() -> None:
    """A client that leaves while it waits leaves the turn to the next one."""
    work = WorkLimit(pause_factor=0)
    end = await work.start()
    waiting = asyncio.create_task(work.start())
    await asyncio.sleep(0.01)
    waiting.cancel()
    end()
    (await work.start())()


def test_busy_api_says_when_to_return(api: Api) -> None:
    """A request that finds no turn gets 503 with Retry-After, which web pages may read, and later ones an answer."""
    with serve_api(api.engine, work_limit=WorkLimit(pause_factor=1_000, wait_timeout=0.05)) as address:
        assert httpx.get(f"{address}/services", trust_env=False).status_code == 200
        refused = httpx.get(f"{address}/services", headers={"Origin": "https://partner.example"}, trust_env=False)
        assert refused.status_code == 503
        assert refused.json().keys() == {"detail"}
        assert int(refused.headers["retry-after"]) > 0
        assert refused.headers["access-control-allow-origin"] == "*"
        time.sleep(2.1)
        assert httpx.get(f"{address}/services", trust_env=False).status_code == 200


def test_slow_body_takes_no_turn(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not arrive in time gets 408 and a closed connection; meanwhile others get answers."""
    monkeypatch.setattr(limits, "BODY_TIMEOUT", 0.5)
    with serve_api(api.engine) as address, socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as slow:
        slow.settimeout(10)
        slow.sendall(b"POST /hsds/services HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert httpx.get(f"{address}/services", trust_env=False).status_code == 200
        received = b""
        while part := slow.recv(4096):
            received += part
    assert received.startswith(b"HTTP/1.1 408 ")
