"""The emulator's client in tests: one bot, and a person who writes to it."""

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

from tests.harness.fake_telegram import updates
from tests.harness.fault_injection import Fault

ROOT = Path(__file__).parents[3]
PAUSE = 0.01
# Loopback uses plain HTTP; loading the system's certificates for each client takes longer than a test.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def make_client(url: str = "") -> httpx.AsyncClient:
    """Return a client for loopback addresses that ignores the machine's proxy settings."""
    return httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, verify=_NO_TLS)


@contextlib.contextmanager
def run_emulator() -> Iterator[str]:
    """Run the emulator's process on a free port; yield its URL."""
    command = [sys.executable, "-m", "tests.harness.fake_telegram.server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


@dataclass(frozen=True)
class ChatMessage:
    """One message in a chat, of the bot or of the person."""

    text: str
    buttons: tuple[str, ...]
    message_id: int
    chat_id: int
    keyboard: dict[str, str] = field(repr=False)
    """Label -> token of each button."""
    by_bot: bool = True


def _to_message(record: dict[str, Any]) -> ChatMessage:
    rows = json.loads(record["reply_markup"] or "{}").get("inline_keyboard", [])
    keyboard = {button["text"]: button["callback_data"] for row in rows for button in row}
    message_id, chat_id = record["message_id"], record["chat_id"]
    return ChatMessage(record["text"], tuple(keyboard), message_id, chat_id, keyboard, record["by_bot"])


@dataclass
class EmulatorClient:
    """A bot of its own at the emulator, and a person (`chat_id`) who writes to it.

    `url` is for WAYLIGHT_TELEGRAM_API_URL, `token` for WAYLIGHT_TELEGRAM_TOKEN. Updates are delivered to the URL and
    with the secret of setWebhook (or `use_webhook`); without a webhook they wait for getUpdates.
    """

    url: str
    token: str = field(default_factory=lambda: f"{secrets.randbelow(10**9)}:{secrets.token_hex(18)[:35]}")
    chat_id: int = field(default_factory=lambda: 10**9 + secrets.randbelow(10**9))
    language: str = "en"

    def another_user(self, language: str = "en") -> "EmulatorClient":
        """Return another person who writes to the same bot."""
        return EmulatorClient(self.url, self.token, language=language)

    async def use_webhook(self, url: str, secret: str) -> None:
        """Set the webhook for the bot."""
        async with make_client(self.url) as client:
            params = {"url": url, "secret_token": secret}
            (await client.post(f"/bot{self.token}/setWebhook", data=params)).raise_for_status()

    async def send_text(self, text: str) -> int:
        """Send a text; return the webhook's HTTP status (0: it waits for getUpdates)."""
        return await self.send(text=text)

    async def send(self, **content: Any) -> int:
        """Send other content, such as voice={...}; return the webhook's HTTP status."""
        message = updates.message(self.chat_id, self.language, **content)
        return await self.deliver(updates.update(message=message))

    async def press(self, label: str) -> int:
        """Press the newest button with this label; raise LookupError if there is none."""
        messages = [message for message in await self.sent_messages() if label in message.keyboard]
        if not messages:
            error = f"no button says {label!r}"
            raise LookupError(error)
        question = messages[-1]
        original = {**updates.message(self.chat_id, text=question.text), "message_id": question.message_id}
        token = question.keyboard[label]
        return await self.deliver(updates.press(self.chat_id, token, original, language=self.language))

    async def deliver(self, update: updates.Update) -> int:
        """Deliver any update once; return the webhook's HTTP status (0: it waits for getUpdates)."""
        response = await self._command("deliver", update)
        return int(response["status"])

    async def deliver_until_accepted(self, update: updates.Update, patience: float = 10.0) -> list[int]:
        """Deliver an update again until it is accepted, as Telegram does; return all statuses; raise TimeoutError."""
        statuses = [await self.deliver(update)]
        async with asyncio.timeout(patience):
            while statuses[-1] not in {0, 200}:
                await asyncio.sleep(PAUSE)
                statuses.append(await self.deliver(update))
        return statuses

    async def wait_for_replies(
        self,
        after: int = 0,
        timeout: float = 5.0,  # noqa: ASYNC109
        *,
        at_least: int = 1,
    ) -> Sequence[ChatMessage]:
        """Return the bot's messages to this person from the `after`-th on; raise TimeoutError.

        Waits for `at_least` messages, and returns any others that have arrived by then.
        """
        async with asyncio.timeout(timeout):
            while len(replies := (await self.sent_messages())[after:]) < at_least:  # noqa: ASYNC110  another process
                await asyncio.sleep(PAUSE)
        return replies

    async def sent_messages(self) -> list[ChatMessage]:
        """Return all messages as the bot first sent them to this person, oldest first, deleted ones included."""
        messages = map(_to_message, await self._command("sent_messages"))
        return [message for message in messages if message.chat_id == self.chat_id]

    async def visible_messages(self) -> list[ChatMessage]:
        """Return what this person sees in the chat now, of both sides, oldest first."""
        return [_to_message(record) for record in await self._command("visible_messages", self.chat_id)]

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Return the bot's calls (method, params: the form fields), all or those of one method."""
        calls: list[dict[str, Any]] = await self._command("calls")
        return [call for call in calls if method in ("", call["method"])]

    async def wait_for_call(self, method: str, *, at_least: int = 1, timeout: float = 5.0) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Wait for the bot's calls of `method`, which may come after its response; raise TimeoutError."""
        async with asyncio.timeout(timeout):
            while len(calls := await self.calls(method)) < at_least:  # noqa: ASYNC110  another process
                await asyncio.sleep(PAUSE)
        return calls

    async def fail_next(self, method: str, code: int, description: str, retry_after: int = 0) -> None:
        """Make the bot's next call of `method` fail, such as 429 with retry_after=1."""
        params = {"method": method, "code": code, "description": description, "retry_after": retry_after}
        await self._command("fail_next", params)

    async def clear_failures(self, method: str) -> None:
        """Cancel failures of `method` that have not occurred yet."""
        await self._command("clear_failures", method)

    async def show_copy(self, text: str) -> None:
        """Add a message of the bot without a call: Telegram processes a call that it did not answer."""
        await self._command("show_copy", {"chat_id": self.chat_id, "text": text})

    async def inject_faults(self, method: str, *faults: Fault) -> None:
        """Make the bot's next calls of `method` fail, one per fault."""
        await self._command("inject_faults", {"method": method, "faults": [fault.value for fault in faults]})

    async def open_chat(self) -> None:
        """Open this person's chat without an update, for updates that are posted by other means."""
        await self._command("open_chat", self.chat_id)

    async def _command(self, command: str, params: object = None) -> Any:
        async with make_client(self.url) as client:
            response = await client.post(f"/emulator/{self.token}/{command}", json=params)
            return response.raise_for_status().json()
