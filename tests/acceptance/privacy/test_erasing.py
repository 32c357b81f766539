"""Whoever has everything erased is somebody whom we have never met."""

import json
import re

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.store import Store
from tests.acceptance.privacy.letters import somebody_on_telegram, somebody_with_a_phone
from tests.acceptance.privacy.line import Line, connected
from tests.acceptance.privacy.opened import dump_of, opened

TOLD = (b"legal_help", b"TH-10", b"Bangkok", b"shelter", b"lawyer")
LEFT = {"language", "language_chosen", "answered", "open_choices"}
"""What stays: the language, so that they can read that it is done, and a digest of the sentence that says so."""


async def paused(line: Line, chat: int) -> str:
    """Let somebody look for a lawyer, and pause; return the number that they are given."""
    await line.writes(chat, "i need a lawyer in Bangkok")
    await line.writes(chat, "can we continue another day?")
    [said] = await line.presses(chat, 1)
    found = re.search(r"\d{4} \d{4}", said)
    assert found
    return found[0]


async def test_erasing_forgets(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """Nothing of what they told is kept in any record, no pause either, and both sides' messages are deleted."""
    async with connected(processor, store, keys) as line:
        chat, deleted = somebody_on_telegram(), []
        line.networks.telegram.api.on_call = lambda method, form: (
            deleted.extend(json.loads(form["message_ids"])) if method == "deleteMessages" else None
        )
        first = await line.writes(chat, "hello")
        number = await paused(line, chat)
        before = opened(store, await dump_of(store))
        stood = {message.id for message in line.networks.telegram.api.chats.all_of(chat)}
        assert b"legal_help" in b"".join(before.values())
        [said] = await line.writes(chat, "erase everything")
        stands = line.networks.telegram.api.chats.all_of(chat)
        assert ([message.text for message in stands], stood <= set(deleted)) == ([said], True)
        after = opened(store, await dump_of(store))
        assert [told for told in TOLD if told in b"".join(after.values())] == []
        assert [name for name in after if name.startswith("pause:")] == []
        [record] = [json.loads(record) for name, record in after.items() if name.startswith("conversation:")]
        assert (record["slots"].keys() <= LEFT, record["slots"]["open_choices"]) == (True, [])
        [begun] = await line.writes(chat, "hello")
        assert first[0].endswith(begun)
        other = somebody_with_a_phone()
        assert any("don't know this number" in text for text in await line.texts(other, number))


async def test_a_pause_is_there_without(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """The same number brings the conversation back where nothing was erased: the test above can fail."""
    async with connected(processor, store, keys) as line:
        number = await paused(line, somebody_on_telegram())
        assert not any("don't know this number" in text for text in await line.texts(somebody_with_a_phone(), number))


async def test_whoever_leaves_is_forgotten(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """After STOP nothing that they told is kept, nothing is said, and whoever comes back begins anew."""
    async with connected(processor, store, keys) as line:
        number = somebody_with_a_phone()
        first = await line.texts(number, "hello")
        await line.texts(number, "i need a lawyer in Bangkok")
        assert await line.texts(number, "STOP") == []
        kept = {name: record for name, record in opened(store, await dump_of(store)).items() if "answer" not in name}
        assert [told for told in TOLD if told in b"".join(kept.values())] == []
        await line.texts(number, "START")
        assert await line.texts(number, "hello") != []
        assert first != []
