"""The reverse proxy passes public addresses and nothing else, and logs nothing."""

import re
import shutil
import subprocess

import pytest

from bot.channels.sms import webhook as sms_webhook
from bot.channels.telegram import webhook as telegram_webhook
from directory.staff.routes import BASE_PATH
from tests.deploying.files import DEPLOYING, ROOT, instructions, read

APP = (ROOT / "bot" / "service" / "app.py").read_text("utf-8")
INTERNAL = {"/ready"}
"""Only for this machine and its containers."""


def public() -> set[str]:
    """Return the app's public routes; a folder ends in `*`."""
    folders = {BASE_PATH, *re.findall(r'app\.mount\("([^"]+)"', APP)}
    pages = {
        *re.findall(r'app\.add_api_route\("([^"]+)"', APP),
        sms_webhook.PATH,
        sms_webhook.STATUS_PATH,
        telegram_webhook.PATH,
    } - INTERNAL
    return pages | folders | {f"{folder}/*" for folder in folders}


def test_caddy_passes_public_routes() -> None:
    """Each public address of the app passes, and no other."""
    passed = {path for line in instructions("Caddyfile") if re.match(r"@\w+ path ", line) for path in line.split()[2:]}
    assert passed == public()


def test_nginx_passes_public_routes() -> None:
    """Nginx passes each public address, but no internal one and none beside them."""
    locations = [re.compile(pattern) for pattern in re.findall(r"location ~ (\S+) {", read("nginx.conf"))]
    assert len(locations) == 2

    def passes(path: str) -> bool:
        return any(location.search(path) for location in locations)

    assert all(passes(path.replace("*", "anything")) for path in public())
    refused = [
        "/",
        "/ready",
        "/metrics",
        "/preview",
        "/preview/",
        "/webhooks/other",
        "/staffroom",
        "/hsdsx",
        "/health/x",
    ]
    assert not [path for path in refused if passes(path)]


def test_caddy_logs_no_requests() -> None:
    """Caddy's errors quote requests with all headers, so no request logger is enabled."""
    block = re.search(r"log {\s*include ([^\n]+)\n\s*}", read("Caddyfile"))
    assert block
    assert set(block[1].split()) == {"http.auto_https", "tls"}
    assert read("Caddyfile").count("log {") == 1


def test_nginx_logs_nothing() -> None:
    """Nginx logs no requests and no errors, which quote requests, and writes no body to disk."""
    lines = instructions("nginx.conf")
    assert {"access_log off;", "error_log /dev/null emerg;", "proxy_max_temp_file_size 0;"} <= set(lines)
    limits = re.findall(r"client_max_body_size (\w+);\s*client_body_buffer_size (\w+);", read("nginx.conf"))
    assert len(limits) == 2
    assert all(largest == buffered for largest, buffered in limits)


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not on this machine")
def test_caddy_accepts_its_file() -> None:
    """Caddy itself accepts the file and would format it the same way."""
    file = str(DEPLOYING / "Caddyfile")
    for command in (["validate", "--adapter", "caddyfile", "--config", file], ["fmt", "--diff", file]):
        result = subprocess.run(["caddy", *command], capture_output=True, text=True, check=False, timeout=20)  # noqa: S607
        assert result.returncode == 0, result.stderr
        assert not re.search(r"^[-+]", result.stdout, re.MULTILINE)
