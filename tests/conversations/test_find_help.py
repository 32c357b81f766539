"""From the first message to services that can help."""

from string import ascii_uppercase

import pytest

from tests.conversations.person import Person

NEED_AND_PLACE = {
    "en": "i have nowhere to sleep, i am in Chiang Mai",
    "es": "no tengo donde dormir, estoy en Chiang Mai",
    "th": "ไม่มีที่นอน อยู่เชียงใหม่",
}
"""In Chiang Mai, some shelters are surely open to the user, whoever they are."""
NEED_AND_OTHER_PLACE = {
    "en": "i have nowhere to sleep, i am in Hanoi",
    "es": "no tengo donde dormir, estoy en Hanoi",
    "th": "ไม่มีที่นอน อยู่ฮานอย",
}
FOR_A_WOMAN = {"en": "For a woman", "es": "Para una mujer", "th": "สำหรับผู้หญิง"}
JAKARTA = "i have nowhere to sleep, i am in Jakarta"
"""In Hanoi and Jakarta some shelters take only some people."""
NEED = {"en": "i need a lawyer", "es": "necesito un abogado", "th": "อยากได้ทนายค่ะ"}
PLACE = {"en": "i am in bangkok", "es": "estoy en Phnom Penh", "th": "อยู่กรุงเทพ"}
HELLO = {"en": "hello", "es": "hola", "th": "สวัสดีค่ะ"}

languages = pytest.mark.parametrize("language", ["en", "es", "th"])


@languages
async def test_a_bed_tonight(person: Person, language: str) -> None:
    """A user who gives need and place is answered at once, in their language, if a shelter is surely open to them."""
    await person.send_text(NEED_AND_PLACE[language])
    services = ["utter_services_in_country", *["utter_service"] * 3, "utter_hide_hint", "utter_after_services"]
    assert person.responses == ["utter_intro", *services]
    person.assert_services("shelter", at_least=3)
    assert person.language == language


@languages
async def test_whom_a_bed_is_for(person: Person, language: str) -> None:
    """Shelters are named at once, each with whom it takes; whoever then says for whom it is gets those that fit."""
    await person.send_text(NEED_AND_OTHER_PLACE[language])
    person.assert_services("shelter", at_least=3)
    await person.press(FOR_A_WOMAN[language])
    person.assert_services("shelter", at_least=3)
    assert person.language == language


async def test_hide_hint_is_given_once(person: Person) -> None:
    """The first services come with how to hide the conversation; later ones do not."""
    await person.send_text(NEED_AND_PLACE["en"])
    await person.send_text("more")
    person.assert_responses("utter_service")
    assert "utter_hide_hint" not in person.responses
    await person.send_text("i need a lawyer")
    person.assert_responses("utter_service")
    assert "utter_hide_hint" not in person.responses


def named(person: Person) -> list[str]:
    """Return the services in the last answer, each with its letter."""
    return [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]


def names(person: Person) -> list[str]:
    """Return the names of the services in the last answer, without their letters."""
    return [name.partition(") ")[2] for name in named(person)]


async def test_shelter_matches_the_person(people) -> None:  # noqa: ANN001
    """The answer decides which shelters are named: none that is only for others."""
    beds = {}
    for answer in ("For a woman", "For a man", "Under 18"):
        person = people()
        await person.send_text(JAKARTA)
        await person.press(answer)
        person.assert_services("shelter", at_least=2 if answer == "For a man" else 3)  # there are no others for men
        beds[answer] = names(person)
        for_others = "For women." if answer == "For a man" else "For men."
        assert for_others not in person.reply_text
        assert ("For children and young people." in person.reply_text) == (answer == "Under 18")
    assert set(beds["For a man"]) < set(beds["For a woman"])


async def test_person_is_kept(person: Person) -> None:
    """For whom the bed is need not be said again for the next need."""
    await person.send_text(JAKARTA)
    await person.press("For a man")
    await person.send_text("i need a doctor")
    await person.send_text("i need a place to sleep")
    person.assert_services("shelter")
    assert "For women." not in person.reply_text


@pytest.mark.parametrize(
    "words", ["im a boy and need somewhere to sleep in Jakarta", "i am 15, i have nowhere to sleep, i am in Jakarta"]
)
async def test_known_person_is_not_asked(person: Person, words: str) -> None:
    """A user who has said who they are is not offered to say it."""
    await person.send_text(words)
    person.assert_services("shelter", at_least=3)
    assert "For a woman" not in person.reply_text


@languages
async def test_only_missing_answers_are_requested(person: Person, language: str) -> None:
    """A user who gives the need is asked for the place and nothing else."""
    await person.send_text(NEED[language])
    person.assert_question("utter_ask_place")
    await person.send_text(PLACE[language])
    person.assert_services("legal_help")
    assert person.language == language


@languages
async def test_two_questions_at_most(person: Person, language: str) -> None:
    """A user who only greets and confirms that it is safe gets help after two answers of one digit each.

    The first country to choose is that of their phone.
    """
    await person.send_text(HELLO[language], country_hint="TH")
    person.assert_responses("utter_intro")
    person.assert_question("utter_ask_safe")
    await person.send_text("1")
    person.assert_question("utter_ask_need")
    await person.send_text("1")
    person.assert_question("utter_ask_place")
    await person.send_text("1")
    person.assert_services("shelter", at_least=3)
    assert person.language == language


async def test_place_first(person: Person) -> None:
    """A user who gives the place is asked for the need, and not for the place again."""
    await person.send_text("I'm in Phnom Penh")
    person.assert_question("utter_ask_need")
    await person.send_text("a doctor please")
    person.assert_responses("utter_services_in_country", "utter_service")


async def test_place_refused(person: Person) -> None:
    """A user who won't say where they are learns that a country is enough, and is sent to nobody meanwhile."""
    await person.send_text("i want to go home")
    person.assert_question("utter_ask_place")
    await person.press("I'd rather not say")
    person.assert_question("utter_ask_home_country")
    await person.press("I'd rather not say")
    person.assert_question("utter_hand_over_where")
    assert not names(person)


async def test_more_until_the_last_service(person: Person) -> None:
    """`More` names other services each time, none of them twice, with further letters, and ends with a choice."""
    await person.send_text(NEED_AND_PLACE["en"])
    shown: list[str] = []
    letters = ""
    for _ in range(20):
        person.assert_question("utter_after_services")
        assert names(person)
        assert not set(names(person)) & set(shown)
        shown += names(person)
        letters += "".join(name[0] for name in named(person))
        if "More places" not in person.choices:
            break
        await person.press("More places")
    assert "More places" not in person.choices
    assert len(shown) > 3
    assert letters == ascii_uppercase[: len(shown)]
    await person.send_text("more")
    person.assert_question("utter_no_more_services")
    assert names(person) == shown[-3:], "the last ones again: many who ask lost them"
    assert [name[0] for name in named(person)] == list(letters[-3:])


@pytest.mark.parametrize("country", ["Thailand", "Laos", "Kenya"])
async def test_no_seafarers_lines_for_others(person: Person, country: str) -> None:
    """A user who wants a human is not sent to seafarers' lines, even after asking for more."""
    await person.send_text(f"i want to talk to a real person, i am in {country}")
    assert names(person)
    for _ in range(4):
        assert not [name for name in names(person) if "eafar" in name or "Stella Maris" in name]
        await person.send_text("more")


@pytest.mark.parametrize(
    ("country", "responses"),
    [("Myanmar", ["utter_services_instead"]), ("Panama", ["utter_no_service", "utter_nobody_named"])],
)
async def test_no_seafarers_line_where_there_is_no_other(person: Person, country: str, responses: list[str]) -> None:
    """Where nobody else talks to people others or the emergency number are named; only who works at sea hears of it."""
    await person.send_text(f"i want to talk to a real person, i am in {country}")
    person.assert_responses(*responses)
    assert not [name for name in names(person) if "eafar" in name or "Stella Maris" in name]
    await person.send_text("i work on a fishing boat, i am a seafarer")
    assert any("eafar" in name or "Stella Maris" in name for name in names(person)), person.responses


async def test_another_need_in_the_same_place(person: Person) -> None:
    """A second need in the same place does not ask for the place again."""
    await person.send_text(NEED_AND_PLACE["en"])
    await person.send_text("and i need a doctor too")
    assert "utter_ask_place" not in person.responses
    person.assert_responses("utter_service", "utter_after_services")


async def test_another_need_after_beds(person: Person) -> None:
    """A user who names another need after shelters gets help with that need."""
    await person.send_text(JAKARTA)
    await person.send_text("no wait, i need a lawyer")
    person.assert_services("legal_help")


async def test_another_need_instead_of_a_place(person: Person) -> None:
    """A user who names another need instead of a place gets help with that need."""
    await person.send_text("i need a lawyer")
    await person.send_text("no wait, i need somewhere to sleep")
    person.assert_question("utter_ask_place")
    await person.send_text("jakarta")
    await person.press("For a man")
    person.assert_services("shelter")


async def test_a_hotline(person: Person) -> None:
    """A user who wants a human gets lines that humans answer."""
    await person.send_text("i want to talk to a real person, i am in Cambodia")
    person.assert_services("human")


async def test_an_unknown_place(person: Person) -> None:
    """An unknown place is asked for once more as a country; then the choices stay open without it."""
    await person.send_text("i need a lawyer")
    await person.send_text("im in blorptown")
    person.assert_question("utter_ask_country")
    await person.send_text("im in quxville")
    person.assert_question("utter_hand_over_where")
    await person.press("Kenya")
    person.assert_services("legal_help")


async def test_an_unknown_place_in_a_known_country(person: Person) -> None:
    """If the country of the phone is known, an unknown place is not asked for again: help there is named."""
    await person.send_text("i need a lawyer", country_hint="KH")
    person.assert_question("utter_ask_place")
    assert person.choices[0] == "Cambodia"
    await person.send_text("im in blorptown")
    person.assert_responses("utter_services_in_country", "utter_service")
    person.assert_services("legal_help")
    assert await person.slot("place") == {"country": "KH"}


async def test_another_place_than_that_of_the_phone(person: Person) -> None:
    """A user who asks for another place is asked which one, though the country of the phone is known."""
    await person.send_text("i need a lawyer", country_hint="KH")
    await person.press("Cambodia")
    person.assert_services("legal_help")
    await person.press("Another place")
    assert person.responses == ["utter_ask_place"]
    await person.press("Thailand")
    person.assert_services("legal_help")
    assert await person.slot("place") == {"country": "TH"}


async def test_country_without_services(person: Person) -> None:
    """In a country without services, help across borders or an emergency number is named, never nothing."""
    await person.send_text("i need a shelter, i am in Tuvalu")
    assert {"utter_service", "utter_no_service"} & set(person.responses)


async def test_a_shared_location(person: Person) -> None:
    """A shared location answers "where are you?"; the nearby town is stored, not the point."""
    await person.send_text("i need a lawyer")
    await person.share_location(13.8, 100.6)
    person.assert_services("legal_help")
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert (place["country"], place["latitude"], place["longitude"]) != ("TH", 13.8, 100.6)
    assert place["country"] == "TH"


async def test_a_shared_location_near_a_border(person: Person) -> None:
    """Near a border, where the country could be wrong, the user is asked."""
    await person.send_text("i need a lawyer")
    await person.share_location(16.7, 98.5)
    person.assert_question("utter_ask_country")


async def test_unpaid_work(person: Person) -> None:
    """Whoever tells of wages that are kept from them is told of those who help with wages, before other lines."""
    told = (
        "မင်္ဂလာပါ မလေးရှား ကလန်းဘက်က ဆောက်လုပ်ရေးဆိုက်မှာလုပ်တာ အေးဂျင့်ကို အကြွေး ရင်းဂစ် ၉၀၀၀ တင်နေတယ် "
        "လစာကိုသူကပဲယူတာ ၁ပတ် ၅၀ ပဲပေးတယ် ပါမစ်ကလည်းကုန်ပြီ"
    )
    await person.send_text(told)
    person.assert_responses("utter_thank_for_telling", "utter_service")
    assert await person.slot("need") == "work"
