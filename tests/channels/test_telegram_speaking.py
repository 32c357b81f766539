"""What is Telegram's own: what goes out, and what is taken back."""

import json

import pytest

from bot.channels.telegram.chat_state import AT_MOST, DELETABLE_FOR, Chat
from bot.channels.telegram.formatting import keyboard
from bot.channels.telegram.sender import Line
from bot.core.message import Choice, Pseudonym
from bot.state.memory_store import InMemory
from tests.channels.people import OnTelegram, on_telegram
from tests.harness.telegram_server import BotApi, updates


async def buttons_left(api: BotApi) -> list[tuple[str, ...]]:
    """Return the buttons of each message of the bot as they stand now."""
    return [said.buttons for said in await api.stands() if said.by_bot]


async def test_a_pressed_button_is_settled(writer: OnTelegram) -> None:
    """A press is always answered, and takes the buttons of its question away."""
    await writer.says("menu")
    [menu] = await writer.api.replies()
    await writer.api.presses("A bed")
    await writer.got(2)
    assert len(await writer.api.calls("answerCallbackQuery")) == 1
    [edit] = await writer.api.calls("editMessageReplyMarkup")
    assert edit["said"] == {"chat_id": str(writer.api.chat_id), "message_id": str(menu.message_id)}
    assert await buttons_left(writer.api) == [(), ()]


async def test_a_press_that_cannot_be_settled(writer: OnTelegram) -> None:
    """Where Telegram refuses to settle an old press, the answer still comes."""
    await writer.says("menu")
    await writer.api.fails_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    await writer.api.fails_next("editMessageReplyMarkup", 400, "Bad Request: message to edit not found")
    assert await writer.api.presses("A bed") == 200
    assert (await writer.got(2))[1] == "heard choice t-bed"


async def test_a_typed_answer_takes_the_buttons_away(writer: OnTelegram) -> None:
    """Where typed words lead to new choices, those of before go: one question stands at a time."""
    await writer.says("menu")
    await writer.says("menu")
    assert await buttons_left(writer.api) == [(), ("A bed", "A lawyer", "Somebody to talk to")]


async def test_words_that_lead_to_no_choices_leave_the_buttons(writer: OnTelegram) -> None:
    """Where what is said brings no choices, those of before stand and can still be pressed."""
    await writer.says("menu")
    await writer.says("what does that mean")
    assert await buttons_left(writer.api) == [("A bed", "A lawyer", "Somebody to talk to"), ()]
    assert await writer.api.presses("A lawyer") == 200
    assert (await writer.got(3))[2] == "heard choice t-law"


async def test_a_stale_press(writer: OnTelegram) -> None:
    """A press under an old question is heard, loses its own buttons, and leaves the question that stands alone."""
    await writer.says("menu")
    [old] = await writer.api.replies()
    await writer.says("menu")
    asked = {**updates.message(writer.api.chat_id, text=old.text), "message_id": old.message_id}
    assert await writer.api.delivers(updates.press(writer.api.chat_id, old.keyboard["A bed"], asked)) == 200
    assert (await writer.got(3))[2] == "heard choice t-bed"
    assert len(await writer.api.calls("answerCallbackQuery")) == 1
    assert await buttons_left(writer.api) == [(), ("A bed", "A lawyer", "Somebody to talk to"), ()]


async def test_a_press_of_a_message_that_telegram_does_not_show_any_more(writer: OnTelegram) -> None:
    """A press under a message too old for Telegram to say what stood there is answered too."""
    asked = {"chat": {"id": writer.api.chat_id, "type": "private"}, "message_id": 7, "date": 0}
    assert await writer.api.delivers(updates.press(writer.api.chat_id, "t-bed", asked)) == 200
    assert await writer.got(1) == ["heard choice t-bed"]


async def test_wiping_takes_both_sides_away(writer: OnTelegram) -> None:
    """Whoever asks for it is left with one harmless line: everything that either side said is gone."""
    for text in ("one", "two", "menu"):
        await writer.says(text)
    await writer.api.presses("A bed")
    await writer.says("wipe")
    assert [said.text for said in await writer.api.stands()] == ["That is gone."]
    [deleted] = await writer.api.calls("deleteMessages")
    assert len(json.loads(deleted["said"]["message_ids"])) == 9
    await writer.says("and now")
    assert [said.text for said in await writer.api.stands()] == ["That is gone.", "and now", "you said: and now"]


async def test_wiping_a_long_talk(bot_api: BotApi) -> None:
    """However much was said, it goes, in calls of at most a hundred messages."""
    async with on_telegram(bot_api, line=Line(messages_a_second=1000)) as writer:
        for _ in range(41):
            await writer.says("two")
        await writer.says("wipe")
        assert [said.text for said in await bot_api.stands()] == ["That is gone."]
    amounts = [len(json.loads(call["said"]["message_ids"])) for call in await bot_api.calls("deleteMessages")]
    assert amounts == [100, 24]


async def test_wiping_goes_on_where_some_cannot_be_deleted(writer: OnTelegram) -> None:
    """Where Telegram refuses to delete, the line is said all the same."""
    await writer.says("one")
    await writer.api.fails_next("deleteMessages", 400, "Bad Request: message can't be deleted for everyone")
    await writer.says("wipe")
    assert (await writer.got(2))[1] == "That is gone."


def test_what_is_too_old_to_delete() -> None:
    """Ids of messages that Telegram does not delete any more are left out, and of too many the oldest are forgotten."""
    now = 1_000_000.0
    chat = Chat(InMemory(), Pseudonym("somebody"), lambda: now)
    chat.note(1)
    now += 60
    chat.note(2)
    now += DELETABLE_FOR.total_seconds() - 60
    assert chat.deletable() == [2]
    for message_id in range(3, 3 + AT_MOST):
        chat.note(message_id)
    assert chat.deletable() == list(range(3, 3 + AT_MOST))


@pytest.mark.parametrize("on", [True, False])
async def test_how_it_is_said(bot_api: BotApi, on: bool) -> None:  # noqa: FBT001  pytest gives it by name
    """By setting, nobody can forward what is said, and the phone makes no sound."""
    async with on_telegram(bot_api, line=Line(protect_content=on, silent=on)) as writer:
        await writer.says("hello")
    [sent] = await bot_api.calls("sendMessage")
    assert {sent["said"]["protect_content"], sent["said"]["disable_notification"]} == {json.dumps(on)}


async def test_nothing_becomes_markup(writer: OnTelegram) -> None:
    """Texts are sent as they are: no parse mode, no link previews, and one get_me too many is none."""
    await writer.says("<b>*_[x](y)_*</b>")
    await writer.got(1)
    [sent] = await writer.api.calls("sendMessage")
    assert sent["said"]["text"] == "you said: <b>*_[x](y)_*</b>"
    assert "parse_mode" not in sent["said"]
    assert json.loads(sent["said"]["link_preview_options"]) == {"is_disabled": True}
    assert await writer.api.calls("getMe") == []


def test_a_token_that_does_not_fit() -> None:
    """A choice whose token Telegram would refuse is refused before anything is sent."""
    with pytest.raises(ValueError, match="64 bytes"):
        keyboard([Choice("A bed", "ก" * 22)])


def test_short_labels_share_a_row() -> None:
    """Two short labels stand side by side, a long one has its row."""
    rows = keyboard([Choice(label, label) for label in ("Yes", "No", "Somebody to talk to", "Back")])
    assert rows is not None
    labels = [[button.text for button in row] for row in rows.inline_keyboard]
    assert labels == [["Yes", "No"], ["Somebody to talk to"], ["Back"]]
