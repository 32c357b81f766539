"""Places where the writer is not: goals, homes, the places of others."""

import pytest

from nlu.text.places.finder import find_place

GOALS_AND_OTHERS = [
    "i want go back philippines",
    "i want go home myanmar",
    "i want to go home in philippines",
    "want to go back to manila, philippines",
    "me quiero ir a mi casa en colombia",
    "quiero volver a mi casa en lima",
    "quiero volver a la casa de mi mama en lima",
    "quiero regresar colombia",
    "อยากกลับบ้านที่ลาว",
    "กลับไปหาแม่ที่ลาว",
    "my family is in manila",
    "my family is in manila, philippines",
    "my husband in dubai",
    "my mother and my son are in bogota",
    "my little brother still lives in yangon",
    "mi familia esta en colombia",
    "mi familia esta en colombia, bogota",
    "mis hijos viven en lima",
    "tengo familia en colombia",
    "แม่อยู่ลาว",
    "ลูกอยู่เวียงจันทน์",
    "แม่อยู่เวียงจันทน์ ประเทศลาว",
    "pueblo",
    "en pueblo",
]

NOT_TAKEN_FOR_OTHERS = [
    ("busco un albergue en madrid, mi hija esta en bogota", "Madrid"),
    ("estoy en madrid y mi hija en bogota", "Madrid"),
    ("my family is in manila, i am in dubai", "Dubai"),
    ("i want go home myanmar, now in mae sot", "Mae Sot"),
    ("i am with my family in manila", "Manila"),
    ("i am here with my kids now in bangkok", "Bangkok"),
    ("my husband and i are in dubai", "Dubai"),
    ("me and my sister are in dubai", "Dubai"),
    ("estoy con mi esposo y mi hija en bogota", "Bogotá"),
    ("mi hija y yo estamos en bogota", "Bogotá"),
    ("estoy en casa de mi amiga en bogota", "Bogotá"),
    ("estoy en mi casa en lima", "Lima"),
    ("i am back in bangkok", "Bangkok"),
    ("where can i go in bangkok", "Bangkok"),
    ("no tengo a donde ir en madrid", "Madrid"),
    ("แม่อยู่ลาว หนูอยู่เชียงใหม่", "Chiang Mai"),
    ("หนูกับแม่อยู่ลาว", "Laos"),
    ("หนูอยู่แม่สอด", "Mae Sot"),
    ("en pueblo, usa", "Pueblo"),
]

IN_OTHER_LANGUAGES = [
    "je veux rentrer au sénégal",
    "je viens du cameroun",
    "ambassade de france",
    "quero voltar pro brasil",
    "sou de angola",
    "embaixada do brasil",
    "mau pulang ke indonesia",
    "saya dari cirebon",
    "kedutaan indonesia",
    "gusto ko umuwi sa pilipinas",
    "taga cebu ako",
    "embassy ng pilipinas",
    "хочу домой в узбекистан",
    "я из киргизии",
    "посольство россии",
    "अपने घर बिहार वापस जाना है",
    "मैं नेपाल से हूँ",
    "भारतीय दूतावास",
    "nepal wapas jana hai",
    "mai bihar se hu",
    "আমি বাংলাদেশে ফিরতে চাই",
    "আমি বাংলাদেশ থেকে",
    "bangladesh ferot jete chai",
    "bangladesh theke eschi",
    "بدي ارجع على سوريا",
    "انا من السودان",
    "السفارة المغربية",
    "سفارة مصر",
    "em muốn về việt nam",
    "quê em ở nghệ an",
    "đại sứ quán việt nam",
    "我想回中国",
    "我从云南来",
    "中国大使馆",
    "ຂ້ອຍຢາກກັບລາວ",
    "ຂ້ອຍມາຈາກປາກເຊ",
    "ສະຖານທູດລາວ",
    "ខ្ញុំចង់ត្រឡប់ទៅកម្ពុជាវិញ",
    "ខ្ញុំមកពីបាត់ដំបង",
    "ស្ថានទូតកម្ពុជា",
    "မြန်မာပြည်ပြန်ချင်တယ်",
    "ရန်ကုန်ကလာတာ",
    "မြန်မာသံရုံး",
    "je parle arabe et français",
    "falo português do brasil",
    "bicara bahasa indonesia",
    "мой муж узбек",
    "من فضلك بالفرنسية",
    "tôi nói tiếng trung",
    "她是越南人",
    "mera pati nepal me hai",
    "asawa ko nasa dubai",
    "ibu saya di jakarta",
    "mon mari est à paris",
    "моя мама в ташкенте",
    "امي في سوريا",
    "mẹ em ở cà mau",
    "我妈在四川",
]

CAME_FROM = [
    ("je viens du mali, je suis à tripoli", "LY"),
    ("sou do brasil, estou em lisboa", "PT"),
    ("saya dari jawa, sekarang di johor", "MY"),
    ("taga davao ako, nasa riyadh ngayon", "SA"),
    ("я из узбекистана, сейчас в москве", "RU"),
    ("मैं बिहार से हूँ, अभी दुबई में हूँ", "AE"),
    ("bangladesh theke eschi, ekhon malaysia te", "MY"),
    ("আমি বাংলাদেশ থেকে, এখন কুয়েতে", "KW"),
    ("انا من مصر بس حاليا في دبي", "AE"),
    ("em quê nghệ an, đang ở đài loan", "TW"),
    ("我是云南人，现在在曼谷", "TH"),
    ("我从湖南来，在妙瓦底", "MM"),
    ("ຂ້ອຍມາຈາກປາກເຊ ຕອນນີ້ຢູ່ບາງກອກ", "TH"),
    ("ខ្ញុំមកពីបាត់ដំបង ឥឡូវនៅបាងកក", "TH"),
    ("ပဲခူးကလာတာ အခု မဲဆောက်မှာ", "TH"),
]


@pytest.mark.parametrize("text", GOALS_AND_OTHERS)
@pytest.mark.parametrize("asked", [False, True])
def test_ignores_goals_and_places_of_others(text: str, *, asked: bool) -> None:
    """Where someone wants to go, "to" or no "to", where their kin are, and any "pueblo" are not where they are."""
    assert find_place(text, is_answer=asked) is None


@pytest.mark.parametrize(("text", "name"), NOT_TAKEN_FOR_OTHERS)
@pytest.mark.parametrize("asked", [False, True])
def test_keeps_own_place_with_goal_or_kin(text: str, name: str, *, asked: bool) -> None:
    """The writer's own place is found next to that of others, and with company ("with my kids")."""
    place = find_place(text, is_answer=asked)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize("text", IN_OTHER_LANGUAGES)
def test_ignores_them_in_other_languages(text: str) -> None:
    """A goal, an origin, an embassy, a language or where one's kin are is no place of one's own in any language."""
    assert find_place(text) is None


@pytest.mark.parametrize(("text", "country"), CAME_FROM)
def test_current_place_differs_from_origin(text: str, country: str) -> None:
    """With an origin and a current place the current place is returned."""
    place = find_place(text)
    assert place is not None
    assert place.country == country
