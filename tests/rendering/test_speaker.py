"""Names and values in, words and choices out."""

import pytest

from bot.rendering.renderer import Responses, Speaker, UnwrittenResponseError
from bot.rendering.utterance import Spoken, Utterance
from locales.po import UnknownLanguageError

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


VARIANTS: Responses = {
    "utter_told": [
        {"text": "{name}\n{website}\n{contact}"},
        {"channel": "sms", "text": "{name}\n{website}"},
        {"channel": "sms", "text": "{name}"},
        {"channel": "sms", "text": "{phone}"},
    ],
    "utter_asked": [
        {"channel": "sms", "text": "{name}", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
        {"channel": "sms", "text": "{phone}", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
    ],
    "utter_asked_at_length": [
        {
            "channel": "sms",
            "text": "{name}",
            "metadata": {"segments": 3},
            "buttons": [{"title": "Yes", "payload": "/affirm"}],
        },
        {"channel": "sms", "text": "{phone}"},
    ],
}


@pytest.mark.parametrize(
    ("response", "letters", "text"),
    [
        ("utter_told", 459 - len("\nrefuge.example"), "{name}\nrefuge.example"),
        ("utter_told", 460 - len("\nrefuge.example"), "{name}"),
        ("utter_told", 459, "{name}"),
        ("utter_told", 460, "191"),
        ("utter_asked", 306 - len("\n1 Yes"), "{name}"),
        ("utter_asked", 307 - len("\n1 Yes"), "191"),
        ("utter_asked_at_length", 459 - len("\n1 Yes"), "{name}"),
        ("utter_asked_at_length", 460 - len("\n1 Yes"), "191"),
    ],
)
def test_the_first_variation_that_is_short_enough(response: str, letters: int, text: str) -> None:
    """By SMS the fullest variation is said that costs at most 3 segments, with choices 2, or what it says itself."""
    name = "x" * letters
    utterance = Utterance(response, SERVICE | {"name": name})
    (spoken,) = Speaker(VARIANTS).speak([utterance], "en", "sms")
    assert spoken.text == text.replace("{name}", name)


def test_other_channels_take_the_general_variation() -> None:
    """Where nothing is counted in segments, everything is said."""
    (spoken,) = Speaker(VARIANTS).speak([Utterance("utter_told", SERVICE | {"name": "x" * 900})], "en", "telegram")
    assert spoken.text.endswith("refuge.example\nrefuge.example")


COUNTED: Responses = {
    "utter_counted": [{"text": "{count} month\n{remarks}", "metadata": {"plural": "{count} months\n{remarks}"}}],
    "utter_remark": [{"text": "{count} day ago", "metadata": {"plural": "{count} days ago"}}],
}


@pytest.mark.parametrize(("count", "text"), [(1, "1 month"), (2, "2 months"), (0, "0 months"), (1200, "1,200 months")])
def test_plural_forms(count: int, text: str) -> None:
    """The value `count` chooses the form, and is written as the language writes numbers; none is a number too."""
    assert Speaker(COUNTED).speak([Utterance("utter_counted", {"count": count})], "en", "sms") == [Spoken(text)]


def test_a_word_has_a_number_of_its_own() -> None:
    """A remark chooses its form by its own `count`, not by the one of the response around it."""
    values = {"count": 1, "remarks": [{"remark": "utter_remark", "count": 3}, {"remark": "utter_remark", "count": 1}]}
    (spoken,) = Speaker(COUNTED).speak([Utterance("utter_counted", values)], "en", "sms")
    assert spoken.text == "1 month\n3 days ago\n1 day ago"


def test_a_word_may_be_shorter_by_sms() -> None:
    """A word inside another text has variations for a channel, too."""
    responses: Responses = {
        "utter_told": [{"text": "{remarks}"}],
        "utter_remark": [{"text": "They must report it."}, {"channel": "sms", "text": "Must report."}],
    }
    told = [Utterance("utter_told", {"remarks": [{"remark": "utter_remark"}]})]
    assert Speaker(responses).speak(told, "en", "sms") == [Spoken("Must report.")]
    assert Speaker(responses).speak(told, "en", "telegram") == [Spoken("They must report it.")]


def test_an_unwritten_response_raises(speaker: Speaker) -> None:
    """What nobody wrote is not said, and the fault names it."""
    with pytest.raises(UnwrittenResponseError, match="utter_never_written"):
        said(speaker, "utter_never_written")


def test_an_unknown_language_raises(speaker: Speaker) -> None:
    """A language without a catalogue is a fault of the caller, who should have asked `spoken`."""
    with pytest.raises(UnknownLanguageError):
        said(speaker, "utter_hello_again", "qu")


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
