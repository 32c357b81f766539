"""People with basic phones, over the signed webhook."""

import pytest

from actions.pagination import PAGE
from directory import Directory, Need, Place
from tests.acceptance.service.service_process import Phone, Service

FIRST_WORDS = {
    "es": "no tengo donde dormir, estoy en Chiang Mai",
    "en": "no place to sleep tonight im in chiang mai",
    "th": "ไม่มีที่นอน อยู่เชียงใหม่",
}


@pytest.mark.parametrize("language", FIRST_WORDS)
async def test_a_bed_in_one_sms(phone: Phone, directory: Directory, language: str) -> None:
    """Where there are beds for anybody nothing is asked: services arrive with numbers, in the person's language."""
    text = await _read_whole(phone, FIRST_WORDS[language])
    assert _count_services(directory, Need.SHELTER, language, text) >= PAGE - 1  # one may be a hotline
    assert {"es": "Tailandia", "en": "Thailand", "th": "ไทย"}[language] in text


async def _read_whole(phone: Phone, words: str) -> str:
    """Return the answer with its second part, which comes if its only choice is chosen."""
    text = await phone.send_sms(words)
    return text + (await phone.send_sms("1") if text.splitlines()[-1].startswith("1 ") else "")


def _count_services(directory: Directory, need: Need, language: str, text: str) -> int:
    """Return how many services that meet a need in Chiang Mai a text names with their number or address."""
    services = directory.find_services(need, Place("TH", "TH-50"), language, limit=30).services
    return sum((service.phones[0].number if service.phones else str(service.url)) in text for service in services)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "necesito un abogado, estoy en Chiang Mai"),
        ("en", "i need a lawyer im in chiang mai"),
        ("th", "อยากได้ทนาย อยู่เชียงใหม่"),
    ],
)
async def test_help_in_one_sms(phone: Phone, directory: Directory, language: str, words: str) -> None:
    """One SMS with a need and a place gets services with their numbers, in the person's language."""
    text = await _read_whole(phone, words)
    assert _count_services(directory, Need.LEGAL_HELP, language, text) >= PAGE - 1


async def test_a_whole_conversation_with_digits(phone: Phone) -> None:
    """From hello to services with single digits, and no payload is visible."""
    text = await phone.send_sms("hola")
    assert "1 Sí" in text
    text += await phone.send_sms("1")
    assert "1 Un lugar seguro" in text
    text += await phone.send_sms("2")
    assert "1 México" in text
    text += await phone.send_sms("1")
    assert "Tel.: " in text
    text += await phone.send_sms("1")
    assert not [
        intent
        for intent in ("/find_", "/more_options", "/give_place", "/ask_", "/talk_", "/writing_")
        if intent in text
    ]


async def test_cover_mode(phone: Phone) -> None:
    """After "rain" any SMS, a number too, gets a text about the weather, until "sun" brings the choices back."""
    menu = await phone.send_sms("menu")
    for words in ("rain", "1", "who are you?", "menu"):
        text = await phone.send_sms(words)
        assert "weather" in text.lower()
        assert "1 " not in text
    assert "1 A safe place to sleep" in menu
    assert "1 A safe place to sleep" in await phone.send_sms("sun")


async def test_a_repeated_delivery(phone: Phone, service: Service) -> None:
    """A message that is delivered twice is one turn, and both deliveries get the same answer."""
    form = {"MessageSid": "SMtwice", "From": phone.number, "To": "+15005550006", "Body": "hello", "NumMedia": "0"}
    first, second = await service.post_signed(form), await service.post_signed(form)
    assert first.text == second.text
    assert "machine" in first.text
    assert "machine" not in await phone.send_sms("hello")


@pytest.mark.parametrize("body", ["", " ", "\u200b", "😀", "x" * 10_000, "/find_shelter", "{}[]<>&\"'", "\x00\x07"])
async def test_any_body_gets_a_kind_answer(phone: Phone, body: str) -> None:
    """Any SMS gets a reply."""
    assert (await phone.send_sms(body)).strip()


async def test_a_photo(phone: Phone) -> None:
    """A picture without text gets a reply."""
    assert "words" in await phone.send_sms("", NumMedia="1", MediaUrl0="https://example.org/x.jpg")


@pytest.mark.parametrize("signature", ["", "bm90IHJpZ2h0", "é"])
async def test_rejects_unsigned_requests(service: Service, signature: str) -> None:
    """Without a valid signature nothing is processed."""
    from tests.harness.fake_telegram import make_client

    async with make_client() as client:
        headers = {"X-Twilio-Signature": signature.encode()} if signature else {}
        response = await client.post(service.url + "/webhooks/sms", data={"Body": "hello"}, headers=headers)  # type: ignore[arg-type]
    assert (response.status_code, response.text) == (403, "")
