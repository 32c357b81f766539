"""Run the carriers' Bot API for many bots in a process of its own, with a door beside it for the tests.

    python -m tests.harness.telegram_server.server

A process, because fixtures of a whole run have no event loop. Prints the port once it listens.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.harness.carriers.door import NotDeliveredError
from tests.harness.carriers.faults import Fault
from tests.harness.carriers.http_server import Asked, Said, listening
from tests.harness.carriers.refusals import RefusedError
from tests.harness.telegram_server.watched import Watched, as_said

_CALL = re.compile(r"/bot(?P<token>[^/]*)/\w+")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
_DOOR = re.compile(r"/emulator/(?P<token>[^/]+)/(?P<what>\w+)")


class Emulator:
    """All bots, each made when its token is first seen."""

    def __init__(self) -> None:
        """Begin with none."""
        self._bots: dict[str, Watched] = {}

    async def handle(self, asked: Asked) -> Said:
        """Answer a bot's call, or what a test asks."""
        if call := _CALL.fullmatch(asked.path):
            if not _TOKEN.fullmatch(call["token"]):
                return RefusedError(401, "Unauthorized").said()
            return await self._bot(call["token"]).api.handle(asked)
        door = _DOOR.fullmatch(asked.path)
        if not door or door["what"] not in _DOORS:
            return Said(404)
        try:
            found = await _DOORS[door["what"]](self._bot(door["token"]), asked.body)
        except NotDeliveredError as fault:
            return Said(502, json.dumps(str(fault)).encode())
        return Said(200, json.dumps(found).encode())

    def _bot(self, token: str) -> Watched:
        return self._bots.setdefault(token, Watched(token))


async def _deliver(bot: Watched, body: bytes) -> dict[str, int]:
    answer = await bot.bring(json.loads(body), body)
    return {"status": answer.status if answer else 0}


async def _refuse(bot: Watched, body: bytes) -> None:
    told = json.loads(body)
    refusal = RefusedError(told["code"], told["description"], told.get("retry_after", 0))
    bot.api.refusals[told["method"]].append(refusal)


async def _forgive(bot: Watched, body: bytes) -> None:
    bot.api.refusals.pop(json.loads(body), None)


async def _fault(bot: Watched, body: bytes) -> None:
    told = json.loads(body)
    bot.api.faults.next(told["method"], *map(Fault, told["faults"]))


async def _open(bot: Watched, body: bytes) -> None:
    bot.api.chats.open(json.loads(body))


async def _calls(bot: Watched, _: bytes) -> list[dict[str, Any]]:
    return bot.calls


async def _said(bot: Watched, _: bytes) -> list[dict[str, Any]]:
    return bot.said


async def _stands(bot: Watched, body: bytes) -> list[dict[str, Any]]:
    return [as_said(message) for message in bot.api.chats.all_of(json.loads(body))]


_DOORS: dict[str, Callable[[Watched, bytes], Awaitable[Any]]] = {
    "deliver": _deliver,
    "refuse": _refuse,
    "forgive": _forgive,
    "fault": _fault,
    "open": _open,
    "calls": _calls,
    "said": _said,
    "stands": _stands,
}


async def main() -> None:
    """Listen on a port that the system picks, so that no two runs collide, until ended."""
    async with listening(Emulator().handle) as url:
        print(url, flush=True)  # noqa: T201  the parent reads it from here
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
