"""The reverse proxy passes public addresses and nothing else, and logs nothing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.channels.common.paths import SMS_PATH, SMS_STATUS_PATH, TELEGRAM_PATH
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
        SMS_PATH,
        SMS_STATUS_PATH,
        TELEGRAM_PATH,
    } - INTERNAL
    return pages | folders | {f"{folder}/*" for folder in folders}


def test_caddy_passes_public_routes() -> None:
    """Each public address of the app passes, and no other."""
    passed = {path for line in instructions("Caddyfile") if re.match(r"@\w+ path ", line) for path in line.split()[2:]}
    assert passed == public()


def test_nginx_passes_public_routes() -> None:
    """Nginx passes each public address, but no internal one and none beside them."""
    locations = [re.compile(pattern) for pattern in re.findall(r"location ~ (\S+) {", read("nginx.conf"))]
    assert len(locations) == 3

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
    """Nginx logs no requests and no errors, which quote requests, on no port, and writes no body to disk."""
    servers = [re.split(r"\n    location ", block)[0] for block in read("nginx.conf").split("\nserver {")[1:]]
    assert [sorted(re.findall(r"listen (\d+)", server)) for server in servers] == [["80"], ["443"]]
    assert all("access_log off;" in server and "error_log /dev/null emerg;" in server for server in servers)
    assert "proxy_max_temp_file_size 0;" in instructions("nginx.conf")
    limits = re.findall(r"client_max_body_size (\w+);\s*client_body_buffer_size (\w+);", read("nginx.conf"))
    assert len(limits) == read("nginx.conf").count("proxy_pass")
    assert all(largest == buffered for largest, buffered in limits)


def test_nginx_limits_the_api() -> None:
    """Nginx limits how often one address may ask the API, which is open to everybody, and never the webhooks."""
    blocks = re.findall(r"location ~ (\S+) {(.*?)\n    }", read("nginx.conf"), re.DOTALL)
    assert [pattern for pattern, block in blocks if "limit_req zone=" in block] == ["^/hsds(/|$)"]


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not on this machine")
def test_caddy_accepts_its_file() -> None:
    """Caddy itself accepts the file and would format it the same way."""
    file = str(DEPLOYING / "Caddyfile")
    for command in (["validate", "--adapter", "caddyfile", "--config", file], ["fmt", "--diff", file]):
        result = subprocess.run(["caddy", *command], capture_output=True, text=True, check=False, timeout=20)  # noqa: S607
        assert result.returncode == 0, result.stderr
        assert not re.search(r"^[-+]", result.stdout, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
def test_nginx_accepts_its_file(tmp_path: Path) -> None:
    """Nginx itself accepts the file, with a certificate."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=hotline.example.org"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60)
    ours = re.sub(r"/etc/letsencrypt\S+/fullchain.pem", str(certificate), read("nginx.conf"))
    ours = re.sub(r"/etc/letsencrypt\S+/privkey.pem", str(key), ours)
    file = tmp_path / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "\n".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    file.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{folders}\n{ours}\n}}\n")
    result = subprocess.run(["nginx", "-t", "-c", file], capture_output=True, text=True, check=False, timeout=20)  # noqa: S607
    assert result.returncode == 0, result.stderr
