"""The test's side of the Bot API emulator: one bot, and people who write to it."""

import asyncio
import contextlib
import secrets
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.emulator import updates

FOLDER = Path(__file__).parent
PYTHON = FOLDER / ".venv/bin/python"
PAUSE = 0.01
# Loopback speaks plain HTTP; reading the system's certificates for each client takes longer than a test.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def loopback(url: str = "") -> httpx.AsyncClient:
    """Return a client for loopback addresses that no proxy setting of the machine reaches."""
    return httpx.AsyncClient(base_url=url, timeout=20, trust_env=False, verify=_NO_TLS)


@contextlib.contextmanager
def running_emulator() -> Iterator[str]:
    """Start the emulator's process on a free port; give its URL; end it afterwards.

    Raise RuntimeError where its environment is missing (`uv sync --project tests/emulator`).
    """
    if not PYTHON.exists():
        fault = "the Bot API emulator is not installed: uv sync --project tests/emulator"
        raise RuntimeError(fault)
    with subprocess.Popen([PYTHON, FOLDER / "server.py"], stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@dataclass(frozen=True)
class Said:
    """One message that the bot sent."""

    text: str
    buttons: tuple[str, ...]
    message_id: int
    chat_id: int
    keyboard: dict[str, str] = field(repr=False)
    """Each button's label and the token it carries."""


def _said(record: dict[str, Any]) -> Said:
    rows = (record.get("reply_markup") or {}).get("inline_keyboard", [])
    keyboard = {button["text"]: button["callback_data"] for row in rows for button in row}
    return Said(str(record["text"]), tuple(keyboard), record["message_id"], record["chat_id"], keyboard)


@dataclass
class BotApi:
    """A bot of its own at the emulator, and a person (`chat_id`) who writes to it.

    `url` goes into WAYLIGHT_TELEGRAM_API_URL, `token` into WAYLIGHT_TELEGRAM_TOKEN.
    Updates reach the URL that the bot gave to setWebhook (or `use_webhook`), with
    its secret; without one they wait for getUpdates.
    """

    url: str
    token: str = field(default_factory=lambda: f"{secrets.randbelow(10**9)}:{secrets.token_hex(18)[:35]}")
    chat_id: int = field(default_factory=lambda: 10**9 + secrets.randbelow(10**9))
    language: str = "en"

    def another_person(self, language: str = "en") -> "BotApi":
        """Return somebody else who writes to the same bot."""
        return BotApi(self.url, self.token, language=language)

    async def use_webhook(self, url: str, secret: str) -> None:
        """Register the webhook in the bot's place."""
        await self._ask("POST", f"/bot{self.token}/setWebhook", data={"url": url, "secret_token": secret})

    async def says(self, text: str) -> int:
        """Send a text; return the webhook's HTTP status (0: kept for getUpdates)."""
        return await self.sends(text=text)

    async def sends(self, **content: Any) -> int:
        """Send something else, such as voice={...}; return the webhook's HTTP status."""
        message = updates.message(self.chat_id, self.language, **content)
        return await self.delivers(updates.update(message=message))

    async def presses(self, label: str) -> int:
        """Press the newest button with this label; raise LookupError where none was offered."""
        offered = [said for said in await self.everything_said() if label in said.keyboard]
        if not offered:
            fault = f"no button says {label!r}"
            raise LookupError(fault)
        asked = {**updates.message(self.chat_id, text=offered[-1].text), "message_id": offered[-1].message_id}
        return await self.delivers(
            updates.press(self.chat_id, offered[-1].keyboard[label], asked, language=self.language)
        )

    async def delivers(self, update: updates.Update) -> int:
        """Bring any update to the bot; return the webhook's HTTP status (0: kept for getUpdates)."""
        answer = await self._ask("POST", f"/emulator/{self.token}/deliver", json=update)
        return int(answer["status"])

    async def replies(self, after: int = 0, timeout: float = 5.0, *, at_least: int = 1) -> Sequence[Said]:  # noqa: ASYNC109
        """Wait for what the bot says to this person from its `after`-th message on; raise TimeoutError.

        Gives at least `at_least` messages, and whatever else has come by then.
        """
        async with asyncio.timeout(timeout):
            while len(said := (await self.everything_said())[after:]) < at_least:  # noqa: ASYNC110  another process
                await asyncio.sleep(PAUSE)
        return said

    async def everything_said(self) -> list[Said]:
        """Return all messages the bot has sent to this person so far, oldest first."""
        answer = await self._ask("GET", "/api/v1/test/responses", params={"session_id": self.token})
        sent = [_said(one) for one in answer["responses"] if one["method"] == "sendMessage"]
        return [said for said in sent if said.chat_id == self.chat_id]

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Return the bot's calls (method, said: form fields as sent), all or of one method."""
        every: list[dict[str, Any]] = await self._ask("GET", f"/emulator/{self.token}/calls")
        return [call for call in every if method in ("", call["method"])]

    async def wait_for_call(self, method: str, *, at_least: int = 1, timeout: float = 5.0) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Wait for the bot's calls of `method`, which may come after its answer; raise TimeoutError."""
        async with asyncio.timeout(timeout):
            while len(called := await self.calls(method)) < at_least:  # noqa: ASYNC110  another process
                await asyncio.sleep(PAUSE)
        return called

    async def fails_next(self, method: str, code: int, description: str, **parameters: int) -> None:
        """Let the bot's next call of `method` be refused, such as 429 with retry_after=1."""
        fault = {"method": method, "code": code, "description": description, "parameters": parameters}
        await self._ask("POST", f"/emulator/{self.token}/fault", json=fault)

    async def _ask(self, verb: str, path: str, **how: Any) -> Any:
        how["headers"] = {"Authorization": "Bearer any"}
        async with loopback(self.url) as client:
            return (await client.request(verb, path, **how)).raise_for_status().json()
