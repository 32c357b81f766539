"""What else a message tells: limits, what is not wanted, origin, names of organizations."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.sentence_encoder import E5Encoder
from nlu.reading.circumstances import read_limits, read_names, read_not_wanted, read_origin, read_state
from nlu.reading.features import MessageFeatures
from nlu.reading.labels import NEEDS
from nlu.reading.schema import Limit
from nlu.text.normalization import normalize
from nlu.text.phrase_index import LEXICON
from nlu.text.yaml_files import read_yaml
from tests.nlu.letter_encoder import LetterEncoder

SEED = Path(__file__).parents[3] / "directory" / "seed"


@pytest.mark.parametrize(
    ("text", "language", "origin"),
    [
        ("i am a filipina in Riyadh", "en", "PH"),
        ("soy hondureña y trabajo en España", "es", "HN"),
        ("ฉันเป็นคนลาว", "th", "LA"),
        ("мы из Узбекистана, узбеки", "ru", "UZ"),
        ("soy mexicana pero my boss is chinese", "es", "MX"),
        ("i need a doctor", "en", None),
        ("", "und", None),
    ],
)
def test_origin(text: str, language: str, origin: str | None) -> None:
    """The first nationality that is told is the origin, in the language of the text or in English."""
    assert read_origin(text, language) == origin


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("i called IOM and UNHCR, nobody helps", "en", ["IOM", "UNHCR"]),
        ("unhcr told me to wait", "en", ["unhcr"]),
        ("i rang 1300 yesterday", "en", ["1300"]),
        ("they pay 1300 baht a day", "en", []),
        ("จ่าย 1300 บาท", "th", []),
        ("my room is 1301 and my brother is 12", "en", []),
        ("HELP ME PLEASE", "en", []),
        ("слышала есть центр Сезим", "ru", ["центр сезим"]),
        ("is GASO real?", "en", ["gaso"]),
        ("and the ILO?", "en", ["ILO"]),
        ("ilo nga", "en", []),
        ("call +66 1300 5599", "en", []),
        ("", "en", []),
    ],
)
def test_names(text: str, language: str, names: list[str]) -> None:
    """Names, acronyms and lines are told as written; wages and other numbers, and words in capitals, are none."""
    assert read_names(text, language) == names


@given(st.text(max_size=300), st.sampled_from(["en", "th", "de", "und"]))
def test_names_are_in_the_text(text: str, language: str) -> None:
    """Whatever is named is named once, and without an organization there is no name."""
    names = read_names(normalize(text), language)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("no police please", Limit.NO_POLICE),
        ("he reads my phone", Limit.PHONE_WATCHED),
        ("i have no credit", Limit.NO_CREDIT),
        ("i cant talk", Limit.CANNOT_SPEAK),
        ("i have no papers", Limit.NO_PAPERS),
    ],
)
def test_limits(encoder: E5Encoder, text: str, limit: Limit) -> None:
    """What a person cannot do or does not want is known by its meaning."""
    assert limit in read_limits(MessageFeatures.of(text, encoder.encode), "und", ())


@pytest.mark.parametrize(("text", "language"), [("faut pas appeler la police", "fr"), ("police lagbe na", "bn")])
def test_denied_police(encoder: E5Encoder, text: str, language: str) -> None:
    """Whoever denies the police wants none, in whatever words."""
    assert Limit.NO_POLICE in read_limits(MessageFeatures.of(text, encoder.encode), language, ())


def test_no_limits(encoder: E5Encoder) -> None:
    """Who tells no limit has none."""
    assert (
        read_limits(MessageFeatures.of("i need a place to sleep with my two children", encoder.encode), "en", ()) == []
    )


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text has limits and refused needs in their order, each once."""
    features = MessageFeatures.of(text, LetterEncoder().encode)
    limits, refused = read_limits(features, "und", ()), read_not_wanted(features)
    assert limits == [limit for limit in Limit if limit in limits]
    assert refused == [need for need in NEEDS if need in refused]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("comment contacter l'OIM ici", "fr", "IOM"),
        ("Международная организация по миграции есть тут?", "ru", "IOM"),
        ("وين مفوضية اللاجئين", "ar", "UNHCR"),
        ("aqui hay oficina de ACNUR", "es", "UNHCR"),
        ("联合国难民署电话", "zh", "UNHCR"),
    ],
)
def test_organizations_in_other_languages(text: str, language: str, name: str) -> None:
    """An organization that works everywhere has the acronym of the directory, whatever people call it."""
    assert read_names(text, language) == [name]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("soy mujer, me atienden?", "es", []),
        ("y la linea MUJER que es?", "es", ["MUJER"]),
        ("are they aware of it?", "en", []),
        ("puedo hablar contigo", "es", []),
        ("madad karo", "hi", []),
        ("bp2mi itu nomernya brp", "id", ["bp2mi"]),
    ],
)
def test_acronyms_that_are_words(text: str, language: str, names: list[str]) -> None:
    """An acronym that is a word too names an organization only in capitals."""
    assert read_names(text, language) == names


def test_organizations_are_those_of_the_directory() -> None:
    """Each name, acronym and short number comes from the directory's data, where it has its source."""
    services = (SEED / "services.csv").read_text("utf-8").replace('"', "")
    services += re.sub(r" *\(.*?\)", "", services)
    with (SEED / "phones.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["number"].strip() for row in csv.DictReader(file)}
    organizations = read_yaml(LEXICON / "organizations.yml")
    assert not [name for name in (*organizations["names"], *organizations["acronyms"]) if name not in services]
    assert set(organizations["numbers"]) <= numbers
    assert set(organizations["words"]) <= set(organizations["acronyms"])


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("the embassy of Bangladesh in Kuwait please", "en", "BD"),
        ("kenya embassy in uae number pls", "en", "KE"),
        ("i am in Riyadh, give me the number of the Indian embassy", "en", "IN"),
        ("embassy in Phnom Penh", "en", None),
        ("ambassade du togo au gabon svp", "fr", "TG"),
        ("y a-t-il l'ambassade de guinée ici", "fr", "GN"),
        ("en ese pais la embajada de paraguay", "es", "PY"),
        ("посольство киргизии в москве", "ru", "KG"),
        ("سفارة السودان في القاهرة", "ar", "SD"),
        ("dai su quan viet nam o campuchia", "vi", "VN"),
        ("dai su quan o campuchia", "vi", None),
        ("越南大使馆在哪里", "zh", "VN"),
        ("สถานทูตลาวในไทย", "th", "LA"),
        ("i need a lawyer from Nepal", "en", None),
    ],
)
def test_state_of_an_embassy(text: str, language: str, state: str | None) -> None:
    """The state stands beside the word for its embassy; where the embassy is, and where the person is, is none."""
    assert read_state(text, language) == state


def test_origin_among_other_nationalities() -> None:
    """Of several nationalities that of the text's language is told of the writer."""
    assert read_origin("Chinese na naman! Pilipino po ako", "fil") == "PH"
