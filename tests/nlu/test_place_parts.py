"""What each place of a text is to its writer, in 28 languages."""

import statistics
import time

import pytest

from nlu.text.places.finder import PlacePart, find_place, find_places

PARTS = [
    ("en", "i am in bangkok", "now TH"),
    ("en", "not in bangkok, in pattaya", "not TH,now TH"),
    ("en", "i was in libya, now i am in rome", "was LY,now IT"),
    ("en", "i am from ghana, i am in beirut", "from GH,now LB"),
    ("en", "i am in dubai but they want to send me to oman", "now AE,to OM"),
    ("en", "i am in kuwait, my family is in manila", "now KW,family PH"),
    ("es", "no estoy en madrid, estoy en lima", "not ES,now PE"),
    ("es", "estaba en panamá, ahora estoy en bogotá", "was PA,now CO"),
    ("es", "soy de honduras, estoy en houston", "from HN,now US"),
    ("fr", "je ne suis pas à Paris, je suis à Bruxelles", "not FR,now BE"),
    ("fr", "j'étais à Tunis, maintenant je suis à Marseille", "was TN,now FR"),
    ("fr", "je viens du cameroun, je suis à beyrouth", "from CM,now LB"),
    ("pt", "não estou em Lisboa, estou em Madri", "not PT,now ES"),
    ("pt", "estava em Luanda, agora estou em Lisboa", "was AO,now PT"),
    ("pt", "sou do Brasil, estou em Paris", "from BR,now FR"),
    ("ar", "انا مش في بيروت، انا في دبي", "not LB,now AE"),
    ("ar", "كنت في ليبيا، الان انا في روما", "was LY,now IT"),
    ("ar", "انا من السودان، انا في القاهرة", "from SD,now EG"),
    ("ru", "я не в Москве, я в Стамбуле", "not RU,now TR"),
    ("ru", "была в Дубае, сейчас я в Москве", "was AE,now RU"),
    ("ru", "я из Узбекистана, сейчас в Москве", "from UZ,now RU"),
    ("hi", "मैं दिल्ली में नहीं हूँ, दुबई में हूँ", "not IN,now AE"),
    ("hi", "मैं पहले कतर में था, अभी दुबई में हूँ", "was QA,now AE"),
    ("hi", "मैं नेपाल से हूँ, अभी दुबई में हूँ", "from NP,now AE"),
    ("hi", "मैं मुंबई के सरकारी अस्पताल में हूँ, मैं नेपाल की हूँ", "now IN,from NP"),
    ("hi", "मैं कानपुर से पहले हाईवे पे हूँ, मुझे नेपाल बॉर्डर से लाए हैं", "now IN,from NP"),
    ("bn", "ঢাকায় না, দুবাইতে আছি", "not BD,now AE"),
    ("bn", "আগে কাতারে ছিলাম, এখন দুবাইতে আছি", "was QA,now AE"),
    ("bn", "আমি বাংলাদেশ থেকে এসেছি, এখন কুয়েতে আছি", "from BD,now KW"),
    ("id", "bukan di jakarta, saya di kuala lumpur", "not ID,now MY"),
    ("id", "dulu saya di taiwan, sekarang di malaysia", "was TW,now MY"),
    ("id", "saya dari lombok, sekarang di johor", "from ID,now MY"),
    ("fil", "hindi sa manila, nasa dubai ako", "not PH,now AE"),
    ("fil", "dati sa kuwait ako, ngayon nasa dubai", "was KW,now AE"),
    ("fil", "taga cebu ako, nasa riyadh ngayon", "from PH,now SA"),
    ("vi", "không phải ở Hà Nội, em đang ở Bangkok", "not VN,now TH"),
    ("vi", "trước em ở Campuchia, giờ em đang ở Bangkok", "was KH,now TH"),
    ("vi", "em quê ở Nghệ An, đang ở Đài Loan", "from VN,now TW"),
    ("zh", "我不在曼谷，我在金边", "not TH,now KH"),
    ("zh", "我以前在泰国，现在在柬埔寨", "was TH,now KH"),
    ("zh", "我从湖南来，现在在妙瓦底", "from CN,now MM"),
    ("th", "ไม่ได้อยู่กรุงเทพ อยู่ปอยเปต", "not TH,now KH"),
    ("th", "เคยอยู่ดูไบ ตอนนี้อยู่เชียงใหม่", "was AE,now TH"),
    ("th", "มาจากลาว ตอนนี้อยู่กรุงเทพ", "from LA,now TH"),
    ("lo", "ບໍ່ໄດ້ຢູ່ວຽງຈັນ ຢູ່ບາງກອກ", "not LA,now TH"),
    ("lo", "ເຄີຍຢູ່ກຳປູເຈຍ ຕອນນີ້ຢູ່ບາງກອກ", "was KH,now TH"),
    ("lo", "ຂ້ອຍມາຈາກປາກເຊ ຕອນນີ້ຢູ່ບາງກອກ", "from LA,now TH"),
    ("km", "ខ្ញុំមិននៅភ្នំពេញ ខ្ញុំនៅបាងកក", "not KH,now TH"),
    ("km", "ធ្លាប់នៅថៃ ឥឡូវនៅភ្នំពេញ", "was TH,now KH"),
    ("km", "ខ្ញុំមកពីបាត់ដំបង ឥឡូវនៅបាងកក", "from KH,now TH"),
    ("my", "ရန်ကုန်မှာ မဟုတ်ဘူး ဘန်ကောက်မှာ ရှိတယ်", "not MM,now TH"),
    ("my", "မလေးရှားမှာ နေခဲ့တယ် အခု ဘန်ကောက်မှာ", "was MY,now TH"),
    ("my", "ပဲခူးကလာတာ အခု မဲဆောက်မှာ", "from MM,now TH"),
    ("ne", "म दिल्लीमा होइन, दुबईमा छु", "not IN,now AE"),
    ("ne", "पहिला कतारमा थिएँ, अहिले दुबईमा छु", "was QA,now AE"),
    ("ne", "म नेपालबाट आएको, अहिले मलेसियामा छु", "from NP,now MY"),
    ("ur", "میں لاہور میں نہیں ہوں، دبئی میں ہوں", "not PK,now AE"),
    ("ur", "پہلے قطر میں تھا، ابھی دبئی میں ہوں", "was QA,now AE"),
    ("ur", "میں پاکستان سے ہوں، ابھی دبئی میں ہوں", "from PK,now AE"),
    ("fa", "در تهران نیستم، در استانبول هستم", "not IR,now TR"),
    ("fa", "قبلا در ایران بودم، الان در استانبول هستم", "was IR,now TR"),
    ("fa", "از افغانستان هستم، الان در تهران", "from AF,now IR"),
    ("uk", "я не в Києві, я у Варшаві", "not UA,now PL"),
    ("uk", "була в Чехії, зараз у Варшаві", "was CZ,now PL"),
    ("uk", "я з України, зараз у Берліні", "from UA,now DE"),
    ("ro", "nu sunt în București, sunt în Londra", "not RO,now GB"),
    ("ro", "am fost în Italia, acum sunt în Germania", "was IT,now DE"),
    ("ro", "sunt din Moldova, acum sunt în Paris", "from MD,now FR"),
    ("tr", "Ankara değil, Beyrut'tayım", "not TR,now LB"),
    ("tr", "İstanbul'dan kaçtım, şimdi Berlin'deyim", "was TR,now DE"),
    ("tr", "Suriye'den geldim, şimdi İstanbul'dayım", "from SY,now TR"),
    ("sw", "sipo Nairobi, niko Riyadh", "not KE,now SA"),
    ("sw", "nilikuwa Dubai, sasa niko Riyadh", "was AE,now SA"),
    ("sw", "natoka Kenya, sasa niko Riyadh", "from KE,now SA"),
    ("am", "በአዲስ አበባ አይደለም፣ በቤይሩት ነኝ", "not ET,now LB"),
    ("am", "በዱባይ ነበርኩ፣ አሁን በቤይሩት ነኝ", "was AE,now LB"),
    ("am", "ከኢትዮጵያ ነው የመጣሁት፣ አሁን በሪያድ ነኝ", "from ET,now SA"),
    ("de", "nicht in Berlin, ich bin in Wien", "not DE,now AT"),
    ("de", "ich war in Italien, jetzt bin ich in Hamburg", "was IT,now DE"),
    ("de", "ich komme aus Rumänien, jetzt bin ich in Köln", "from RO,now DE"),
    ("it", "non sono a Milano, sono a Parigi", "not IT,now FR"),
    ("it", "ero in Libia, adesso sono a Palermo", "was LY,now IT"),
    ("it", "vengo dalla Nigeria, sono a Palermo", "from NG,now IT"),
    ("ja", "東京ではなく、ソウルにいます", "not JP,now KR"),
    ("ja", "タイにいましたが、今は大阪にいます", "was TH,now JP"),
    ("ja", "ベトナムから来ました。今は東京にいます", "from VN,now JP"),
    ("ko", "서울이 아니라 도쿄에 있어요", "not KR,now JP"),
    ("ko", "캄보디아에 있었는데, 지금은 서울에 있어요", "was KH,now KR"),
    ("ko", "베트남에서 왔어요, 지금 서울에 있어요", "from VN,now KR"),
]
"""Language, text, and each part with its country."""

PARTICLES = [
    ("İstanbul'dayım yardım edin", "TR"),
    ("antalyada otelde çalışıyorum", "TR"),
    ("두바이에서 일해요", "AE"),
    ("대구 공장에서 일합니다", "KR"),
    ("名古屋にいます", "JP"),
    ("大阪で働いています", "JP"),
    ("म दुबईमा छु", "AE"),
    ("कुवेतमा फसेको छु", "KW"),
    ("میں ریاض میں کام کرتا ہوں", "SA"),
    ("الان تو استانبولم", "TR"),
    ("در هامبورگ زندگی میکنم", "DE"),
    ("працюю під Краковом на фабриці", "PL"),
    ("мене тримають у Варшаві", "PL"),
    ("በሪያድ በቤት ሰራተኝነት እሰራለሁ", "SA"),
    ("ኩዌት ውስጥ ነው ያለሁት", "KW"),
    ("niko Oman mji wa Muscat", "OM"),
    ("lucrez in Germania langa Stuttgart", "DE"),
    ("bin in Frankfurt am Main", "DE"),
    ("lavoro nei campi vicino a Foggia, non mi pagano", "IT"),
]

MISSPELT = [
    ("i am in bayroot", "LB"),
    ("stuck in poypet", "KH"),
    ("they took us to mayawadi", "MM"),
    ("sono a Fogia, mi hanno preso i documenti", "IT"),
    ("je suis à Marseile", "FR"),
    ("bin in Duisburk", "DE"),
    ("estoy en barsselona", "ES"),
    ("я в Стамбулле", "TR"),
    ("시하누크빌에 있어요", "KH"),
    ("バンコックにいます", "TH"),
    ("म क्वालालम्पुर मा छु", "MY"),
    ("in abudabbi", "AE"),
]

NO_PLACE_NOW = [
    "my name is paris and i need help",
    "i miss thai food",
    "she speaks turkish and arabic",
    "i have a nigerian passport",
    "i want to call the philippine embassy",
    "i was promised a job in canada",
    "they want to send me to oman",
    "i dont want to go to dubai",
    "im in pain",
    "stuck in traffic",
    "i am in danger",
    "in need of shelter",
    "estoy en peligro",
    "je suis en danger",
    "sono in pericolo",
    "ich bin in gefahr",
    "paspor indonesia saya diambil",
    "makan nasi padang",
    "hộ chiếu Việt Nam của em bị giữ",
    "họ hứa đưa em sang Hàn Quốc",
    "กินอาหารเวียดนาม",
    "เขาจะส่งหนูไปดูไบ",
    "mein pass ist rumänisch",
    "ich will zurück nach Polen",
    "паспорт України забрали",
    "він турок",
    "中国护照被拿走了",
    "他说要带我去泰国",
    "日本人の社長です",
    "タイ料理が好き",
    "필리핀 대사관 번호 주세요",
    "엄마는 하노이에 있어요",
    "no entiendo nada",
    "maayong buntag",
    "salamat lods",
    "kosto lage",
]
"""Nationalities, languages, dishes, goals, relatives, and everyday words that sound like towns."""


def _found(text: str) -> str:
    return ",".join(f"{found.part} {found.place.country}" for found in find_places(text))


@pytest.mark.parametrize(("language", "text", "parts"), PARTS)
def test_parts_in_each_language(language: str, text: str, parts: str) -> None:
    """Each place has its part, and the place now is that of `find_place`."""
    assert _found(text) == parts, language
    place = find_place(text)
    assert place is not None
    assert place.country == parts.rpartition("now ")[2][:2]


def test_parts_of_twenty_eight_languages() -> None:
    """Each language has an origin or a past, a denial and a place now."""
    languages = {language for language, _, _ in PARTS}
    assert len(languages) == 28
    for language in languages:
        parts = {part for each, _, parts in PARTS if each == language for part in PlacePart if f"{part} " in parts}
        assert parts >= {PlacePart.NOW, PlacePart.NOT, PlacePart.WAS, PlacePart.FROM}


@pytest.mark.parametrize(("text", "country"), PARTICLES)
def test_particles_and_case_endings(text: str, country: str) -> None:
    """Particles, case endings and prefixes of twelve more languages belong to the text, not to the name."""
    place = find_place(text)
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(("text", "country"), MISSPELT)
def test_misspelt_place_is_not_sure(text: str, country: str) -> None:
    """A name that is only recognised by its sound or spelling is found, and marked as a guess."""
    found = [named for named in find_places(text) if named.part == PlacePart.NOW]
    assert [named.place.country for named in found] == [country]
    assert not found[0].is_sure


@pytest.mark.parametrize("text", NO_PLACE_NOW)
def test_no_place_now(text: str) -> None:
    """None of these says where its writer is."""
    assert find_place(text) is None


def test_ambiguous_place_is_not_sure() -> None:
    """A namesake that nothing decides is named, but not sure."""
    assert [named.is_sure for named in find_places("estoy en valencia")] == [False]
    assert [named.is_sure for named in find_places("estoy en valencia", country_hint="ES")] == [True]


def test_place_is_not_repeated() -> None:
    """A city with its country next to it is one place."""
    assert [named.place.name for named in find_places("my family is in manila, philippines")] == ["Manila"]


def test_long_text_is_fast() -> None:
    """Texts of 200 letters take about a millisecond (the limit here is generous: machines differ)."""
    text = (
        "Hello, I am 24 and work in a garment factory near Amman with my cousin. The boss keeps our passports and we "
    )
    text += "have not been paid since March. My family is in Chittagong and they want to send us to Aqaba."
    assert [named.part for named in find_places(text)] == [PlacePart.NOW, PlacePart.FAMILY, PlacePart.TO]
    took = []
    for _ in range(30):
        began = time.thread_time()
        find_places(text)
        took.append(time.thread_time() - began)
    assert statistics.median(took) < 0.01
