"""Names and values in, words and choices out."""

import pytest

from bot.replies.speaker import Responses, Speaker, UnwrittenResponseError
from bot.replies.utterance import Spoken, Utterance
from locales.registry import UnknownLanguageError

SERVICE = {"name": "Refuge", "phones": ["191"], "contact": "refuge.example", "website": "refuge.example"}


def said(speaker: Speaker, response: str, language: str = "en", channel: str = "telegram") -> str:
    """Return the text of one utterance with a service's values."""
    return speaker.speak([Utterance(response, SERVICE)], language, channel)[0].text


@pytest.mark.parametrize(("language", "words"), [("en", "Hello."), ("es", "Hola"), ("th", "สวัสดี")])
def test_languages(speaker: Speaker, language: str, words: str) -> None:
    """The same name is other words in each language."""
    assert words in said(speaker, "utter_hello_again", language)


def test_a_channel_of_its_own(speaker: Speaker) -> None:
    """An SMS says a service in its own, shorter way, and every other channel in the general one."""
    assert said(speaker, "utter_service", channel="sms") == "Refuge\nTel: 191\nrefuge.example"
    general = said(speaker, "utter_service", channel="telegram")
    assert general == "Refuge\nPhone: 191\nWeb: refuge.example"
    assert said(speaker, "utter_service", channel="a channel of tomorrow") == general


def test_an_unwritten_response_raises(speaker: Speaker) -> None:
    """What nobody wrote is not said, and the fault names it."""
    with pytest.raises(UnwrittenResponseError, match="utter_never_written"):
        said(speaker, "utter_never_written")


def test_an_unknown_language_raises(speaker: Speaker) -> None:
    """A language without a catalogue is a fault of the caller, who should have asked `spoken`."""
    with pytest.raises(UnknownLanguageError):
        said(speaker, "utter_hello_again", "lo")


def test_standing_choices_are_translated(speaker: Speaker) -> None:
    """Choices of the domain come in the reader's language, with payloads that are the same in all."""
    by_language = {code: speaker.speak([Utterance("utter_ask_need")], code, "sms")[0].choices for code in ("en", "th")}
    english, thai = by_language["en"], by_language["th"]
    assert [payload for _, payload in english] == [payload for _, payload in thai]
    assert all(one != other for (one, _), (other, _) in zip(english, thai, strict=True))


def test_choices_that_an_action_made(speaker: Speaker) -> None:
    """Countries come by CLDR's name, languages by their own, words by the catalogue."""
    choices = (("country:TH", "/a"), ("language:th", "/b"), ("utter_choice_no_place", "/c"))
    (spoken,) = speaker.speak([Utterance("utter_ask_place", choices=choices)], "es", "telegram")
    assert spoken.choices[:2] == (("Tailandia", "/a"), ("ไทย", "/b"))
    assert spoken.choices[2][0] not in {"utter_choice_no_place", "I'd rather not say"}


def test_deterministic(responses: Responses) -> None:
    """Two speakers say the same, each time."""
    utterances = [Utterance(name, SERVICE) for name in responses]
    once, again = (Speaker(responses).speak(utterances, "th", "sms") for _ in range(2))
    assert once == again


def test_nothing_to_choose(speaker: Speaker) -> None:
    """A response without buttons has no choices."""
    assert speaker.speak([Utterance("utter_welcome")], "en", "sms")[0] == Spoken(said(speaker, "utter_welcome"))
