"""A conversation in each language of the bot, written as users write it."""

import re

import pytest
from babel import Locale

from bot.channels.common.reply_text import with_numbered_choices
from bot.rendering.reader_locale import short_country_name
from bot.rendering.segments import count_segments
from locales.registry import LANGUAGES
from tests.conversations.person import Person

SHELTER = {
    "en": "i have nowhere to sleep, i am in Chiang Mai",
    "th": "ไม่มีที่นอนเลยค่ะ ตอนนี้อยู่เชียงใหม่",
    "lo": "ຂ້ອຍບໍ່ມີບ່ອນນອນ ຢູ່ຊຽງໃໝ່",
    "km": "ខ្ញុំគ្មានកន្លែងគេងទេ ខ្ញុំនៅឈៀងម៉ៃ",
    "my": "ကျွန်မ အိပ်စရာနေရာ မရှိဘူး၊ ချင်းမိုင်မှာ ရှိနေတယ်",
    "vi": "em không có chỗ ngủ, em đang ở Chiang Mai",
    "zh": "我没有地方睡觉，我在清迈",
    "es": "no tengo donde dormir, estoy en Chiang Mai",
    "fr": "je n'ai nulle part où dormir, je suis à Chiang Mai",
    "pt": "não tenho onde dormir, estou em Chiang Mai",
    "ar": "ليس عندي مكان أنام فيه، أنا في شيانغ ماي",
    "ru": "мне негде ночевать, я в Чиангмае",
    "hi": "मेरे पास सोने की जगह नहीं है, मैं चियांग माई में हूँ",
    "bn": "আমার ঘুমানোর জায়গা নেই, আমি চিয়াং মাইতে আছি",
    "id": "aku tidak punya tempat tidur malam ini, aku di Chiang Mai",
    "fil": "wala akong matutulugan ngayong gabi, nasa Chiang Mai ako",
}
DANGER = {
    "en": "he is going to kill me, help me now",
    "th": "เขาจะฆ่าหนู ช่วยด้วย",
    "lo": "ລາວຊິຂ້າຂ້ອຍ ຊ່ວຍແດ່",
    "km": "គាត់នឹងសម្លាប់ខ្ញុំ ជួយផង",
    "my": "သူ ကျွန်မကို သတ်တော့မယ် ကယ်ပါ",
    "vi": "nó sắp giết em, cứu em với",
    "zh": "他要杀我，快救救我",
    "es": "me van a matar, ayudenme ya",
    "fr": "il va me tuer, aidez-moi vite",
    "pt": "ele vai me matar, me ajuda agora",
    "ar": "سيقتلني، ساعدوني الآن",
    "ru": "он меня убьёт, помогите срочно",
    "hi": "वो मुझे मार डालेगा, अभी बचाओ",
    "bn": "সে আমাকে মেরে ফেলবে, এখনই বাঁচান",
    "id": "dia mau membunuh saya, tolong sekarang",
    "fil": "papatayin niya ako, tulungan niyo ako ngayon",
}
DANGER_AND_PLACE = {
    "en": "he is going to kill me, i am in Phnom Penh",
    "th": "เขาจะฆ่าหนู อยู่พนมเปญ",
    "lo": "ລາວຊິຂ້າຂ້ອຍ ຂ້ອຍຢູ່ພະນົມເປັນ",
    "km": "គាត់នឹងសម្លាប់ខ្ញុំ ខ្ញុំនៅភ្នំពេញ",
    "my": "သူ ကျွန်မကို သတ်တော့မယ်၊ ဖနွမ်းပင်မှာ ရှိတယ်",
    "vi": "nó sắp giết em, em ở Phnom Penh",
    "zh": "他要杀我，我在金边",
    "es": "me van a matar, estoy en Phnom Penh",
    "fr": "il va me tuer, je suis à Phnom Penh",
    "pt": "ele vai me matar, estou em Phnom Penh",
    "ar": "سيقتلني، أنا في بنوم بنه",
    "ru": "он меня убьёт, я в Пномпене",
    "hi": "वो मुझे मार डालेगा, मैं नोम पेन्ह में हूँ",
    "bn": "সে আমাকে মেরে ফেলবে, আমি নমপেনে আছি",
    "id": "dia mau membunuh saya, saya di Phnom Penh",
    "fil": "papatayin niya ako, nasa Phnom Penh ako",
}
SELF_HARM = {
    "en": "i want to die",
    "th": "อยากตาย",
    "lo": "ຂ້ອຍຢາກຕາຍ",
    "km": "ខ្ញុំចង់ស្លាប់",
    "my": "သေချင်တယ်",
    "vi": "em muốn chết",
    "zh": "我不想活了",
    "es": "me quiero morir",
    "fr": "je veux mourir",
    "pt": "quero morrer",
    "ar": "أريد أن أموت",
    "ru": "я хочу умереть",
    "hi": "मैं मरना चाहती हूँ",
    "bn": "আমি মরে যেতে চাই",
    "id": "aku ingin mati saja",
    "fil": "gusto ko nang mamatay",
}
ANOTHER_LANGUAGE = {
    "en": "can we speak Spanish",
    "th": "ขอคุยภาษาอังกฤษได้ไหม",
    "lo": "ຂໍລົມພາສາອັງກິດໄດ້ບໍ່",
    "km": "សូមនិយាយភាសាអង់គ្លេសបានទេ",
    "my": "အင်္ဂလိပ်လို ပြောလို့ရမလား",
    "vi": "nói tiếng Anh được không",
    "zh": "可以说英语吗",
    "es": "quiero hablar en ingles",
    "fr": "on peut parler en anglais ?",
    "pt": "pode falar em inglês?",
    "ar": "ممكن نتكلم إنجليزي؟",
    "ru": "можно по-английски?",
    "hi": "क्या अंग्रेज़ी में बात कर सकते हैं?",
    "bn": "ইংরেজিতে কথা বলা যাবে?",
    "id": "bisa pakai bahasa Inggris?",
    "fil": "pwede bang mag-English tayo?",
}
MENU = {
    "en": "menu", "th": "เมนู", "lo": "ເມນູ", "km": "ម៉ឺនុយ", "my": "မီနူး", "vi": "menu", "zh": "菜单", "es": "menú",
    "fr": "menu", "pt": "menu", "ar": "القائمة", "ru": "меню", "hi": "मेनू", "bn": "মেনু", "id": "menu", "fil": "menu",
}  # fmt: skip
"""What users type: each language's own word for the menu, as in utter_stale_choice."""

LIKELIEST = {
    "en": ("US", "911", "911"), "th": ("TH", "191", "1669"), "lo": ("LA", "1191", "1195"), "km": ("KH", "117", "119"),
    "my": ("MM", "199", "192"), "vi": ("VN", "113", "115"), "zh": ("CN", "110", "120"), "es": ("MX", "911", "911"),
    "fr": ("FR", "17", "15"), "pt": ("BR", "190", "192"), "ar": ("LB", "112", "140"), "ru": ("RU", "102", "103"),
    "hi": ("IN", "112", "112"), "bn": ("BD", "999", "999"), "id": ("ID", "110", "118"), "fil": ("PH", "911", "911"),
}  # fmt: skip
"""Language -> the country that is offered first, and its numbers for police and ambulance."""
WITHOUT_HOTLINE = {"my"}
"""In Myanmar the directory has no hotline for everybody, only one for seafarers, and nobody else with a telephone."""

languages = pytest.mark.parametrize("language", SHELTER)


def test_all_languages_have_texts() -> None:
    """Every language of the bot has its texts here."""
    assert SHELTER.keys() <= LANGUAGES.keys()


def without_place(text: str) -> str:
    """Return the first of two sentences; the second, after a comma or a space, names the place."""
    return next(part for part in (re.split("[,，،၊]", text), text.split()) if len(part) > 1)[0]


@languages
async def test_shelter(person: Person, language: str) -> None:
    """Need and place in one message get services in the same language: one for everybody, so nobody asks for whom."""
    await person.send_text(SHELTER[language])
    assert person.responses == [
        "utter_intro",
        "utter_services_in_country",
        *["utter_service"] * 3,
        "utter_hide_hint",
        "utter_after_services",
    ]
    person.assert_services("shelter", at_least=3)
    names = [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]
    assert [name[:3] for name in names] == ["A) ", "B) ", "C) "]
    assert person.language == language


@languages
async def test_sms_are_few_and_short(people, language: str) -> None:  # noqa: ANN001
    """By SMS the same answer takes few messages of few segments."""
    person = people(channel="sms")
    await person.send_text(SHELTER[language])
    costs = [count_segments(with_numbered_choices(reply)) for reply in person.replies]
    assert len(costs) <= 3
    assert max(costs) <= 3, costs
    person.assert_services("shelter", at_least=3)


@languages
async def test_danger(person: Person, language: str) -> None:
    """Danger is answered before anything else, and a digit for the likeliest country brings its emergency number."""
    country, police, _ = LIKELIEST[language]
    await person.send_text(DANGER[language])
    assert person.responses == ["utter_danger_somewhere"]
    assert person.choices[0] == short_country_name(Locale.parse(language), country)
    assert person.language == language
    await person.send_text("1")
    assert person.responses == answer_with_numbers("danger", language)
    assert police in numbers(person)["police"]
    assert police in person.reply_text
    assert person.language == language


def answer_with_numbers(kind: str, language: str) -> list[str]:
    """Return the responses to danger of a kind in the likeliest country; in Laos the sources of the numbers differ."""
    unsure = ["utter_emergency_unsure"] if language == "lo" else []
    hotline = [] if kind == "danger" and language in WITHOUT_HOTLINE else ["utter_danger_hotline", "utter_service"]
    return [f"utter_{kind}_here", *unsure, *hotline, "utter_still_here"]


def numbers(person: Person) -> dict[str, list[str]]:
    """Return the emergency numbers in the last answer, by their kind."""
    (found,) = [utterance.values["emergency"] for utterance in person.utterances if "emergency" in utterance.values]
    return dict(found)


@pytest.mark.parametrize("language", DANGER_AND_PLACE)
async def test_danger_with_a_place(person: Person, language: str) -> None:
    """A place in the danger message brings its number in the same turn, however short the message."""
    await person.send_text(DANGER_AND_PLACE[language])
    person.assert_responses("utter_danger_here", "utter_service")
    assert "117" in person.reply_text
    assert person.language == language


@languages
async def test_self_harm(person: Person, language: str) -> None:
    """A wish to die is answered before anything else."""
    await person.send_text(SELF_HARM[language])
    assert person.responses == ["utter_self_harm_somewhere"]
    assert person.language == language
    await person.press("1")
    assert person.responses == answer_with_numbers("self_harm", language)
    ambulance = LIKELIEST[language][2]
    assert ambulance in numbers(person)["ambulance"]
    assert ambulance in person.reply_text


@languages
async def test_menu_and_language_change(person: Person, language: str) -> None:
    """The language's own word opens the menu; another language is used as soon as it is asked for, and stays."""
    await person.send_text(without_place(SHELTER[language]))
    person.assert_question("utter_ask_place")
    await person.send_text(MENU[language])
    person.assert_question("utter_ask_need")
    assert person.language == language
    await person.send_text(ANOTHER_LANGUAGE[language])
    person.assert_responses("utter_language_changed")
    person.assert_question("utter_ask_need")
    assert person.language == ("es" if language == "en" else "en")
    chosen = person.language
    await person.send_text(SHELTER[language])
    person.assert_services("shelter", at_least=3)
    assert person.language == chosen


@languages
async def test_menu_after_services(person: Person, language: str) -> None:
    """The language's own word opens the menu after services, too, and is no question about them."""
    await person.send_text(SHELTER[language])
    person.assert_question("utter_after_services")
    await person.send_text(MENU[language])
    assert person.responses == ["utter_ask_need"]
    assert person.language == language


@languages
async def test_name_of_language_after_services(person: Person, language: str) -> None:
    """After services a language with other words is asked of them; its name alone is asked of us."""
    await person.send_text(SHELTER[language])
    await person.send_text("español" if language == "en" else "English")
    person.assert_responses("utter_language_changed")
    assert person.language == ("es" if language == "en" else "en")


async def test_line_in_a_language_that_the_bot_does_not_speak(person: Person) -> None:
    """Whoever began in Russian and writes a line in Uzbek is answered in Russian, and not in English."""
    await person.send_text("я работаю на стройке в Сургуте, прораб забрал паспорт и три месяца не платит, кто поможет")
    await person.send_text(
        "men o'zbek tilida yozsam bo'ladimi? ertaga bizni o'rmonga olib ketishmoqchi, qayerga qochamiz"
    )
    assert person.language == "ru"
