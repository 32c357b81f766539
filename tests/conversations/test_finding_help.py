"""From the first words to people who can help."""

import pytest

from tests.conversations.person import Person

NEED_AND_PLACE = {
    "en": "i have nowhere to sleep, i am in Chiang Mai",
    "es": "no tengo donde dormir, estoy en Chiang Mai",
    "th": "ไม่มีที่นอน อยู่เชียงใหม่",
}
NEED = {"en": "i need a lawyer", "es": "necesito un abogado", "th": "อยากได้ทนายค่ะ"}
PLACE = {"en": "i am in bangkok", "es": "estoy en Phnom Penh", "th": "อยู่กรุงเทพ"}
HELLO = {"en": "hello", "es": "hola", "th": "สวัสดีค่ะ"}

languages = pytest.mark.parametrize("language", ["en", "es", "th"])


@languages
async def test_a_bed_tonight(person: Person, language: str) -> None:
    """Someone who says what they need and where is only asked for whom, and gets it in their language."""
    await person.says(NEED_AND_PLACE[language])
    assert person.told == ["utter_intro", "utter_hide_hint", "utter_ask_person"]
    await person.says("1")
    person.was_told("utter_services_in_country", "utter_service", "utter_after_services")
    person.was_offered("shelter", at_least=3)
    assert person.language == language


def names(person: Person) -> list[str]:
    """Return whom the last answer named."""
    return [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]


async def test_for_whom_a_bed_is(people) -> None:  # noqa: ANN001
    """The answer decides which beds are named: none that is only for others."""
    beds = {}
    for answer in ("A woman", "A man", "Someone under 18"):
        person = people()
        await person.says(NEED_AND_PLACE["en"])
        await person.presses(answer)
        person.was_offered("shelter", at_least=3)
        beds[answer] = names(person)
        for_others = "For women." if answer == "A man" else "For men."
        assert for_others not in person.read
    assert beds["A woman"] != beds["A man"]


@pytest.mark.parametrize("answer", ["no", "9", "banana", "i'd rather not say"])
async def test_not_saying_for_whom(person: Person, answer: str) -> None:
    """Whoever does not say for whom a bed is gets beds all the same."""
    await person.says(NEED_AND_PLACE["en"])
    await person.says(answer)
    person.was_offered("shelter", at_least=3)


@pytest.mark.parametrize("answer", ["A man", "I'd rather not say"])
async def test_for_whom_is_asked_once(person: Person, answer: str) -> None:
    """Nobody is asked again for whom a bed is, whatever they answered."""
    await person.says(NEED_AND_PLACE["en"])
    await person.presses(answer)
    await person.says("i need a doctor")
    await person.says("i need a place to sleep")
    person.was_offered("shelter")


@pytest.mark.parametrize(
    "words", ["im a boy and need somewhere to sleep in Bangkok", "i am 15, i have nowhere to sleep, i am in Bangkok"]
)
async def test_for_whom_is_known(person: Person, words: str) -> None:
    """Whoever said who they are is not asked for whom a bed is."""
    await person.says(words)
    person.was_offered("shelter", at_least=3)


@languages
async def test_only_what_is_missing_is_asked(person: Person, language: str) -> None:
    """Someone who says what they need is asked where, and nothing else."""
    await person.says(NEED[language])
    person.was_asked("utter_ask_place")
    await person.says(PLACE[language])
    person.was_offered("legal_help")
    assert person.language == language


@languages
async def test_two_questions_at_most(person: Person, language: str) -> None:
    """Someone who only says hello, and that it is safe, has help after two answers, each a single digit."""
    await person.says(HELLO[language])
    person.was_told("utter_intro")
    person.was_asked("utter_ask_safe")
    await person.says("1")
    person.was_asked("utter_ask_need")
    await person.says("1")
    person.was_asked("utter_ask_place")
    await person.says("1")
    person.was_offered("shelter", at_least=3)
    assert person.language == language


async def test_a_place_first(person: Person) -> None:
    """Someone who says where they are is asked what they need, and not where again."""
    await person.says("I'm in Phnom Penh")
    person.was_asked("utter_ask_need")
    await person.says("a doctor please")
    person.was_told("utter_services_in_country", "utter_service")


async def test_the_rather_not_say(person: Person) -> None:
    """Someone who won't say where they are gets help that works from anywhere."""
    await person.says("i want to go home")
    person.was_asked("utter_ask_place")
    await person.presses("I'd rather not say")
    person.was_asked("utter_ask_home_country")
    await person.presses("I'd rather not say")
    person.was_offered("return_home")
    services = [u.values for u in person.utterances if u.response == "utter_service"]
    assert all({"remark": "utter_remark_international"} in service["remarks"] for service in services)


async def test_more_and_more_until_there_is_no_more(person: Person) -> None:
    """`More` names others each time, never one twice, and ends with a choice, not in silence."""
    await person.says(NEED_AND_PLACE["en"])
    await person.presses("I'd rather not say")
    seen: list[str] = []
    for _ in range(20):
        person.was_asked("utter_after_services")
        assert names(person)
        assert not set(names(person)) & set(seen)
        seen += names(person)
        if "More places" not in person.choices:
            break
        await person.presses("More places")
    assert "More places" not in person.choices
    await person.says("more")
    person.was_asked("utter_no_more_services")


@pytest.mark.parametrize("country", ["Myanmar", "Laos", "Panama"])
async def test_no_lines_of_the_sea_for_people_on_land(person: Person, country: str) -> None:
    """Who wants a human is not sent to seafarers' lines, not by asking for more either."""
    await person.says(f"i want to talk to a real person, i am in {country}")
    for _ in range(4):
        assert not [name for name in names(person) if "eafar" in name or "Stella Maris" in name]
        await person.says("more")


async def test_another_need_in_the_same_place(person: Person) -> None:
    """Someone who asks for something else is not asked again where they are."""
    await person.says(NEED_AND_PLACE["en"])
    await person.presses("A woman")
    await person.says("and i need a doctor too")
    assert "utter_ask_place" not in person.told
    person.was_told("utter_service", "utter_after_services")


async def test_another_need_instead_of_an_answer(person: Person) -> None:
    """Someone who is asked for whom a bed is and names another need is helped with that one."""
    await person.says(NEED_AND_PLACE["en"])
    await person.says("no wait, i need a lawyer")
    person.was_offered("legal_help")


async def test_a_changed_mind_while_asked(person: Person) -> None:
    """Someone who is asked where they are and names another need is helped with that one."""
    await person.says("i need a lawyer")
    await person.says("no wait, i need somewhere to sleep")
    person.was_asked("utter_ask_place")
    await person.says("chiang mai")
    person.was_asked("utter_ask_person")
    await person.presses("A man")
    person.was_offered("shelter")


async def test_a_hotline(person: Person) -> None:
    """Someone who wants a human gets lines that humans answer."""
    await person.says("i want to talk to a real person, i am in Cambodia")
    person.was_offered("human")


async def test_an_unknown_place(person: Person) -> None:
    """A place that nobody knows is asked for once more as a country, then help comes without."""
    await person.says("i need a lawyer")
    await person.says("im in blorptown")
    person.was_asked("utter_ask_country")
    await person.says("im in quxville")
    person.was_told("utter_service")
    person.was_asked("utter_more_with_country")
    await person.presses("Thailand")
    person.was_offered("legal_help")


async def test_a_country_without_any_entry(person: Person) -> None:
    """Where the directory knows nobody, help across borders or an emergency number is named, never nothing."""
    await person.says("i need a shelter, i am in Tuvalu")
    assert {"utter_service", "utter_no_service"} & set(person.told)


async def test_a_shared_location(person: Person) -> None:
    """A location answers "where are you?"; the town near it is kept, and not the point that was shared."""
    await person.says("i need a lawyer")
    await person.shares(13.8, 100.6)
    person.was_offered("legal_help")
    kept = await person.slot("place")
    assert isinstance(kept, dict)
    assert (kept["country"], kept["latitude"], kept["longitude"]) != ("TH", 13.8, 100.6)
    assert kept["country"] == "TH"


async def test_a_shared_location_near_a_border(person: Person) -> None:
    """Where it could be the wrong country, the person is asked."""
    await person.says("i need a lawyer")
    await person.shares(16.7, 98.5)
    person.was_asked("utter_ask_country")
