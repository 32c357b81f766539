"""A person on Telegram for the length of one case."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.bench.stock_connectors.seen import Heard, Seen
from tests.bench.stock_connectors.settling import settled
from tests.harness.fake_telegram import EmulatorClient, make_client, updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ATTEMPTS = 3
"""How often an update is brought that isn't acknowledged; Telegram itself goes on for much longer."""


@dataclass(frozen=True, slots=True)
class TelegramSide:
    """A connector that has told the emulator where its webhook is."""

    api: EmulatorClient
    heard: Heard
    log: Callable[[], str]


@dataclass
class OnTelegram:
    """Somebody who has not written to this connector before."""

    side: TelegramSide
    person: EmulatorClient
    seen: Seen

    def message(self, **content: Any) -> dict[str, Any]:
        """Return a message of this person."""
        return updates.message(self.person.chat_id, **content)

    def text(self, text: str) -> updates.Update:
        """Return an update with a text of this person."""
        return updates.update(message=self.message(text=text))

    async def brings(self, update: updates.Update) -> None:
        """Bring an update as Telegram does: again where it isn't acknowledged."""
        attempts = [await self.person.deliver(update)]
        while not 200 <= attempts[-1] < 300 and len(attempts) < ATTEMPTS:
            attempts.append(await self.person.deliver(update))
        self.seen.answered.append(attempts)

    async def posts(self, body: bytes | updates.Update, *, secret: str | None = None, known: bool = False) -> None:
        """Post to the webhook past the emulator, with a secret or with the right one (`known`)."""
        await self.person.open_chat()
        hook = (await self.side.api.calls("setWebhook"))[0]["params"]
        given = hook.get("secret_token") if known else secret
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **({SECRET_HEADER: given} if given is not None else {})}
        async with make_client() as client:
            self.seen.answered.append([(await client.post(hook["url"], content=raw, headers=headers)).status_code])

    async def gets(self, path: str = "") -> None:
        """Open the webhook's address, or a path beside it, as a browser does."""
        hook = (await self.side.api.calls("setWebhook"))[0]["params"]["url"]
        url = hook.rpartition("/")[0] + path if path else hook
        async with make_client() as client:
            self.seen.answered.append([(await client.get(url)).status_code])

    async def was_told(self) -> list[str]:
        """Return what the emulator took for this person by now, also for a group of theirs."""
        group = replace(self.person, chat_id=-self.person.chat_id)
        return [said.text for who in (self.person, group) for said in await who.sent_messages()]


Play = Callable[[OnTelegram], Awaitable[None]]


async def watch(side: TelegramSide, play: Play) -> Seen:
    """Play a case with a new person and return what was seen."""
    person = side.api.another_user()
    on = OnTelegram(side, person, Seen(str(person.chat_id)))
    turns, calls, log = len(await side.heard()), len(await side.api.calls()), len(side.log())
    await play(on)
    await settled(lambda: _counted(side))
    on.seen.turns = (await side.heard())[turns:]
    on.seen.calls = [(call["method"], call["params"]) for call in (await side.api.calls())[calls:]]
    on.seen.said = await on.was_told()
    on.seen.log = side.log()[log:]
    return on.seen


async def _counted(side: TelegramSide) -> tuple[int, int]:
    return len(await side.heard()), len(await side.api.calls())
