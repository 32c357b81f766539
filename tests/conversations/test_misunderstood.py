"""What was misunderstood in talks of strangers: fear of being sent home, emergency numbers, pictures of captors."""

import pytest

from tests.conversations.person import Person


async def test_fear_of_being_sent_back_moves_nobody(person: Person) -> None:
    """The country that somebody is threatened with is not where they are."""
    await person.send_text("انا بعمان بالاردن وصاحب الشغل ما عطاني اجرتي من شهور، مين بيساعدني")
    await person.send_text("بيقول اذا بحكي بيرجعوني ع سوريا")
    assert (await person.slot("place"))["country"] == "JO"


@pytest.mark.parametrize(
    "text",
    [
        "no, i don't want to go home, i want to stay here. who helps with my wages",
        "я не хочу домой, я хочу остаться. кто поможет с зарплатой",
        "no quiero volver a mi pais, quiero quedarme. quien me ayuda con el sueldo",
    ],
)
async def test_no_way_home(person: Person, text: str) -> None:
    """Whoever does not want to go home hears nothing more of it."""
    await person.send_text("i want to go home, i am in Milan, Italy")
    assert await person.slot("need") == "return_home"
    await person.send_text(text)
    assert await person.slot("need") != "return_home"


async def test_emergency_number_is_no_service(person: Person) -> None:
    """Whoever asks about an emergency number hears what it is for in their country."""
    await person.send_text("i need a shelter in Amman, Jordan")
    await person.send_text("what is 911?")
    numbers = [each.values["emergency"] for each in person.utterances if each.values.get("emergency")]
    assert numbers, person.responses
    assert "utter_no_such_name" not in person.responses


async def test_men_at_the_door_in_a_long_message(person: Person) -> None:
    """A danger that is suspected is not dropped for an intent that a long message cannot have."""
    await person.send_text("انا بعمان بالاردن وصاحب الشغل ما عطاني اجرتي من شهور، مين بيساعدني")
    await person.send_text(
        "هلق اجا صاحب الشغل هو ورجالو تحت البيت اللي نايمين فيه عم يصرخ ويخبط الباب. اخوي معي شو اعمل"
    )
    assert any("danger" in name for name in person.responses), person.responses


async def test_pictures_of_captors(person: Person) -> None:
    """Pictures that captors send with a ransom are no intimate pictures."""
    await person.send_text(
        "my son is held in Myawaddy, they ask a ransom of 8000 dollars. i am his mother in Lima, Peru"
    )
    await person.send_text("they send me photos of him, tied up. should i delete the photos or keep them?")
    assert "utter_family" in person.responses


async def test_paying_captors_and_paying_services(person: Person) -> None:
    """Whether to pay captors is no question what the services cost, nor the other way round."""
    await person.send_text("the mafia holds my brother in Tripoli, Libya, they sent us the video and want money")
    assert await person.slot("ransom")
    await person.send_text("i am in Dhaka, who can help us?")
    assert await person.slot("named")
    await person.send_text("should we pay or not? we paid 5 lakh before and they did not free him")
    assert "utter_family" in person.responses
    await person.send_text("do these people cost money? we have nothing left")
    assert "utter_family" not in person.responses
