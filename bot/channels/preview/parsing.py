"""What is said on a phone of the page, heard as the real network's channel hears it."""

from dataclasses import replace

from starlette.datastructures import ImmutableMultiDict
from telegram import Update

from bot.channels.preview.transcript import Said
from bot.channels.sms import parsing as sms_parsing
from bot.channels.telegram import parsing as telegram_parsing
from bot.core.message import InboundMessage, Pseudonym


def hear(said: Said, sender: Pseudonym) -> InboundMessage | None:
    """Return the message, or None where the network answers by itself (STOP and HELP by SMS).

    Both hints are passed on from both phones, though a real network gives only one of them: somebody
    who chooses a language here wants to see it.
    """
    heard = _by_sms(said) if said.phone == sms_parsing.SMS else _on_telegram(said)
    return replace(heard.by(sender), id="", language_hint=said.language, country_hint=said.country) if heard else None


def _by_sms(said: Said) -> sms_parsing.Texted | None:
    return sms_parsing.hear(
        ImmutableMultiDict({"From": said.person, "Body": "START" if said.start else said.words or ""})
    )


def _on_telegram(said: Said) -> telegram_parsing.Overheard | None:
    person = int(said.person)
    user = {"id": person, "is_bot": False, "first_name": ""}
    message = {"message_id": 1, "date": 1, "chat": {"id": person, "type": "private"}, "from": user}
    if said.choice is not None:
        press = {"id": "1", "from": user, "chat_instance": "1", "data": said.choice, "message": message}
        update = {"update_id": 1, "callback_query": press}
    else:
        update = {"update_id": 1, "message": {**message, "text": "/start" if said.start else said.words}}
    heard = telegram_parsing.hear(Update.de_json(update, None))
    return heard if isinstance(heard, telegram_parsing.Overheard) else None
