"""The corpus for Telegram: what comes, and what is looked at."""

from tests.bench.stock_connectors import looks
from tests.bench.stock_connectors.case import Case
from tests.bench.stock_connectors.telegram_plays import (
    blocked_for_good,
    both_at_once,
    brings,
    broken_off,
    edited,
    fails,
    inaccessible,
    large,
    looks_at_the_start,
    looks_when_it_is_acknowledged,
    posts,
    press_of_an_old_message,
    presses,
    presses_what_is_offered,
    says,
    sends,
    two_at_once,
    unhandled,
)
from tests.bench.stock_connectors.telegram_stage import OnTelegram
from tests.harness.fake_telegram import updates

HELLO = "hello zanzibar"
PHOTO, VOICE, STICKER, CONTACT = (updates.UNREADABLE[kind] for kind in ("photo", "voice", "sticker", "contact"))

AS_IT_COMES: Case[OnTelegram] = Case("Any message, before the connector is mended", says(HELLO))
"""Played first; docs/stock-connectors.md says what is mended."""

CASES: tuple[Case[OnTelegram], ...] = (
    Case("How the webhook is registered", looks_at_the_start, (looks.measured,)),
    Case("A post without a secret", posts(lambda on: on.text(HELLO), known=False)),
    Case("A post with a wrong secret", posts(lambda on: on.text(HELLO), secret="wrong", known=False)),
    Case("Somebody opens `/set_webhook` in a browser", lambda on: on.gets("/set_webhook"), (looks.asked,)),
    Case("Somebody opens the webhook in a browser", lambda on: on.gets()),
    Case("What is told to the engine of who writes", says(HELLO), (looks.who,)),
    Case("What else is told to it", says(HELLO), (looks.given,)),
    Case("What one answered message asks of Telegram", says(HELLO), (looks.asked,)),
    Case("When an update is acknowledged", looks_when_it_is_acknowledged, (looks.measured,)),
    Case("The same update twice", brings(lambda on: on.text(HELLO), times=2)),
    Case("The same update again while its turn runs", both_at_once),
    Case("Two messages of one person at once", two_at_once, (looks.answered_with,)),
    Case("An edited message", brings(lambda on: edited(on, text="edited")), (looks.heard_as,)),
    Case("An edited caption", brings(lambda on: edited(on, **PHOTO, caption="edited")), (looks.heard_as,)),
    Case("A message in a group", unhandled("group"), (looks.asked,)),
    Case("A button pressed in a group", unhandled("group button")),
    Case("A post in a channel", unhandled("channel post"), (looks.asked,)),
    Case("Somebody blocks the bot", brings(lambda on: updates.membership(on.person.chat_id, "kicked"))),
    Case("A poll", unhandled("poll")),
    Case("An inline query", unhandled("inline query")),
    Case("A message of another bot", unhandled("message of a bot")),
    Case("A kind of update that doesn't exist yet", unhandled("kind of tomorrow")),
    Case("A message without a chat", unhandled("half a message")),
    Case("A voice message", sends(**VOICE)),
    Case("A photo", sends(**PHOTO)),
    Case("A photo with words under it", sends(**PHOTO, caption="help me"), (looks.heard_as,)),
    Case("A sticker", sends(**STICKER)),
    Case("A contact", sends(**CONTACT)),
    Case("A location", sends(**updates.LOCATION), (looks.heard_as, looks.given)),
    Case("`/start` with what a link put behind it", says("/start ref-123"), (looks.heard_as,)),
    Case("`/restart`", says("/restart"), (looks.heard_as,)),
    Case("An intent that is typed", says('/find_help{"place": "TH-50"}'), (looks.heard_as, looks.read_as)),
    Case("Words that hold `/bot`", says("no such thing/bottom floor"), (looks.heard_as,)),
    Case("A pressed button", presses_what_is_offered, (looks.settled,)),
    Case("A press with data that no button had", presses('/find_help{"place": "TH-50"}'), (looks.read_as,)),
    Case("A press of a message that is gone", brings(press_of_an_old_message)),
    Case("A press of a message too old to be seen", brings(inaccessible), (looks.settled,)),
    Case("A button with more than 64 bytes of data", says("wide")),
    Case("An answer of 20,000 characters", says("long"), (looks.whole,)),
    Case("An answer with two paragraphs", says("one\n\ntwo"), (looks.answered_with,)),
    Case("An answer with two blank lines in it", says("one\n\n\ntwo\n\n\n\nthree"), (looks.answered_with,)),
    Case("The person has blocked the bot", blocked_for_good),
    Case(
        "Telegram says 429, wait a second", fails("sendMessage", 429, "Too Many Requests", says("hello"), retry_after=1)
    ),
    Case("Telegram says 500 once", fails("sendMessage", 500, "Internal Server Error", says("hello"))),
    Case("The connection breaks when Telegram has the answer", broken_off),
    Case("The engine fails", says("explode zanzibar"), (looks.logged,)),
    Case("JSON that breaks off", posts(lambda _: b'{"update_id": 1')),
    Case("JSON that is no object", posts(lambda _: b"[]")),
    Case("JSON of 100,000 brackets", posts(lambda _: b"[" * 100_000)),
    Case("Bytes that are no text", posts(lambda _: b"\xff\xfe")),
    Case("A body of a megabyte", posts(large)),
)
