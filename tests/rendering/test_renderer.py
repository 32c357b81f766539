"""Rendering of responses, choices and plurals."""

import pytest

from bot.rendering.renderer import MissingResponseError, Renderer, Responses
from bot.rendering.utterance import RenderedMessage, Utterance
from locales.po import UnknownLanguageError

SERVICE = {"name": "Refuge", "phones": ["191"], "contact": "refuge.example", "website": "refuge.example"}


def render_text(renderer: Renderer, response: str, language: str = "en", channel: str = "telegram") -> str:
    """Return the text of one utterance with the values of a service."""
    return renderer.render([Utterance(response, SERVICE)], language, channel)[0].text


@pytest.mark.parametrize(("language", "words"), [("en", "Hello."), ("es", "Hola"), ("th", "สวัสดี")])
def test_translates(renderer: Renderer, language: str, words: str) -> None:
    """The same response has another text in each language."""
    assert words in render_text(renderer, "utter_hello_again", language)


def test_channel_variation(renderer: Renderer) -> None:
    """SMS have their own, shorter variation of a service."""
    assert render_text(renderer, "utter_service", channel="sms") == "Refuge\nTel: 191\nrefuge.example"
    general = render_text(renderer, "utter_service", channel="telegram")
    assert general == "Refuge\nPhone: 191\nWeb: refuge.example"
    assert render_text(renderer, "utter_service", channel="a channel of tomorrow") == general


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
def test_chooses_first_variation_within_budget(response: str, letters: int, text: str) -> None:
    """SMS use the longest variation within 3 segments, with choices 2, or its own number."""
    name = "x" * letters
    utterance = Utterance(response, SERVICE | {"name": name})
    (spoken,) = Renderer(VARIANTS).render([utterance], "en", "sms")
    assert spoken.text == text.replace("{name}", name)


def test_other_channels_use_general_variation() -> None:
    """Channels without segments use the full variation."""
    (spoken,) = Renderer(VARIANTS).render([Utterance("utter_told", SERVICE | {"name": "x" * 900})], "en", "telegram")
    assert spoken.text.endswith("refuge.example\nrefuge.example")


COUNTED: Responses = {
    "utter_counted": [{"text": "{count} month\n{remarks}", "metadata": {"plural": "{count} months\n{remarks}"}}],
    "utter_remark": [{"text": "{count} day ago", "metadata": {"plural": "{count} days ago"}}],
}


@pytest.mark.parametrize(("count", "text"), [(1, "1 month"), (2, "2 months"), (0, "0 months"), (1200, "1,200 months")])
def test_plural_forms(count: int, text: str) -> None:
    """The value `count` chooses the plural form and is formatted in the language; 0 is a number too."""
    assert Renderer(COUNTED).render([Utterance("utter_counted", {"count": count})], "en", "sms") == [
        RenderedMessage(text)
    ]


def test_remark_uses_its_own_count() -> None:
    """A remark chooses its plural form by its own `count`, not that of the response."""
    values = {"count": 1, "remarks": [{"remark": "utter_remark", "count": 3}, {"remark": "utter_remark", "count": 1}]}
    (spoken,) = Renderer(COUNTED).render([Utterance("utter_counted", values)], "en", "sms")
    assert spoken.text == "1 month\n3 days ago\n1 day ago"


def test_inner_response_has_channel_variation() -> None:
    """A response inside another text has variations for a channel, too."""
    responses: Responses = {
        "utter_told": [{"text": "{remarks}"}],
        "utter_remark": [{"text": "They must report it."}, {"channel": "sms", "text": "Must report."}],
    }
    told = [Utterance("utter_told", {"remarks": [{"remark": "utter_remark"}]})]
    assert Renderer(responses).render(told, "en", "sms") == [RenderedMessage("Must report.")]
    assert Renderer(responses).render(told, "en", "telegram") == [RenderedMessage("They must report it.")]


def test_missing_response_raises(renderer: Renderer) -> None:
    """A response that is not in the domain raises an error that names it."""
    with pytest.raises(MissingResponseError, match="utter_never_written"):
        render_text(renderer, "utter_never_written")


def test_unknown_language_raises(renderer: Renderer) -> None:
    """A language without a catalogue raises an error."""
    with pytest.raises(UnknownLanguageError):
        render_text(renderer, "utter_hello_again", "qu")


def test_translates_fixed_choices(renderer: Renderer) -> None:
    """Choices of the domain are translated; their payloads are not."""
    by_language = {
        code: renderer.render([Utterance("utter_ask_need")], code, "sms")[0].choices for code in ("en", "th")
    }
    english, thai = by_language["en"], by_language["th"]
    assert [payload for _, payload in english] == [payload for _, payload in thai]
    assert all(one != other for (one, _), (other, _) in zip(english, thai, strict=True))


def test_labels_dynamic_choices(renderer: Renderer) -> None:
    """Countries get CLDR's name, languages their own, responses their translation."""
    choices = (("country:TH", "/a"), ("language:th", "/b"), ("utter_choice_no_place", "/c"))
    (spoken,) = renderer.render([Utterance("utter_ask_place", choices=choices)], "es", "telegram")
    assert spoken.choices[:2] == (("Tailandia", "/a"), ("ไทย", "/b"))
    assert spoken.choices[2][0] not in {"utter_choice_no_place", "I'd rather not say"}


def test_deterministic(responses: Responses) -> None:
    """Two renderers give the same output each time."""
    utterances = [Utterance(name, SERVICE) for name in responses]
    once, again = (Renderer(responses).render(utterances, "th", "sms") for _ in range(2))
    assert once == again


def test_no_choices(renderer: Renderer) -> None:
    """A response without buttons has no choices."""
    assert renderer.render([Utterance("utter_welcome")], "en", "sms")[0] == RenderedMessage(
        render_text(renderer, "utter_welcome")
    )
