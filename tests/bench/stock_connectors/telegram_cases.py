"""The corpus for Telegram: what comes in and what is described."""

from tests.bench.stock_connectors import descriptions
from tests.bench.stock_connectors.case import Case
from tests.bench.stock_connectors.telegram_actions import (
    block_bot,
    check_acknowledgement,
    check_registration,
    deliver,
    deliver_ignored,
    deliver_twice_at_once,
    drop_connection,
    edited,
    fail_next,
    inaccessible,
    large,
    post,
    press_data,
    press_of_an_old_message,
    press_offered_button,
    send_content,
    send_text,
    two_messages_at_once,
)
from tests.bench.stock_connectors.telegram_stage import TelegramUser
from tests.harness.fake_telegram import updates

HELLO = "hello zanzibar"
PHOTO, VOICE, STICKER, CONTACT = (updates.UNREADABLE[kind] for kind in ("photo", "voice", "sticker", "contact"))

BEFORE_REPAIR: Case[TelegramUser] = Case("Any message, before the connector is mended", send_text(HELLO))
"""Played first; docs/stock-connectors.md describes the repair."""

CASES: tuple[Case[TelegramUser], ...] = (
    Case("How the webhook is registered", check_registration, (descriptions.measured,)),
    Case("A post without a secret", post(lambda user: user.text(HELLO), known=False)),
    Case("A post with a wrong secret", post(lambda user: user.text(HELLO), secret="wrong", known=False)),
    Case(
        "Somebody opens `/set_webhook` in a browser",
        lambda user: user.open_in_browser("/set_webhook"),
        (descriptions.api_calls,),
    ),
    Case("Somebody opens the webhook in a browser", lambda user: user.open_in_browser()),
    Case("What is told to the engine of who writes", send_text(HELLO), (descriptions.sender_identity,)),
    Case("What else is told to it", send_text(HELLO), (descriptions.metadata,)),
    Case("What one answered message asks of Telegram", send_text(HELLO), (descriptions.api_calls,)),
    Case("When an update is acknowledged", check_acknowledgement, (descriptions.measured,)),
    Case("The same update twice", deliver(lambda user: user.text(HELLO), times=2)),
    Case("The same update again while its turn runs", deliver_twice_at_once),
    Case("Two messages of one person at once", two_messages_at_once, (descriptions.reply_texts,)),
    Case("An edited message", deliver(lambda user: edited(user, text="edited")), (descriptions.received,)),
    Case(
        "An edited caption",
        deliver(lambda user: edited(user, **PHOTO, caption="edited")),
        (descriptions.received,),
    ),
    Case("A message in a group", deliver_ignored("group"), (descriptions.api_calls,)),
    Case("A button pressed in a group", deliver_ignored("group button")),
    Case("A post in a channel", deliver_ignored("channel post"), (descriptions.api_calls,)),
    Case("Somebody blocks the bot", deliver(lambda user: updates.membership(user.person.chat_id, "kicked"))),
    Case("A poll", deliver_ignored("poll")),
    Case("An inline query", deliver_ignored("inline query")),
    Case("A message of another bot", deliver_ignored("message of a bot")),
    Case("A kind of update that doesn't exist yet", deliver_ignored("kind of tomorrow")),
    Case("A message without a chat", deliver_ignored("half a message")),
    Case("A voice message", send_content(**VOICE)),
    Case("A photo", send_content(**PHOTO)),
    Case("A photo with words under it", send_content(**PHOTO, caption="help me"), (descriptions.received,)),
    Case("A sticker", send_content(**STICKER)),
    Case("A contact", send_content(**CONTACT)),
    Case("A location", send_content(**updates.LOCATION), (descriptions.received, descriptions.metadata)),
    Case("`/start` with what a link put behind it", send_text("/start ref-123"), (descriptions.received,)),
    Case("`/restart`", send_text("/restart"), (descriptions.received,)),
    Case(
        "An intent that is typed",
        send_text('/find_help{"place": "TH-50"}'),
        (descriptions.received, descriptions.intent),
    ),
    Case("Words that hold `/bot`", send_text("no such thing/bottom floor"), (descriptions.received,)),
    Case("A pressed button", press_offered_button, (descriptions.button_state,)),
    Case(
        "A press with data that no button had",
        press_data('/find_help{"place": "TH-50"}'),
        (descriptions.intent,),
    ),
    Case("A press of a message that is gone", deliver(press_of_an_old_message)),
    Case("A press of a message too old to be seen", deliver(inaccessible), (descriptions.button_state,)),
    Case("A button with more than 64 bytes of data", send_text("wide")),
    Case("An answer of 20,000 characters", send_text("long"), (descriptions.completeness,)),
    Case("An answer with two paragraphs", send_text("one\n\ntwo"), (descriptions.reply_texts,)),
    Case("An answer with two blank lines in it", send_text("one\n\n\ntwo\n\n\n\nthree"), (descriptions.reply_texts,)),
    Case("The person has blocked the bot", block_bot),
    Case(
        "Telegram says 429, wait a second",
        fail_next("sendMessage", 429, "Too Many Requests", send_text("hello"), retry_after=1),
    ),
    Case("Telegram says 500 once", fail_next("sendMessage", 500, "Internal Server Error", send_text("hello"))),
    Case("The connection breaks when Telegram has the answer", drop_connection),
    Case("The engine fails", send_text("explode zanzibar"), (descriptions.logged_data,)),
    Case("JSON that breaks off", post(lambda _: b'{"update_id": 1')),
    Case("JSON that is no object", post(lambda _: b"[]")),
    Case("JSON of 100,000 brackets", post(lambda _: b"[" * 100_000)),
    Case("Bytes that are no text", post(lambda _: b"\xff\xfe")),
    Case("A body of a megabyte", post(large)),
)
