"""The expected answers: each conversation runs once without load."""

import asyncio
from collections.abc import Iterable

from tests.resilience.load.conversations import Conversation
from tests.resilience.load.virtual_users import Newcomer, Person

CHANNELS = ("telegram", "sms")
AT_ONCE = 4
_QUIET = 0.02

Expected = dict[tuple[str, str], list[list[str]]]
"""By the conversation's name and the channel: the texts that answer each step."""


class UnansweredError(Exception):
    """A step that nothing is said to, even in quiet: no run can be judged by it."""


async def rehearse(newcomer: Newcomer, conversations: Iterable[Conversation]) -> Expected:
    """Return what is heard in quiet; raise UnansweredError."""
    expected: Expected = {}
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(conversation: Conversation, channel: str) -> None:
        async with slots:
            expected[conversation.name, channel] = await _have(newcomer(conversation, channel))

    await asyncio.gather(*(one(each, channel) for each in conversations for channel in CHANNELS))
    return expected


async def _have(person: Person) -> list[list[str]]:
    answers: list[list[str]] = []
    for step in person.conversation.steps:
        before = len(person.heard)
        await person.send_next().accepted
        answers.append(await _all_said(person, before))
        if not answers[-1]:
            raise UnansweredError(person.name, step)
    return answers


async def _all_said(person: Person, before: int) -> list[str]:
    """Return what is said from there on; wait a little, since an answer may come after the message was taken."""
    for _ in range(100):
        heard = len(person.heard)
        await asyncio.sleep(_QUIET)
        if before < heard == len(person.heard):
            break
    return person.texts[before:]
