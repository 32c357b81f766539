"""People with basic phones, over the signed webhook."""

import pytest

from directory import Directory, Need, Place
from tests.acceptance.service.service import Phone, Service

FIRST_WORDS = {
    "es": "no tengo donde dormir, estoy en Chiang Mai",
    "en": "no place to sleep tonight im in chiang mai",
    "th": "ไม่มีที่นอน อยู่เชียงใหม่",
}


@pytest.mark.parametrize("language", FIRST_WORDS)
async def test_a_bed_in_two_sms(phone: Phone, directory: Directory, language: str) -> None:
    """A bed asks one thing more, for whom; then real services come with their numbers, in the person's language."""
    assert "Tel" not in await phone.texts(FIRST_WORDS[language])
    said = await phone.texts("4")
    found = directory.find_services(Need.SHELTER, Place("TH", "TH-50"), language).services
    assert len(found) == 3
    for service in found:
        assert (service.phones[0].number if service.phones else service.url) in said
    assert {"es": "Tailandia", "en": "Thailand", "th": "ไทย"}[language] in said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "necesito un abogado, estoy en Chiang Mai"),
        ("en", "i need a lawyer im in chiang mai"),
        ("th", "อยากได้ทนาย อยู่เชียงใหม่"),
    ],
)
async def test_help_in_one_sms(phone: Phone, directory: Directory, language: str, words: str) -> None:
    """One SMS with a need and a place gets real services with their numbers, in the person's language."""
    said = await phone.texts(words)
    if said.splitlines()[-1].startswith("1 "):  # the rest waits behind its only choice
        said += await phone.texts("1")
    found = directory.find_services(Need.LEGAL_HELP, Place("TH", "TH-50"), language).services
    assert len(found) == 3
    for service in found:
        assert (service.phones[0].number if service.phones else service.url) in said


async def test_a_whole_conversation_with_digits(phone: Phone) -> None:
    """From hello to help with single digits, numbered from 1, and no intent of ours in sight."""
    said = await phone.texts("hola")
    assert "1 Sí" in said
    said += await phone.texts("1")
    assert "1 Un lugar seguro" in said
    said += await phone.texts("2")
    assert "1 Tailandia" in said
    said += await phone.texts("1")
    assert "Tel.: " in said
    said += await phone.texts("1")
    assert not [
        intent
        for intent in ("/find_", "/more_options", "/give_place", "/ask_", "/talk_", "/writing_")
        if intent in said
    ]


async def test_while_somebody_watches(phone: Phone) -> None:
    """After "rain" any SMS, a number too, is answered with the weather, until "sun" brings the choices back."""
    menu = await phone.texts("menu")
    for words in ("rain", "1", "who are you?", "menu"):
        said = await phone.texts(words)
        assert "weather" in said.lower()
        assert "1 " not in said
    assert "1 A safe place to sleep" in menu
    assert "1 A safe place to sleep" in await phone.texts("sun")


async def test_a_delivery_that_comes_twice(phone: Phone, service: Service) -> None:
    """The same message delivered twice is one turn, and both deliveries get the same answer."""
    form = {"MessageSid": "SMtwice", "From": phone.number, "To": "+15005550006", "Body": "hello", "NumMedia": "0"}
    first, second = await service.post_signed(form), await service.post_signed(form)
    assert first.text == second.text
    assert "machine" in first.text
    assert "machine" not in await phone.texts("hello")


@pytest.mark.parametrize("body", ["", " ", "\u200b", "😀", "x" * 10_000, "/find_shelter", "{}[]<>&\"'", "\x00\x07"])
async def test_any_body_gets_a_kind_answer(phone: Phone, body: str) -> None:
    """Whatever comes in an SMS, something kind comes back."""
    assert (await phone.texts(body)).strip()


async def test_a_photo(phone: Phone) -> None:
    """A picture message without words is answered in words."""
    assert "words" in await phone.texts("", NumMedia="1", MediaUrl0="https://example.org/x.jpg")


@pytest.mark.parametrize("signature", ["", "bm90IHJpZ2h0", "é"])
async def test_unsigned_is_refused(service: Service, signature: str) -> None:
    """Without the right signature nothing is processed."""
    from tests.harness.telegram_server import loopback

    async with loopback() as client:
        headers = {"X-Twilio-Signature": signature.encode()} if signature else {}
        answer = await client.post(service.url + "/webhooks/sms", data={"Body": "hello"}, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.text) == (403, "")
