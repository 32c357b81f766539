"""Stated places are found, and texts without a place return None."""

import pytest

from nlu.text.places.finder import find_place
from nlu.text.places.nearest import nearest_place

TOLD = [
    ("no tengo donde dormir, estoy en Chiang Mai", "TH", "TH-50", "Chiang Mai"),
    ("estoy en Tailandia, cerca de Mae Sot", "TH", "TH-63", "Mae Sot"),
    ("chiangmai", "TH", "TH-50", "Chiang Mai"),
    ("Chiang-Mai!!", "TH", "TH-50", "Chiang Mai"),
    ("im in bangkok", "TH", "TH-10", "Bangkok"),
    ("Thailand, mae sot", "TH", "TH-63", "Mae Sot"),
    ("provincia de Tak", "TH", "TH-63", "Tak"),
    ("need help samut sakhon", "TH", "TH-74", "Samut Sakhon"),
    ("en pattaya", "TH", "TH-20", "Pattaya"),
    ("yu chiang mai", "TH", "TH-50", "Chiang Mai"),
    ("i stay in rayong", "TH", "TH-21", "Rayong"),
    ("tailandia", "TH", None, "Thailand"),
    ("Vientiane, Laos", "LA", "LA-VT", "Vientiane"),
    ("toy en Bokeo, triangulo de oro", "LA", "LA-BK", "Golden Triangle"),
    ("lao pdr", "LA", None, "Laos"),
    ("nom pen", "KH", "KH-12", "Phnom Penh"),
    ("they have me in a house in poipet", "KH", "KH-1", "Poipet"),
    ("cerca de Siem Reap", "KH", "KH-17", "Siem Reap"),
    ("kampong som", "KH", "KH-18", "Sihanoukville"),
    ("they took me to myawaddy", "MM", "MM-13", "Myawaddy"),
    ("we are in kk park", "MM", "MM-13", "KK Park"),
    ("estoy en birmania", "MM", None, "Myanmar"),
    ("burma", "MM", None, "Myanmar"),
    ("shwe kokko", "MM", "MM-13", "Shwe Kokko"),
    ("Hải Phòng", "VN", "VN-HP", "Haiphong"),
    ("estoy en saigon", "VN", "VN-SG", "Ho Chi Minh City"),
    ("kunming", "CN", "CN-YN", "Kunming"),
    ("bogota", "CO", "CO-DC", "Bogotá"),
    ("Santiago de Cuba", "CU", "CU-13", "Santiago de Cuba"),
    ("santiago, chile", "CL", "CL-RM", "Santiago"),
    ("valencia venezuela", "VE", "VE-G", "Valencia"),
    ("nueva york", "US", "US-NY", "New York City"),
    ("portland, oregon", "US", "US-OR", "Portland"),
    ("im in uk", "GB", None, "United Kingdom"),
    ("USA", "US", None, "United States"),
    ("UAE", "AE", None, "United Arab Emirates"),
    ("i dey for dubai", "AE", "AE-DU", "Dubai"),
    ("nice, france", "FR", "FR-PAC", "Nice"),
    ("soy de colombia, estoy en bangkok", "TH", "TH-10", "Bangkok"),
    ("need the laos embassy, i am in pattaya", "TH", "TH-20", "Pattaya"),
    ("หนูอยู่เชียงใหม่ค่ะ", "TH", "TH-50", "Chiang Mai"),
    ("หนูอยู่\u200bเชียงใหม่ค่ะ", "TH", "TH-50", "Chiang Mai"),
    ("อยู่ชายแดนไทยพม่า ฝั่งแม่ระมาด", "TH", "TH-63", "Mae Ramat"),
    ("ฉันอยู่ที่จังหวัดตาก อำเภอแม่สอด", "TH", "TH-63", "Mae Sot"),
    ("จ.ตาก", "TH", "TH-63", "Tak"),
    ("อยู่ที่น่าน", "TH", "TH-55", "Nan"),
    ("จังหวัดเลย", "TH", "TH-42", "Loei"),
    ("เลย", "TH", "TH-42", "Loei"),
    ("กทม", "TH", "TH-10", "Bangkok"),
    ("อยู่ปอยเปต โดนขังในตึก", "KH", "KH-1", "Poipet"),
    ("อยู่เขมรค่ะ", "KH", None, "Cambodia"),
    ("พม่า", "MM", None, "Myanmar"),
    ("อยู่ลาว ฝันร้ายตลอด", "LA", None, "Laos"),
    ("อยู่ญี่ปุ่น", "JP", None, "Japan"),
    ("ຂ້ອຍຢູ່ວຽງຈັນ", "LA", "LA-VT", "Vientiane"),
    ("ខ្ញុំនៅភ្នំពេញ", "KH", "KH-12", "Phnom Penh"),
    ("ကျွန်မ မြဝတီမှာ ရှိတယ်", "MM", "MM-13", "Myawaddy"),
    ("我在妙瓦底", "MM", "MM-13", "Myawaddy"),
]

TRAPS = [
    "I am male",
    "that was nice",
    "mobile",
    "i like reading",
    "one of them",
    "most of the man there",
    "we split",
    "quiero la paz",
    "necesito paz",
    "me llamo victoria",
    "my name is paris",
    "san",
    "bar",
    "usa mi telefono",
    "se quito la vida ayer",
    "me paso en mayo y lloro",
    "on the tail and more",
    "estoy cansada en la mañana",
    "i am hungry",
    "quiero volver a colombia",
    "i am from laos",
    "embajada de colombia",
    "speak vietnam please",
    "ฉันเลย",
    "อยู่เลย",
    "ไม่ตากผ้า",
    "แพร่เชื้อ",
    "คนลาว",
    "ภาษาอังกฤษ",
    "กลับเขมร",
    "นานมากแล้ว",
]

NAMED = [
    ("Krung Thep Maha Nakhon", "TH", "TH-10", "Bangkok"),
    ("Rangoon", "MM", "MM-06", "Yangon"),
    ("naypyidaw", "MM", "MM-18", "Naypyidaw"),
    ("Hồ Chí Minh", "VN", "VN-SG", "Ho Chi Minh City"),
    ("Hà Nội", "VN", "VN-HN", "Hanoi"),
    ("Đà Lạt", "VN", "VN-35", "Da Lat"),
    ("viangchan", "LA", "LA-VT", "Vientiane"),
    ("pnom penh", "KH", "KH-12", "Phnom Penh"),
    ("ciudad de panama", "PA", "PA-8", "Panama City"),
    ("La Coruña", "ES", "ES-C", "A Coruña"),
    ("a coruña", "ES", "ES-C", "A Coruña"),
    ("mallorca", "ES", "ES-IB", "Mallorca"),
    ("palma", "ES", "ES-IB", "Palma"),
    ("tenerife", "ES", "ES-TF", "Tenerife"),
    ("ibiza", "ES", "ES-IB", "Ibiza"),
    ("canarias", "ES", "ES-CN", "Canary Islands"),
    ("benidorm", "ES", "ES-VC", "Benidorm"),
    ("roquetas de mar", "ES", "ES-AN", "Roquetas de Mar"),
    ("al ain", "AE", "AE-AZ", "Al Ain"),
    ("sharjah", "AE", "AE-SH", "Sharjah"),
    ("riyadh", "SA", "SA-01", "Riyadh"),
    ("jeddah", "SA", "SA-02", "Jeddah"),
    ("kuwait city", "KW", "KW-KU", "Kuwait City"),
    ("doha", "QA", "QA-DA", "Doha"),
]


@pytest.mark.parametrize(("text", "country", "region", "name"), TOLD)
def test_finds_stated_places(text: str, country: str, region: str | None, name: str) -> None:
    """Someone who says where they are is understood, in any spelling and script, before being asked."""
    place = find_place(text)
    assert place is not None
    assert (place.country, place.region, place.name) == (country, region, name)


@pytest.mark.parametrize(
    ("text", "hint", "name"),
    [
        ("работаем стройка сургут, бригадир паспорт забрал", "RU", "Surgut"),
        ("работаем стройка сургут, бригадир паспорт забрал", "KZ", None),
        ("azamgarh, ghar ka driver bolke laye the", "IN", "Azamgarh"),
    ],
)
def test_large_towns_of_the_country_of_the_phone(text: str, hint: str, name: str | None) -> None:
    """A large town or a province there needs no "in" before it."""
    place = find_place(text, country_hint=hint)
    assert (place and place.name) == name


@pytest.mark.parametrize("text", TRAPS)
def test_ignores_everyday_words(text: str) -> None:
    """A word that is also a town, an origin, a goal, a language or a name of a person is no place."""
    assert find_place(text) is None


@pytest.mark.parametrize(("text", "country", "region", "name"), NAMED)
def test_places_have_english_names(text: str, country: str, region: str | None, name: str) -> None:
    """Capitals, big cities, islands and towns where migrants work are known, by their English names."""
    place = find_place(text, is_answer=True)
    assert place is not None
    assert (place.country, place.region, place.name) == (country, region, name)


@pytest.mark.parametrize(
    ("point", "country", "name"),
    [
        ((13.7, 100.5), "TH", "Bangkok"),
        ((18.8, 99.0), "TH", "Chiang Mai"),
        ((11.6, 104.9), "KH", "Phnom Penh"),
        ((21.0, 105.8), "VN", "Hanoi"),
    ],
)
def test_nearest_town(point: tuple[float, float], country: str, name: str) -> None:
    """In a city it is that one."""
    found = nearest_place(*point)
    assert found is not None
    assert (found.country, found.name) == (country, name)


@pytest.mark.parametrize("point", [(16.7, 98.5), (13.7, 102.5), (0.0, -30.0), (-89.9, 0.0), (180.0, 1000.0)])
def test_no_nearest_town(point: tuple[float, float]) -> None:
    """At a border (Mae Sot and Myawaddy, Poipet), at sea, at the pole and for invalid input there is none."""
    assert nearest_place(*point) is None


def test_nearest_town_across_date_line() -> None:
    """Fiji's towns are near to a point just beyond 180 degrees."""
    found = nearest_place(-18.1, -181.6)
    assert found is not None
    assert found.country == "FJ"
