"""Who a message is about, and how old they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.sentence_encoder import E5Encoder
from nlu.reading.people import ADULT_AGE, AboutPerson, read_person, weigh_first_person, wishes_to_die_oneself
from nlu.reading.schema import Person

OTHER = "help_someone_else"


def read(text: str, language: str = "en", intent: str = "greet") -> AboutPerson:
    """Return whom a text is about, by its words and its intent alone."""
    return read_person(text, language, None, intent)


@pytest.mark.parametrize(
    ("text", "language", "age"),
    [
        ("i am 15", "en", 15), ("i'm 34 years old", "en", 34), ("17f", "en", 17), ("อายุ ๑๔ ปี", "th", 14),
        ("tengo 15 años", "es", 15), ("အသက် ၁၅ နှစ်", "my", 15), ("मेरी उम्र 16 साल है", "hi", 16), ("عمري ١٥ سنة", "ar", 15),
        ("我今年15岁", "zh", 15), ("мне 15 лет", "ru", 15), ("em 15 tuổi", "vi", 15), ("15 anyos ako", "fil", 15),
        ("umur saya 15 tahun", "id", 15), ("tenho 15 anos", "pt", 15), ("j'ai 15 ans", "fr", 15),
        ("আমার বয়স ১৫", "bn", 15), ("ខ្ញុំអាយុ ១៥ ឆ្នាំ", "km", 15), ("ຂ້ອຍອາຍຸ 15 ປີ", "lo", 15),
        ("ich bin 15 Jahre alt", "de", 15), ("im 16 na ako po", "fil", 16),
    ],
)  # fmt: skip
def test_age_with_its_unit(text: str, language: str, age: int) -> None:
    """An age is read in its language, in native digits, and in the English that is mixed into it."""
    assert read(text, language).age == age


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I have worked here 14 months", "en"), ("i am 14 months here", "en"), ("im 14 hours a day on my feet", "en"),
        ("i called 1300", "en"), ("my number is 15999", "en"), ("the line 1300 22 or 15999", "en"),
        ("we are 20 people in the room", "en"), ("i am one of 17 girls", "en"), ("room 15", "en"),
        ("they want 16 dollars", "en"), ("i am owed 1,500", "en"), ("since 2016", "en"), ("i am 150", "en"),
        ("มาอยู่ที่นี่ 14 เดือนแล้ว", "th"), ("โทร 1300 แล้วไม่มีคนรับ", "th"), ("อยู่กัน 15 คน", "th"),
        ("llevo 14 meses aqui", "es"), ("tengo 15 euros", "es"), ("somos 17 mujeres", "es"), ("၁၄ လရှိပြီ", "my"),
        ("工作了15个月", "zh"), ("мне 15 тысяч не заплатили", "ru"), ("em làm được 15 tháng", "vi"),
        ("j'ai 15 euros", "fr"), ("काम करते 14 महीने हो गए", "hi"), ("أعمل منذ ١٤ شهر", "ar"),
        ("14 bulan kerja di sini", "id"),
        ("14 buwan na ako dito", "fil"), ("faz 14 meses", "pt"), ("১৪ মাস কাজ করি", "bn"), ("ធ្វើការ ១៤ ខែ", "km"),
        ("ເຮັດວຽກ 14 ເດືອນ", "lo"), ("age 6 lakh disi", "bn"), ("14 lakh mangte hai", "hi"),
    ],
)  # fmt: skip
def test_other_numbers_are_no_age(text: str, language: str) -> None:
    """Months, hours, lines, people, money, rooms and years make no age, and so no child."""
    found = read(text, language)
    assert (found.age, found.is_minor) == (None, None)


@pytest.mark.parametrize("text", ["i am 14 months here. i am 31", "i am 31 and i work here 14 months, call 1300"])
def test_age_beside_other_numbers(text: str) -> None:
    """The age is found among other numbers."""
    assert read(text).age == 31


@pytest.mark.parametrize(("age", "is_minor"), [(ADULT_AGE - 1, True), (ADULT_AGE, False)])
def test_minor_by_age(age: int, is_minor: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Under 18 is a child."""
    assert read(f"i am {age} years old").is_minor is is_minor


@pytest.mark.parametrize(
    ("text", "language"),
    [("he hit me in front of my boy. he is 5 years old", "en"), ("mi hijo tiene 5 años, el me pega", "es")],
)
def test_age_of_a_small_child(text: str, language: str) -> None:
    """Nobody of five writes: it is the age of a child, and the writer is none."""
    found = read(text, language)
    assert (found.person, found.age, found.is_minor) == (Person.SELF, None, None)
    assert read("my son is 5 years old, he is locked in", intent=OTHER).age == 5


def test_minor_by_word() -> None:
    """Who says so without a number is a child of unknown age; who does not is neither."""
    assert (read("i am underage").age, read("i am underage").is_minor) == (None, True)
    assert read("i need a bed").is_minor is None


def test_somebody_else_with_relation() -> None:
    """Who wants to help somebody writes about them: their relation and their age."""
    assert read("my sister is only 15 years old", intent=OTHER) == AboutPerson(
        Person.OTHER, "sister", 15, is_minor=True
    )
    assert read("mi hermana tiene 15 años", "es", OTHER).relation == "sister"
    assert read("น้องสาวโดนขัง", "th", OTHER).relation == "sister"


def test_relation_without_help_for_them() -> None:
    """A relative in one's own story does not make the message about them."""
    found = read("my husband hits me and my mother knows it")
    assert (found.person, found.relation) == (Person.SELF, None)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("I am locked in the house and they took my phone, I want to go home", Person.SELF),
        ("me tienen encerrada y no me pagan, quiero irme a mi casa", Person.SELF),
        ("my sister is locked in a house in Dubai and she cannot call anyone, how can we get her out", Person.OTHER),
        ("mi amiga está encerrada en una casa y no la dejan salir, cómo la puedo ayudar", Person.OTHER),
    ],
)
def test_person_by_the_encoder(encoder: E5Encoder, text: str, person: Person) -> None:
    """The meaning of the whole message decides who it is about."""
    (vectors,) = encoder.encode([[text]])
    assert read_person(text, "es" if "á" in text else "en", vectors[:1], "greet").person is person


@given(
    st.text(st.characters(codec=None, exclude_categories=[])), st.sampled_from(["en", "th", "my", "de", "und", "xx"])
)
def test_any_text(text: str, language: str) -> None:
    """Any text in any language returns a plausible age or None."""
    for intent in ("greet", OTHER):
        found = read(text, language, intent)
        assert found.age is None or 1 <= found.age <= 99
        assert found.is_minor is None or found.age is None or found.is_minor == (found.age < ADULT_AGE)


@pytest.mark.parametrize(
    ("text", "language", "is_minor"),
    [
        ("i am not a child", "en", False), ("she is a minor", "en", True), ("she is not a minor", "en", False),
        ("i am not an adult yet", "en", True), ("c'est un adulte", "fr", False), ("взрослый, не ребёнок", "ru", False),
        ("main bacchi nahi hu", "hi", False), ("ບໍ່ແມ່ນເດັກ", "lo", False), ("我不是小孩", "zh", False),
        ("i need a lawyer", "en", None),
    ],
)  # fmt: skip
def test_age_group(text: str, language: str, *, is_minor: bool | None) -> None:
    """Words without an age tell who is under 18, and who says that they are not."""
    assert read(text, language).is_minor is is_minor


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [("14 saal nahi, 14 mahine", "hi", "greet"), ("ami 2 bochor dhore kaj kori", "bn", OTHER)],
)
def test_no_age(text: str, language: str, intent: str) -> None:
    """An age that is denied after it is none, nor is the length of a stay that of a small child."""
    assert read(text, language, intent).age is None


def test_own_age_is_about_the_writer() -> None:
    """A short message with the writer's own age is about them, whatever it sounds like."""
    assert read("amar boyosh 19", "bn", OTHER).person is Person.SELF


def test_relation_inside_another_word() -> None:
    """Burmese "help" holds the word for a younger brother."""
    assert read("ဘယ်သူ ကူညီနိုင်မလဲ", "my", OTHER).relation is None
    assert read("ကျွန်တော့်ညီ ဖမ်းခံထားရတယ်", "my", OTHER).relation == "brother"


@pytest.mark.parametrize(
    ("text", "language", "person"),
    [
        ("mera bhai hydrabad ke pas int bhatta me fasa hai", "hi", Person.OTHER),
        ("my sister cannot leave the house where she works", "en", Person.OTHER),
        ("my sister locked me in", "en", Person.SELF),
        ("my husband hits every day", "en", Person.SELF),
        ("i worry for my sister", "en", Person.SELF),
    ],
)
def test_only_a_relative_is_told_of(text: str, language: str, person: Person) -> None:
    """Whoever tells of "my brother" and never says "I" writes for him; who does harm is no sign of that."""
    assert read(text, language).person is person


@pytest.mark.parametrize(
    ("text", "language", "weights"),
    [
        ("brother i am in doha and they took my passport", "en", (1.0, 0.429, 1.0)),
        ("my brother is in doha and i worry", "en", (1.0, 0.194, 0.0)),
        ("bhai mai qatar me hu, biwi gaon me hai", "hi", (1.0, 0.545, 1.0)),
        ("the girl next door is locked in", "en", (0.0, 0.0, 0.0)),
    ],
)
def test_first_person(text: str, language: str, weights: tuple[float, ...]) -> None:
    """How early "I" stands in a text, and whether before a relative of the writer."""
    assert weigh_first_person(text, language) == pytest.approx(weights, abs=0.01)


@pytest.mark.parametrize(
    ("text", "language", "is_own"),
    [
        ("toi o nghe an lam sao o ben no duoc. toi noi la toi muon chet", "vi", True),
        ("con toi muon chet", "vi", False),
        ("no muon chet", "vi", False),
        ("my son is locked in and i want to die", "en", True),
        ("my son wants to die", "en", False),
        ("我想死", "zh", True),
    ],
)
def test_own_wish_to_die(text: str, language: str, *, is_own: bool) -> None:
    """Whoever says "I want to die" means themself, also after they told of another person."""
    assert wishes_to_die_oneself(text, language) is is_own
