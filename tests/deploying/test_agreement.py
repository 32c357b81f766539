"""Everything that the files name exists, and the files agree with each other."""

import re
import shutil
import subprocess

import pytest
from pydantic import ValidationError
from typer.main import get_command

from bot.__main__ import app
from bot.core.settings import Settings
from bot.workers.server import KEEP_ALIVE
from bot.workers.supervisor import SHUTDOWN_TIMEOUT
from tests.deploying.files import DEPLOYING, ROOT, assignments, compose, instructions, read, unit

FILES = sorted(path.name for path in DEPLOYING.iterdir())
UNITS = ["waylight.service", "waylight-doctor.service", "waylight-backup.service"]
GUIDE = (ROOT / "docs" / "operating.md").read_text("utf-8")


@pytest.fixture
def _clear_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with an environment without any of our settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)


def test_readme_names_every_file() -> None:
    """The folder's README names each file and no other."""
    named = set(re.findall(r"^\| `([\w.-]+)` \|", read("README.md"), re.MULTILINE))
    assert named == set(FILES) - {"README.md"}


@pytest.mark.parametrize("name", FILES)
def test_named_settings_exist(name: str) -> None:
    """Each setting that a file names exists, and so does each secret file's."""
    content = read(name)
    named = {setting.lower() for setting in re.findall(r"WAYLIGHT_([A-Z_]+)\b", content)}
    named |= set(re.findall(r"\bwaylight_([a-z_]+)\b(?!-)", content))
    assert named <= set(Settings.model_fields)


@pytest.mark.usefixtures("_clear_environment")
@pytest.mark.parametrize("left", re.findall(r"^#?(WAYLIGHT_\w+)=.*<.*>", read("settings.example"), re.MULTILINE))
def test_example_with_placeholders_is_refused(monkeypatch: pytest.MonkeyPatch, left: str) -> None:
    """Each placeholder that is left stops the start and names its setting."""
    for name, value in assignments("settings.example").items():
        monkeypatch.setenv(name, value if name == left else re.sub(r"<(.*?)>", r"\1", value))
    monkeypatch.setenv("WAYLIGHT_STATE_KEY", "5a" * 32)
    with pytest.raises(ValidationError, match=left.removeprefix("WAYLIGHT_").lower()):
        Settings()


@pytest.mark.usefixtures("_clear_environment")
def test_filled_in_example_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every placeholder filled in and every line in use, the settings are valid."""
    for name, value in assignments("settings.example").items():
        monkeypatch.setenv(name, re.sub(r"<(.*?)>", r"\1", value))
    monkeypatch.setenv("WAYLIGHT_STATE_KEY", "5a" * 32)
    assert Settings().public_url == "https://hotline.example.org"


def test_shell_reads_the_example() -> None:
    """A shell reads from the example what systemd and Docker read, placeholders included."""
    command = 'set -eu; eval "$(sed "s/^#WAYLIGHT/WAYLIGHT/" "$1")"; set | grep ^WAYLIGHT_'
    arguments = ["env", "-i", shutil.which("bash") or "sh", "-c", command, "sh", DEPLOYING / "settings.example"]
    result = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=20)
    assert result.stderr == ""
    named = dict(line.split("=", 1) for line in result.stdout.splitlines())
    assert {name: value.strip("'") for name, value in named.items()} == assignments("settings.example")


def test_named_commands_exist() -> None:
    """The commands of units, script and image exist."""
    command = get_command(app)
    lines = [line for name in UNITS for line in unit(name)["Service"]["ExecStart"]]
    commands = [re.search(r"-m bot ([a-z]+)(?: ([a-z]+))?", line) for line in lines]
    commands += [
        re.search(r'\["([a-z]+)"(.*)\]', line) for line in instructions("Dockerfile") if line.startswith("CMD")
    ]
    assert len(commands) == len(UNITS) + 1
    for match in commands:
        assert match
        subcommand = command.commands[match[1]]  # type: ignore[attr-defined]
        assert match[2] in getattr(subcommand, "commands", {None: None, "": None})


def test_all_start_the_same_program() -> None:
    """All units and the script start the program through the link to the current release."""
    program = "/opt/waylight/.venv/bin/python -P -m bot"
    assert all(program in unit(name)["Service"]["ExecStart"][0] for name in UNITS)
    assert program in read("waylight.sh")
    assert "WORKDIR /opt/waylight" in instructions("Dockerfile")


def test_all_use_the_same_port() -> None:
    """Everything that connects to the service uses the port that it listens on."""
    port = Settings.model_fields["port"].default
    assert f"EXPOSE {port}" in instructions("Dockerfile")
    assert f"http://127.0.0.1:{port}/ready" in read("Dockerfile")
    assert compose()["services"]["caddy"]["environment"]["UPSTREAM"] == f"app:{port}"
    assert f"reverse_proxy {{$UPSTREAM:127.0.0.1:{port}}} {{" in instructions("Caddyfile")
    assert set(re.findall(r"proxy_pass (\S+);", read("nginx.conf"))) == {f"http://127.0.0.1:{port}"}


def test_prometheus_scrapes_the_metrics_port() -> None:
    """Prometheus scrapes the app's containers at the metrics port, which no proxy exposes."""
    port = assignments("settings.example")["WAYLIGHT_METRICS_PORT"]
    assert f"port: {port}" in read("prometheus.yml")
    assert "names: [app]" in read("prometheus.yml")
    assert port not in read("Caddyfile") + read("nginx.conf")


def test_all_use_the_same_user() -> None:
    """Redis runs as the image's user, so that no other user opens its socket."""
    user = next(line.removeprefix("USER ") for line in instructions("Dockerfile") if line.startswith("USER "))
    number = user.partition(":")[0]
    stack = compose()
    assert stack["services"]["redis"]["user"] == user
    assert f"uid={number},gid={number},mode=0700" in stack["volumes"]["redis-socket"]["driver_opts"]["o"]
    assert f"chown -R {number} secrets" in read("README.md")


def test_stop_timeouts_suffice() -> None:
    """The service can end its turns before it is killed, and the proxy drops idle connections first."""
    assert int(unit("waylight.service")["Service"]["TimeoutStopSec"][0]) > SHUTDOWN_TIMEOUT
    assert int(compose()["services"]["app"]["stop_grace_period"].removesuffix("s")) > SHUTDOWN_TIMEOUT
    match = re.search(r"keepalive (\d+)s", read("Caddyfile"))
    assert match
    assert int(match[1]) < KEEP_ALIVE


def test_common_settings_are_not_repeated() -> None:
    """No unit repeats a setting of waylight.conf."""
    common = unit("waylight.conf")["Service"]
    for name in UNITS:
        assert not set(unit(name)["Service"]) & set(common)
