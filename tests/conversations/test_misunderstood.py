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
    await person.send_text("they hold my brother in Tripoli, Libya, they say pay or they wont release him")
    assert await person.slot("ransom")
    await person.send_text("i am in Dhaka, who can help us?")
    assert await person.slot("named")
    await person.send_text("should we pay or not? we paid 5 lakh before and they did not free him")
    assert "utter_family" in person.responses
    await person.send_text("do these people cost money? we have nothing left")
    assert "utter_family" not in person.responses


async def test_captors_who_send_videos(person: Person) -> None:
    """Whoever holds a relative and sends videos threatens to publish nothing."""
    await person.send_text("the mafia holds my brother in Tripoli, Libya, they sent us the video and want money")
    assert not any("publish" in name for name in person.responses), person.responses


async def test_mother_is_no_reader(person: Person) -> None:
    """Whoever tells what happens to a child is not taken for somebody who has found the phone."""
    await person.send_text("mi hija de 16 esta en tijuana, la obligan a trabajar con hombres. yo vivo en apizaco")
    await person.send_text(
        "pero es que ella no esta aqui conmigo como voy a escucharla?? me hablo de un numero prestado, la tiene "
        "trabajando en la zona norte de tijuana en un bar de esos, le quita todo el dinero"
    )
    assert "utter_neutral" not in person.responses


async def test_offer_check_is_left_for_a_name(person: Person) -> None:
    """Whoever asks in a check for an organization that the directory does not know hears that, and no question."""
    await person.send_text("job in Dubai as a waitress, 2500 dollars, they pay the ticket. is it real?")
    assert "utter_check_start" in person.responses
    await person.send_text("someone said i can check it with GASO, do you have their number?")
    assert any(name.startswith("utter_no_such_name") for name in person.responses), person.responses


async def test_unknown_name_within_another(person: Person) -> None:
    """An organization that the directory does not know is not found in the middle of another one's name (Embrace)."""
    await person.send_text("amar bhai libya te, dalal tare bikri korse, 5 lakh taka chay", "BD")
    await person.send_text("BRAC er number ta den", "BD")
    assert "Embrace" not in person.reply_text
    assert any(name.startswith("utter_no_such_name") for name in person.responses), person.responses


async def test_town_from_which_somebody_was_brought(person: Person) -> None:
    """A town in the country of the phone, from which a person was taken abroad, is not where they are."""
    await person.send_text("i am in Myawaddy in a compound, they brought us from Bangkok, who can help", "TH")
    assert (await person.slot("place"))["country"] == "MM"


@pytest.mark.parametrize("text", ["dois-je rembourser le billet avant de partir ?", "y esa deuda la tengo que pagar??"])
async def test_debt_that_others_demand(person: Person, text: str) -> None:
    """Whether a debt must be paid is a question about rights, after services too."""
    await person.send_text("i am in Tunis, they keep my passport, who can help me")
    await person.send_text(text)
    assert any("debt" in name for name in person.responses), person.responses


@pytest.mark.parametrize("text", ["should i pay him", "pero le pago o no le pago?", "paisa bhej du kya usko"])
async def test_short_question_about_a_ransom(person: Person, text: str) -> None:
    """After a ransom was told, a short question whether to pay is about it and not about the price of a service."""
    await person.send_text("they hold my brother in Tripoli, Libya, they say pay or they wont release him")
    await person.send_text("i am in Dhaka, who can help us?")
    await person.send_text(text)
    assert "utter_family" in person.responses, person.responses
