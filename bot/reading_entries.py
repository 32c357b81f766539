"""An entry of the directory in the bot's words, for staff who look how it reads before people do."""

from actions.presenting import service_values
from bot.replies.segments import segments
from bot.replies.utterance import Speak, Utterance
from directory import FoundService, Place
from directory.staff.said import Reads, Said


def reads_by(speak: Speak) -> Reads:
    """Return who says an entry as the bot does when it found that one alone."""

    def reads(service: FoundService, place: Place | None, language: str) -> tuple[Said, ...]:
        """Return what somebody at `place` who reads `language` is told on Telegram and by SMS."""
        utterance = Utterance("utter_service", service_values(service, place, language))
        on_telegram, texted = (
            [message.text for message in speak([utterance], language, channel)] for channel in ("telegram", "sms")
        )
        cost = sum(segments(text) for text in texted)
        return Said("telegram", "\n\n".join(on_telegram), None), Said("sms", "\n\n".join(texted), cost)

    return reads
