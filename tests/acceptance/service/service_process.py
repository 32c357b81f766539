"""A service in a process of its own, and people with basic phones who write to it."""

import contextlib
import itertools
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from tests.harness.fake_telegram import make_client
from tests.ports import free_port

START_TIMEOUT = 120
"""Seconds; on an idle machine it takes about eight."""
SECRET_WORDS = "xylophonic marmalade"
"""What people write in tests of privacy; the service must not repeat it anywhere."""


@dataclass(frozen=True)
class Service:
    """A running service: its URL, its secrets, its log file and its process."""

    url: str
    auth_token: str
    telegram_secret: str
    log: Path
    pid: int = 0

    async def post_signed(self, form: dict[str, str]) -> httpx.Response:
        """Post a form to the SMS webhook as Twilio does."""
        address = self.url + "/webhooks/sms"
        signature = RequestValidator(self.auth_token).compute_signature(address, form)
        async with make_client() as client:
            return await client.post(address, data=form, headers={"X-Twilio-Signature": signature})

    async def post_update(self, body: str | bytes, secret: str | None = None) -> int:
        """Post any body to the Telegram webhook; return the status."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.telegram_secret if secret is None else secret}
        async with make_client() as client:
            answer = await client.post(self.url + "/webhooks/telegram", content=body, headers=headers)
        return answer.status_code


# Not random: two people with one number would share a conversation.
_NUMBERS = itertools.count()


@dataclass
class Phone:
    """A person with a basic phone; the number is in Twilio's test range, so it belongs to nobody."""

    service: Service
    number: str = field(default_factory=lambda: f"+1500555{next(_NUMBERS):04}")

    async def send_sms(self, body: str, **more: str) -> str:
        """Send an SMS; return all replies as one text."""
        return "\n".join(await self.sms_replies(body, **more))

    async def sms_replies(self, body: str, **more: str) -> list[str]:
        """Send an SMS; return the replies."""
        form = {"MessageSid": f"SM{secrets.token_hex(16)}", "From": self.number, "To": "+15005550006", "Body": body}
        answer = await self.service.post_signed({**form, "NumMedia": "0", **more})
        assert answer.status_code == 200
        return [message.text or "" for message in ET.fromstring(answer.content)]  # noqa: S314


@contextlib.contextmanager
def running_service(
    folder: Path, model_dir: Path, *, through: Sequence[str] = (), **settings: str
) -> Iterator[Service]:
    """Start `waylight run` on a free port with these settings; its database and log are in `folder`.

    `through` is a command that executes the command that follows it, such as `taskset`.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    service = Service(url, secrets.token_hex(16), secrets.token_hex(16), folder / "log.txt")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WAYLIGHT_")},
        "WAYLIGHT_DATA_DIR": str(model_dir),
        "WAYLIGHT_DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
        "WAYLIGHT_PUBLIC_URL": url,
        "WAYLIGHT_TWILIO_AUTH_TOKEN": service.auth_token,
        "WAYLIGHT_TELEGRAM_SECRET": service.telegram_secret,
        **settings,
    }
    command = [*through, Path(sys.executable).with_name("waylight"), "run", "--port", str(port)]
    with (
        service.log.open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait_until_ready(service, process)
            yield replace(service, pid=process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_ready(service: Service, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(service.url + "/health", trust_env=False).is_success:
                return
        time.sleep(0.2)
    raise RuntimeError(service.log.read_text())
