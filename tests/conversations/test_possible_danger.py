"""A message that may tell of a danger: the bot gives a number at once, and asks."""

from dataclasses import replace
from typing import Any

import pytest

from locales.catalogue import translate
from nlu.reading.reader import Reader
from nlu.reading.schema import DangerReading, Reading
from nlu.text.danger_phrases import Danger
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person
from tests.engine.project_copy import ROOT

UNCLEAR = "blorp fnord since the other thing with the door"
"""In these tests a message that may tell of a danger, and nothing else that is clear."""


@pytest.fixture(autouse=True)
def _suspect_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader suspect a danger in that message alone, between the configured thresholds."""
    steps = {step["name"].rpartition(".")[2]: step for step in read_yaml(ROOT / "config.yml")["pipeline"]}
    detector, read = steps["DangerDetector"], Reader.read
    danger = DangerReading((detector["threshold"] + detector["certain"]) / 2, Danger.DANGER)

    def suspect(reader: Reader, text: str, language: str, **context: Any) -> Reading:
        reading = read(reader, text, language, **context)
        if not text.startswith("blorp"):
            return reading
        return replace(reading, danger=danger, intents=[("out_of_scope", 0.2), ("greet", 0.1)], act=None)

    monkeypatch.setattr(Reader, "read", suspect)


async def test_country_unknown(person: Person) -> None:
    """Without a country the number is one that works in many."""
    await person.send_text(UNCLEAR)
    person.assert_responses("utter_possible_danger_anywhere", "utter_still_here")
    assert "112" in person.reply_text
    assert person.choices == ["Yes", "No"]


async def test_country_told(person: Person) -> None:
    """With a known country its number is given, with the name of the country."""
    await person.send_text("i am in Chiang Mai")
    await person.send_text(UNCLEAR)
    assert person.responses == ["utter_possible_danger", "utter_still_here"]
    assert "191" in person.reply_text
    assert "Thailand" in person.reply_text


async def test_country_of_the_network(texter: Person) -> None:
    """The country that the network tells is good enough, since it is named beside its number."""
    await texter.send_text(UNCLEAR, country_hint="KH")
    texter.assert_responses("utter_possible_danger", "utter_still_here")
    assert "117" in texter.reply_text
    assert "Cambodia" in texter.reply_text


async def test_country_without_a_number(person: Person) -> None:
    """For a country without a known number it is the one that works in many."""
    await person.send_text("i am in Curacao")
    await person.send_text(UNCLEAR)
    assert person.responses == ["utter_possible_danger_anywhere", "utter_still_here"]


async def test_during_a_question(person: Person) -> None:
    """It interrupts an open question, which is not asked again in the same turn."""
    await person.send_text("i need a lawyer")
    person.assert_question("utter_ask_place")
    await person.send_text(UNCLEAR)
    assert person.responses == ["utter_possible_danger_anywhere", "utter_still_here"]
    assert await person.slot("requested_slot") is None


@pytest.mark.parametrize("before", ["i am in Chiang Mai", "i need a lawyer"])
@pytest.mark.parametrize("answer", ["yes", "1", "YES!!"])
async def test_yes(person: Person, before: str, answer: str) -> None:
    """A yes, typed or pressed, is answered as the danger that it is."""
    await person.send_text(before)
    await person.send_text(UNCLEAR)
    await person.send_text(answer)
    known = "Chiang Mai" in before
    assert person.responses[0] == ("utter_danger_here" if known else "utter_danger_somewhere")
    assert await person.slot("need") == "danger"


async def test_told_twice(person: Person) -> None:
    """Whoever is asked, and tells something like a danger again, is in danger: nobody is asked twice."""
    await person.send_text("i am in Chiang Mai")
    await person.send_text(UNCLEAR)
    await person.send_text(UNCLEAR + " again")
    assert person.responses[0] == "utter_danger_here"
    assert await person.slot("need") == "danger"


@pytest.mark.parametrize("answer", ["no", "2", "No"])
async def test_no(person: Person, answer: str) -> None:
    """A no means that all is well: there are choices, and nothing is remembered as a danger."""
    await person.send_text(UNCLEAR)
    assert await person.slot("alarm") == "danger"
    await person.send_text(answer)
    assert person.responses == ["utter_danger_over"]
    assert person.choices == ["A hotline", "Other help"]
    assert await person.slot("alarm") is None
    assert await person.slot("need") is None


async def test_no_keeps_what_was_needed(person: Person) -> None:
    """After a no a place is searched for what was needed before."""
    await person.send_text("i need a lawyer")
    await person.send_text(UNCLEAR)
    await person.send_text("no")
    assert person.responses == ["utter_danger_over"]
    await person.send_text("Bangkok")
    person.assert_services("legal_help")


async def test_place_instead_of_an_answer(person: Person) -> None:
    """Who only says where they are gets the numbers of that place."""
    await person.send_text(UNCLEAR)
    await person.send_text("Bangkok")
    person.assert_responses("utter_danger_here", "utter_service", "utter_still_here")
    assert "191" in person.reply_text


async def test_something_else_instead_of_an_answer(person: Person) -> None:
    """Who asks for something else instead gets it."""
    await person.send_text(UNCLEAR)
    await person.send_text("i need a lawyer, i am in Bangkok")
    person.assert_services("legal_help")
    assert await person.slot("alarm") is None


async def test_certain_danger_before(person: Person) -> None:
    """After a danger that is certain nobody is asked whether there is one, but still where they are."""
    await person.send_text("he is going to kill me")
    await person.send_text(UNCLEAR)
    assert person.responses == ["utter_danger_somewhere"]


async def test_certain_danger_follows(person: Person) -> None:
    """A danger that is certain is answered at once, whatever was asked."""
    await person.send_text(UNCLEAR)
    await person.send_text("he is going to kill me, i am in Bangkok")
    person.assert_responses("utter_danger_here")
    assert "191" in person.reply_text


@pytest.mark.parametrize(
    ("language", "unclear"),
    [
        ("es", "blorp lo de la puerta de ayer"),
        ("my", "blorp မနေ့က တံခါးကိစ္စ"),
        ("hi", "blorp कल वाला दरवाज़ा और वो बात"),
    ],
)
async def test_in_the_language_of_the_message(person: Person, language: str, unclear: str) -> None:
    """The question and its choices are in the language of the message."""
    await person.send_text(unclear)
    assert person.language == language
    person.assert_responses("utter_possible_danger_anywhere", "utter_still_here")
    assert person.choices == [translate(language, "Yes"), translate(language, "No")]


async def test_others_beside_the_question(person: Person) -> None:
    """Who also tells that nobody answered gets others beside the number and the question."""
    await person.send_text("i need a lawyer, i am in Bangkok")
    before: Any = await person.slot("named")
    await person.send_text("blorp i called A four times and nobody answers the phone")
    assert person.responses[:2] == ["utter_possible_danger", "utter_other_options"]
    assert person.choices == ["Yes", "No"]
    after: Any = await person.slot("named")
    assert not set(before) & set(after)


async def test_answer_beside_the_question(person: Person) -> None:
    """Who also asks about a service by its letter is answered beside the number and the question."""
    await person.send_text("i need a lawyer, i am in Bangkok")
    await person.send_text("blorp is A free of charge, what does it cost?")
    assert person.responses[:2] == ["utter_possible_danger", "utter_about"]
    assert person.choices == ["Yes", "No"]


async def test_story_without_a_country(texter: Person) -> None:
    """Who tells a long story without a country gets services of the country of their phone beside the question."""
    await texter.send_text(f"{UNCLEAR}. {'it is like that every day in the house and i am so tired of it. ' * 2}", "KH")
    texter.assert_responses("utter_possible_danger", "utter_service")
    assert (await texter.slot("place"))["country"] == "KH"


async def test_yes_with_more(person: Person) -> None:
    """A yes counts as one although the message goes on and asks something else."""
    await person.send_text("i am in Chiang Mai")
    await person.send_text(UNCLEAR)
    await person.send_text("yes. he feels no legs. will the hospital tell immigration? i have no papers")
    assert person.responses[0].startswith("utter_danger_")
    assert await person.slot("need") == "danger"


async def test_politeness_is_no_yes(person: Person) -> None:
    """A yes that begins a sentence about something else answers no question about a danger."""
    await person.send_text("i am in Chiang Mai")
    await person.send_text(UNCLEAR)
    await person.send_text("yes thank you very much for all that you do")
    assert not [response for response in person.responses if response.startswith("utter_danger_")]


async def test_wish_to_die_far_away(person: Person) -> None:
    """Nobody is told to stay with somebody in another country: they get words to write, and who can be near."""
    await person.send_text("my daughter is held as a maid in Jounieh, Lebanon. she is 22. who can help her?", "KE")
    await person.send_text("she wrote me that she wants to die", "KE")
    assert any(name.endswith("self_harm_far") for name in person.responses), person.responses
    await person.send_text("she says again that she will kill herself", "KE")
    assert any("self_harm_far" in name for name in person.responses), person.responses


async def test_wish_to_die_nearby(person: Person) -> None:
    """Whoever is in the same country may be asked to stay with them."""
    await person.send_text("my friend in Nairobi was brought back from Oman, she needs a counsellor. she is 30", "KE")
    await person.send_text("she says she wants to kill herself", "KE")
    assert any(name.startswith("utter_self_harm_here") for name in person.responses), person.responses


async def test_wish_to_die_in_a_talk_about_another(person: Person) -> None:
    """A wish to die that names nobody is that of the person whom the talk is about, unless the writer says "I"."""
    await person.send_text("my daughter is held as a maid in Jounieh, Lebanon. she is 22. who can help her?", "KE")
    await person.send_text("she says maybe it is better not to wake up", "KE")
    assert await person.slot("whom")
    assert (await person.slot("place"))["country"] == "LB"
    await person.send_text("i want to die too, i cant anymore", "KE")
    assert not await person.slot("whom")


async def test_wish_to_die_far_away_without_a_number(person: Person) -> None:
    """In a country whose numbers are not known something is said all the same."""
    await person.send_text("my daughter is held as a maid in Curacao. she is 22. who can help her?", "KE")
    await person.send_text("she wrote me that she wants to die", "KE")
    assert any("self_harm_" in name for name in person.responses), person.responses
    assert "112" in person.reply_text


async def test_police_under_another_name(person: Person) -> None:
    """Where the emergency number is that of the police, whoever does not want them gets it once."""
    await person.send_text("no police please, he pays them. he is going to kill me, i am in Tijuana, Mexico", "MX")
    assert "911" in person.reply_text
    await person.send_text("he is going to kill me", "MX")
    person.assert_responses("utter_danger_not_police", "utter_service", "utter_still_here")
    assert "911" not in person.reply_text
