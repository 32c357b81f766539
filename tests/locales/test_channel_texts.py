"""What the channels say of themselves: Telegram's limits, the price of an apology by SMS, and who else may read it."""

import re

import pytest

from bot.rendering.gsm7 import is_gsm_7
from bot.rendering.segments import segments
from locales.registry import LANGUAGES
from tests.locales.test_budget import said

COMMANDS = ("utter_command_menu", "utter_command_language", "utter_command_erase")
PROFILE = {"utter_bot_description": 512, "utter_bot_short_description": 120}
"""Characters that Telegram's setMyDescription and setMyShortDescription take."""

READ_BY_OTHERS = (*COMMANDS, *PROFILE, "utter_erased")
TELLING = re.compile(
    r"\b(?:help|hotline|safe|danger|police|rights|law|traffick|victim|abuse|secret|anonym)", re.IGNORECASE
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_fits_on_a_line_of_a_small_phone(command: str, language: str) -> None:
    """What a command does is said in at most 30 characters, on one line."""
    text = said(command, language, "telegram").text
    assert len(text) <= 30
    assert "\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegram_takes_the_profile(language: str) -> None:
    """Both descriptions of the bot are as short as the Bot API wants them."""
    for response, most in PROFILE.items():
        assert len(said(response, language, "telegram").text) <= most


@pytest.mark.parametrize("response", READ_BY_OTHERS)
def test_others_learn_nothing(response: str) -> None:
    """What anybody may read on the phone says, in the English that is translated, no word of what the bot is for."""
    assert not TELLING.search(said(response, "en", "telegram").text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_apology_costs_one_sms_in_gsm_letters(language: str) -> None:
    """The apology with the longest emergency numbers is one SMS in the GSM alphabet, and at most two in any other."""
    text = said("utter_trouble_with_number", language, "sms").text
    assert segments(text) <= (1 if is_gsm_7(text) else 2)


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_apology_has_the_numbers(language: str, channel: str) -> None:
    """Every emergency number stands in the apology, at its end, where it is found at a glance."""
    *_, police, general, ambulance = said("utter_trouble_with_number", language, channel).text.split("\n")
    for line, numbers in ((police, ("191", "1155")), (general, ("112",)), (ambulance, ("1669", "1646"))):
        assert all(number in line for number in numbers)
