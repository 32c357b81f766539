"""A Telegram user for the length of one case."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.bench.stock_connectors.observation import GetTurns, Observation, wait_until_settled
from tests.harness.fake_telegram import EmulatorClient, make_client, updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ATTEMPTS = 3
"""Deliveries of an update that isn't acknowledged; Telegram itself retries for much longer."""


@dataclass(frozen=True, slots=True)
class TelegramSide:
    """A connector that has registered its webhook at the emulator."""

    api: EmulatorClient
    get_turns: GetTurns
    log: Callable[[], str]


@dataclass
class TelegramUser:
    """A user who has not written to this connector before."""

    side: TelegramSide
    person: EmulatorClient
    observation: Observation

    def message(self, **content: Any) -> dict[str, Any]:
        """Return a message of this user."""
        return updates.message(self.person.chat_id, **content)

    def text(self, text: str) -> updates.Update:
        """Return an update with a text of this user."""
        return updates.update(message=self.message(text=text))

    async def deliver(self, update: updates.Update) -> None:
        """Deliver an update as Telegram does, again if it isn't acknowledged."""
        attempts = [await self.person.deliver(update)]
        while not 200 <= attempts[-1] < 300 and len(attempts) < ATTEMPTS:
            attempts.append(await self.person.deliver(update))
        self.observation.answered.append(attempts)

    async def post(self, body: bytes | updates.Update, *, secret: str | None = None, known: bool = False) -> None:
        """Post to the webhook directly, with a secret or with the right one (`known`)."""
        await self.person.open_chat()
        hook = (await self.side.api.calls("setWebhook"))[0]["params"]
        secret_value = hook.get("secret_token") if known else secret
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            "Content-Type": "application/json",
            **({SECRET_HEADER: secret_value} if secret_value is not None else {}),
        }
        async with make_client() as client:
            self.observation.answered.append(
                [(await client.post(hook["url"], content=raw, headers=headers)).status_code]
            )

    async def open_in_browser(self, path: str = "") -> None:
        """Open the webhook's address, or a path beside it, as a browser does."""
        hook = (await self.side.api.calls("setWebhook"))[0]["params"]["url"]
        url = hook.rpartition("/")[0] + path if path else hook
        async with make_client() as client:
            self.observation.answered.append([(await client.get(url)).status_code])

    async def sent_texts(self) -> list[str]:
        """Return the bot's texts that stand in this user's chat and in their group."""
        group = replace(self.person, chat_id=-self.person.chat_id)
        visible = [message for user in (self.person, group) for message in await user.visible_messages()]
        return [message.text for message in visible if message.by_bot]


Play = Callable[[TelegramUser], Awaitable[None]]


async def observe(side: TelegramSide, play: Play) -> Observation:
    """Play a case with a new user and return what was observed."""
    person = side.api.another_user()
    user = TelegramUser(side, person, Observation(str(person.chat_id)))
    turns, calls, log = len(await side.get_turns()), len(await side.api.calls()), len(side.log())
    await play(user)
    await wait_until_settled(lambda: _count(side))
    user.observation.turns = (await side.get_turns())[turns:]
    user.observation.calls = [(call["method"], call["params"]) for call in (await side.api.calls())[calls:]]
    user.observation.sent = await user.sent_texts()
    user.observation.log = side.log()[log:]
    return user.observation


async def _count(side: TelegramSide) -> tuple[int, int]:
    return len(await side.get_turns()), len(await side.api.calls())
