"""What the files name is there, and they name the same things."""

import re

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
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment in which nothing of ours is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WAYLIGHT_{name.upper()}", raising=False)


def test_every_file_is_in_the_readme() -> None:
    """The folder's README names each file, and no other."""
    named = set(re.findall(r"^\| `([\w.-]+)` \|", read("README.md"), re.MULTILINE))
    assert named == set(FILES) - {"README.md"}


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_exists(name: str) -> None:
    """A setting that a file names is one of ours, and so is a secret's file."""
    said = read(name)
    named = {setting.lower() for setting in re.findall(r"WAYLIGHT_([A-Z_]+)\b", said)}
    named |= set(re.findall(r"\bwaylight_([a-z_]+)\b(?!-)", said))
    assert named <= set(Settings.model_fields)


@pytest.mark.usefixtures("_nothing_set")
@pytest.mark.parametrize("left", re.findall(r"^#?(WAYLIGHT_\w+)=.*<.*>", read("settings.example"), re.MULTILINE))
def test_the_example_is_refused_as_long_as_something_is_to_be_filled_in(
    monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """Each placeholder that is left stops the start by its setting's name."""
    for name, value in assignments("settings.example").items():
        monkeypatch.setenv(name, value if name == left else re.sub(r"<(.*?)>", r"\1", value))
    monkeypatch.setenv("WAYLIGHT_STATE_KEY", "5a" * 32)
    with pytest.raises(ValidationError, match=left.removeprefix("WAYLIGHT_").lower()):
        Settings()


@pytest.mark.usefixtures("_nothing_set")
def test_the_example_is_taken_once_it_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every placeholder filled in, and every line in use, the settings are taken."""
    for name, value in assignments("settings.example").items():
        monkeypatch.setenv(name, re.sub(r"<(.*?)>", r"\1", value))
    monkeypatch.setenv("WAYLIGHT_STATE_KEY", "5a" * 32)
    assert Settings().public_url == "https://hotline.example.org"


def test_every_command_exists() -> None:
    """What units, script and image run is a command of ours."""
    command = get_command(app)
    lines = [line for name in UNITS for line in unit(name)["Service"]["ExecStart"]]
    asked = [re.search(r"-m bot ([a-z]+)(?: ([a-z]+))?", line) for line in lines]
    asked += [re.search(r'\["([a-z]+)"(.*)\]', line) for line in instructions("Dockerfile") if line.startswith("CMD")]
    assert len(asked) == len(UNITS) + 1
    for one in asked:
        assert one
        found = command.commands[one[1]]  # type: ignore[attr-defined]
        assert one[2] in getattr(found, "commands", {None: None, "": None})


def test_the_same_program_runs_everywhere() -> None:
    """All units and the script start the program by the link that a release is put behind."""
    program = "/opt/waylight/.venv/bin/python -P -m bot"
    assert all(program in unit(name)["Service"]["ExecStart"][0] for name in UNITS)
    assert program in read("waylight.sh")
    assert "WORKDIR /opt/waylight" in instructions("Dockerfile")


def test_the_port_is_the_same_everywhere() -> None:
    """Who asks, asks where the service listens."""
    port = Settings.model_fields["port"].default
    assert f"EXPOSE {port}" in instructions("Dockerfile")
    assert f"http://127.0.0.1:{port}/ready" in read("Dockerfile")
    assert compose()["services"]["caddy"]["environment"]["UPSTREAM"] == f"app:{port}"
    assert f"reverse_proxy {{$UPSTREAM:127.0.0.1:{port}}} {{" in instructions("Caddyfile")
    assert set(re.findall(r"proxy_pass (\S+);", read("nginx.conf"))) == {f"http://127.0.0.1:{port}"}


def test_prometheus_asks_where_metrics_are_shown() -> None:
    """It asks the app's containers at their metrics' port, which no proxy knows."""
    port = assignments("settings.example")["WAYLIGHT_METRICS_PORT"]
    assert f"port: {port}" in read("prometheus.yml")
    assert "names: [app]" in read("prometheus.yml")
    assert port not in read("Caddyfile") + read("nginx.conf")


def test_the_user_is_the_same_everywhere() -> None:
    """Redis runs as the image's user, so that nobody else opens its socket."""
    user = next(line.removeprefix("USER ") for line in instructions("Dockerfile") if line.startswith("USER "))
    number = user.partition(":")[0]
    stack = compose()
    assert stack["services"]["redis"]["user"] == user
    assert f"uid={number},gid={number},mode=0700" in stack["volumes"]["redis-socket"]["driver_opts"]["o"]
    assert f"chown -R {number} secrets" in read("README.md")


def test_whoever_stops_the_service_waits_for_it() -> None:
    """The service may end its turns before it is killed, and no connection is used longer than the service keeps it."""
    assert int(unit("waylight.service")["Service"]["TimeoutStopSec"][0]) > SHUTDOWN_TIMEOUT
    assert int(compose()["services"]["app"]["stop_grace_period"].removesuffix("s")) > SHUTDOWN_TIMEOUT
    kept = re.search(r"keepalive (\d+)s", read("Caddyfile"))
    assert kept
    assert int(kept[1]) < KEEP_ALIVE


def test_the_common_lines_stand_in_one_place() -> None:
    """No unit says for itself what waylight.conf says for all."""
    common = unit("waylight.conf")["Service"]
    for name in UNITS:
        assert not set(unit(name)["Service"]) & set(common)
