"""What the channels say of themselves: Telegram's limits, the price of an apology by SMS, and who else may read it."""

import re

import pytest

from bot.rendering.segments import count_segments, is_gsm_7
from locales.registry import LANGUAGES
from tests.locales.test_sms_budget import rendered

COMMANDS = ("utter_command_menu", "utter_command_language", "utter_command_erase")
PROFILE = {"utter_bot_description": 512, "utter_bot_short_description": 120}
"""Characters that Telegram's setMyDescription and setMyShortDescription take."""

READ_BY_OTHERS = (*COMMANDS, *PROFILE, "utter_erased")
TELLING = re.compile(
    r"\b(?:help|hotline|safe|danger|police|rights|law|traffick|victim|abuse|secret|anonym)", re.IGNORECASE
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_command_descriptions_are_short(command: str, language: str) -> None:
    """What a command does is said in at most 30 characters, on one line."""
    text = rendered(command, language, "telegram").text
    assert len(text) <= 30
    assert "\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_profile_fits_telegram_limits(language: str) -> None:
    """Both descriptions of the bot are as short as the Bot API wants them."""
    for response, most in PROFILE.items():
        assert len(rendered(response, language, "telegram").text) <= most


@pytest.mark.parametrize("response", READ_BY_OTHERS)
def test_profile_reveals_nothing(response: str) -> None:
    """The visible profile does not reveal the purpose of the bot."""
    assert not TELLING.search(rendered(response, "en", "telegram").text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_apology_fits_one_gsm_sms(language: str) -> None:
    """The apology with the longest emergency numbers is one SMS in the GSM alphabet, and at most two in any other."""
    text = rendered("utter_trouble_with_number", language, "sms").text
    assert count_segments(text) <= (1 if is_gsm_7(text) else 2)


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_apology_has_the_numbers(language: str, channel: str) -> None:
    """Every emergency number is at the end of the apology."""
    *_, police, general, ambulance = rendered("utter_trouble_with_number", language, channel).text.split("\n")
    for line, numbers in ((police, ("191", "1155")), (general, ("112",)), (ambulance, ("1669", "1646"))):
        assert all(number in line for number in numbers)
