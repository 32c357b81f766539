"""The test's side of the Bot API emulator: one bot, and people who write to it."""

import asyncio
import contextlib
import json
import secrets
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.harness.carriers.faults import Fault
from tests.harness.telegram_server import updates

ROOT = Path(__file__).parents[3]
PAUSE = 0.01
# Loopback speaks plain HTTP; reading the system's certificates for each client takes longer than a test.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def loopback(url: str = "") -> httpx.AsyncClient:
    """Return a client for loopback addresses that no proxy setting of the machine reaches."""
    return httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, verify=_NO_TLS)


@contextlib.contextmanager
def running_emulator() -> Iterator[str]:
    """Start the emulator's process on a free port; give its URL; end it afterwards."""
    command = [sys.executable, "-m", "tests.harness.telegram_server.server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


@dataclass(frozen=True)
class Said:
    """One message: one that the bot sent, or of either side where it says so."""

    text: str
    buttons: tuple[str, ...]
    message_id: int
    chat_id: int
    keyboard: dict[str, str] = field(repr=False)
    """Each button's label and the token it carries."""
    by_bot: bool = True


def _said(record: dict[str, Any]) -> Said:
    rows = json.loads(record["reply_markup"] or "{}").get("inline_keyboard", [])
    keyboard = {button["text"]: button["callback_data"] for row in rows for button in row}
    number, chat = record["message_id"], record["chat_id"]
    return Said(record["text"], tuple(keyboard), number, chat, keyboard, record["by_bot"])


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
        async with loopback(self.url) as client:
            told = {"url": url, "secret_token": secret}
            (await client.post(f"/bot{self.token}/setWebhook", data=told)).raise_for_status()

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
        answer = await self._ask("deliver", update)
        return int(answer["status"])

    async def brings(self, update: updates.Update, patience: float = 10.0) -> list[int]:
        """Bring an update as Telegram does, again until it is taken; return all statuses; raise TimeoutError."""
        statuses = [await self.delivers(update)]
        async with asyncio.timeout(patience):
            while statuses[-1] not in {0, 200}:
                await asyncio.sleep(PAUSE)
                statuses.append(await self.delivers(update))
        return statuses

    async def replies(self, after: int = 0, timeout: float = 5.0, *, at_least: int = 1) -> Sequence[Said]:  # noqa: ASYNC109
        """Wait for what the bot says to this person from its `after`-th message on; raise TimeoutError.

        Gives at least `at_least` messages, and whatever else has come by then.
        """
        async with asyncio.timeout(timeout):
            while len(said := (await self.everything_said())[after:]) < at_least:  # noqa: ASYNC110  another process
                await asyncio.sleep(PAUSE)
        return said

    async def everything_said(self) -> list[Said]:
        """Return all messages as the bot sent them to this person so far, oldest first, also those that are gone."""
        return [said for said in map(_said, await self._ask("said")) if said.chat_id == self.chat_id]

    async def stands(self) -> list[Said]:
        """Return what this person sees in the chat now, of both sides, oldest first."""
        return [_said(one) for one in await self._ask("stands", self.chat_id)]

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Return the bot's calls (method, said: form fields as sent), all or of one method."""
        every: list[dict[str, Any]] = await self._ask("calls")
        return [call for call in every if method in ("", call["method"])]

    async def wait_for_call(self, method: str, *, at_least: int = 1, timeout: float = 5.0) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Wait for the bot's calls of `method`, which may come after its answer; raise TimeoutError."""
        async with asyncio.timeout(timeout):
            while len(called := await self.calls(method)) < at_least:  # noqa: ASYNC110  another process
                await asyncio.sleep(PAUSE)
        return called

    async def fails_next(self, method: str, code: int, description: str, retry_after: int = 0) -> None:
        """Let the bot's next call of `method` be refused, such as 429 with retry_after=1."""
        told = {"method": method, "code": code, "description": description, "retry_after": retry_after}
        await self._ask("refuse", told)

    async def forgives(self, method: str) -> None:
        """Take back refusals of `method` that were not met."""
        await self._ask("forgive", method)

    async def meets(self, method: str, *faults: Fault) -> None:
        """Let the bot's next calls of `method` meet these faults, one each."""
        await self._ask("fault", {"method": method, "faults": [fault.value for fault in faults]})

    async def opens_chat(self) -> None:
        """Let this person's chat be there without an update that tells of it: somebody else posts in their name."""
        await self._ask("open", self.chat_id)

    async def _ask(self, what: str, told: object = None) -> Any:
        async with loopback(self.url) as client:
            answer = await client.post(f"/emulator/{self.token}/{what}", json=told)
            return answer.raise_for_status().json()
