"""What containers may do and what data they leave."""

import re
import subprocess
from typing import Any

import pytest

from bot.engine import training
from tests.deploying.files import DEPLOYING, ROOT, compose, instructions

JUDGE = ROOT / "tests" / "conformance" / ".venv" / "bin" / "check-jsonschema"
SERVICES: dict[str, dict[str, Any]] = compose()["services"]


def test_compose_schema() -> None:
    """compose.yaml conforms to the schema of the Compose Specification."""
    command = [JUDGE, "--builtin-schema", "vendor.compose-spec", DEPLOYING / "compose.yaml"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_containers_are_restricted(name: str) -> None:
    """No container can write into its image, gain privileges, dump its memory, swap, or log without limit."""
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["ulimits"] == {"core": 0, "nofile": 65536}
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])


def test_ended_processes_are_reaped() -> None:
    """Docker's init process reaps workers whose generation was killed, since the supervisor does not."""
    assert SERVICES["app"]["init"]


def test_only_the_proxy_is_reachable() -> None:
    """Only Caddy accepts connections from outside; the stores have no network at all."""
    world = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert world.pop("caddy") == ["80:80", "443:443", "443:443/udp"]
    assert all(port.startswith("127.0.0.1:") for ports in world.values() for port in ports)
    assert {SERVICES[name]["network_mode"] for name in ("database", "redis")} == {"none"}


def test_stores_leave_no_data() -> None:
    """Redis writes nothing to disk and evicts nothing; PostgreSQL logs no queries."""
    redis = SERVICES["redis"]["command"]
    for option in ('--save ""', "--appendonly no", "--maxmemory-policy noeviction", "--slowlog-max-len 0", "--port 0"):
        assert option in redis
    database = SERVICES["database"]["command"]
    for option in ("log_statement=none", "log_min_duration_statement=-1", "log_min_error_statement=panic"):
        assert f"-c {option}" in database
    on_disk = {name for name, how in compose()["volumes"].items() if not how or how["driver_opts"]["type"] != "tmpfs"}
    assert on_disk == {"caddy", "database", "prometheus"}


def test_database_is_healthy_only_once_it_stays() -> None:
    """The server that the image starts to fill a new volume listens on no port, so the check asks by TCP."""
    database = SERVICES["database"]
    assert "-c listen_addresses=127.0.0.1" in database["command"]
    assert database["network_mode"] == "none"
    check = " ".join(database["healthcheck"]["test"])
    assert "--host 127.0.0.1" in check
    assert f"--username {database['environment']['POSTGRES_USER']}" in check


def test_image_runs_unprivileged() -> None:
    """The image is built in one stage and runs in another on the same base, as a user who may not change it."""
    lines = instructions("Dockerfile")
    assert [line.split()[1] for line in lines if line.startswith("FROM")] == ["${BASE}", "${BASE}"]
    last = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]
    assert [line for line in last if line.startswith("USER")] == ["USER 10001:10001"]
    assert not [line for line in last if "chown" in line or re.search(r"\b(apt-get|pip|uv)\b", line)]
    assert any("uv sync --frozen --no-dev" in line and "waylight train" in line for line in lines)


def test_build_context() -> None:
    """The build context holds only what is named, and everything that the service and its training read."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert lines[0] == "*"
    needed = {training.CONFIG, training.DOMAIN, *training.TRAINING_DATA}
    needed |= {ROOT / name for name in ("actions", "bot", "directory", "locales", "nlu", "pyproject.toml", "uv.lock")}
    assert {path.relative_to(ROOT).parts[0] for path in needed} <= sent
    assert not sent & {".git", ".waylight", ".venv", "docs", "tests"}
