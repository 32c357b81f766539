"""A person who has everything erased is a stranger."""

import json
import re

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.state.store import Store
from tests.acceptance.privacy.in_process_service import InProcessService, running_in_process
from tests.acceptance.privacy.parcels import new_chat, new_number
from tests.acceptance.privacy.store_dump import decrypted, dump_of

TOLD = (b"legal_help", b"TH-10", b"Bangkok", b"shelter", b"lawyer")
LEFT = {"language", "script", "language_chosen", "answered", "open_choices"}
"""What stays: the language and its letters, so that they can read what was done, and a digest of the sentence said."""


async def save_conversation(line: InProcessService, chat: int) -> str:
    """Look for a lawyer and save the conversation; return its code."""
    await line.writes(chat, "i need a lawyer in Bangkok")
    await line.writes(chat, "can we continue another day?")
    [said] = await line.presses(chat, 1)
    found = re.search(r"\d{4} \d{4}", said)
    assert found
    return found[0]


async def test_erasure_deletes_everything(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """No record keeps anything they told, the saved conversation is gone, and both sides' messages are deleted."""
    async with running_in_process(processor, store, keys) as line:
        chat, deleted = new_chat(), []
        line.networks.telegram.api.on_call = lambda method, form: (
            deleted.extend(json.loads(form["message_ids"])) if method == "deleteMessages" else None
        )
        first = await line.writes(chat, "hello")
        number = await save_conversation(line, chat)
        before = decrypted(store, await dump_of(store))
        stood = {message.id for message in line.networks.telegram.api.chats.messages(chat)}
        assert b"legal_help" in b"".join(before.values())
        [said] = await line.writes(chat, "erase everything")
        stands = line.networks.telegram.api.chats.messages(chat)
        assert ([message.text for message in stands], stood <= set(deleted)) == ([said], True)
        after = decrypted(store, await dump_of(store))
        assert [told for told in TOLD if told in b"".join(after.values())] == []
        assert [name for name in after if name.startswith("pause:")] == []
        [record] = [json.loads(record) for name, record in after.items() if name.startswith("conversation:")]
        assert (record["slots"].keys() <= LEFT, record["slots"]["open_choices"]) == (True, [])
        [begun] = await line.writes(chat, "hello")
        assert first[0].endswith(begun)
        other = new_number()
        assert any("don't know this number" in text for text in await line.texts(other, number))


async def test_saved_conversation_exists_without_erasure(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """The code restores the conversation if nothing was erased: the test above can fail."""
    async with running_in_process(processor, store, keys) as line:
        number = await save_conversation(line, new_chat())
        assert not any("don't know this number" in text for text in await line.texts(new_number(), number))


async def test_stop_deletes_everything(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """After STOP nothing is sent, nothing is stored but that, and a person who returns starts anew."""
    async with running_in_process(processor, store, keys) as line:
        number = new_number()
        first = await line.texts(number, "hello")
        await line.texts(number, "i need a lawyer in Bangkok")
        assert await line.texts(number, "STOP") == []
        kept = {name: record for name, record in decrypted(store, await dump_of(store)).items() if "answer" not in name}
        assert [told for told in TOLD if told in b"".join(kept.values())] == []
        [record] = [json.loads(record) for name, record in kept.items() if name.startswith("conversation:")]
        assert record == {"slots": {"opted_out": True}, "active_loop": None}
        assert await line.texts(number, "hello") == []
        assert await line.texts(number, "START") == first != []
