"""Advice on one question: by a choice or in words, while something is asked, and in danger."""

import pytest

from tests.conversations.person import Person

IN_WORDS = [
    ("should i pay them what they want", "utter_advice_pay"),
    ("how do i get out of this compound", "utter_advice_out"),
    ("i already sent him a nude photo, what now", "utter_advice_images"),
    ("can you write me a message that i can send to the embassy", "utter_advice_message"),
    ("please don't go, stay with me", "utter_advice_stay"),
]


async def test_advice_from_the_menu(person: Person) -> None:
    """The second page of the menu leads to the topics, and each topic to what is known on it."""
    await person.send_text("menu")
    await person.press("Something else")
    await person.press("Advice")
    await person.press("Should I pay?")
    person.assert_question("utter_advice_pay")
    await person.press("A hotline")
    person.assert_question("utter_ask_place")


@pytest.mark.parametrize(("text", "response"), IN_WORDS)
async def test_advice_in_words(person: Person, text: str, response: str) -> None:
    """A question for advice is answered at once: no place is needed for it."""
    await person.send_text("hello")
    await person.send_text(text)
    assert response in person.responses


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("i need a lawyer in Bangkok", "how do i delete text messages"),
        ("我在曼谷，需要律师", "手机短信怎么删"),
        ("necesito un abogado en Bangkok", "como borro los mensajes del celular"),
        ("butuh pengacara di Bangkok", "gimana cara hapus sms di hp"),
        ("necesito un abogado en Bangkok", "como borro estos mensajes del celular para q no los vea"),
        ("我在曼谷，需要律师", "怎么删掉手机里的短信 不让老板看到"),
        ("انا في بانكوك محتاج محامي", "كيف امسح الرسايل من تلفون الحارس قبل ما اديهو ليو"),
        ("mujhe Bangkok me vakil chahiye", "phone se ye message kaise mitau"),
        ("i need a lawyer in Bangkok", "how do i delete the messages here, madam checks my phone every night"),
    ],
)
async def test_how_messages_are_deleted(person: Person, before: str, text: str) -> None:
    """Whoever asks how is told how, and loses nothing of the conversation."""
    await person.send_text(before)
    await person.send_text(text)
    assert person.responses == ["utter_advice_delete"]
    assert await person.slot("place")


async def test_how_this_chat_is_deleted(person: Person) -> None:
    """Whoever may mean that we forget is asked."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("how do i delete this chat")
    assert person.responses == ["utter_ask_erase"]
    assert await person.slot("place")


async def test_how_messages_are_deleted_is_no_sign_of_somebody_near(person: Person) -> None:
    """A first message that asks how is answered, though it names somebody who looks at the phone."""
    await person.send_text("how do i delete the messages here, madam checks my phone every night")
    assert "utter_advice_delete" in person.responses


async def test_advice_while_the_place_is_asked(person: Person) -> None:
    """The answer comes first, then the open question again."""
    await person.send_text("i need a lawyer")
    await person.send_text("should i pay them what they want")
    assert person.responses == ["utter_advice_pay", "utter_ask_place"]


async def test_a_child_gets_words_for_a_child(person: Person) -> None:
    """What is said about photographs is shorter for a child."""
    await person.send_text("i am 14")
    await person.send_text("i already sent him a nude photo, what now")
    assert "utter_advice_images_child" in person.responses


async def test_whether_to_go_there(person: Person) -> None:
    """Whoever asks whether to fetch a relative who is held, or to call back, is told not to go alone."""
    await person.send_text("my daughter is held in a scam compound in Myawaddy, we are in Yangon")
    await person.send_text("should i go get her?")
    assert "utter_advice_relative" in person.responses
    await person.send_text("and should i call her back")
    assert "utter_advice_relative" in person.responses


@pytest.mark.parametrize(
    ("before", "script"),
    [
        ("i need a doctor in Pattaya", "utter_script_medical_help"),
        ("i need a lawyer in Pattaya", "utter_script_legal_help"),
    ],
)
async def test_words_in_the_language_of_the_country(texter: Person, before: str, script: str) -> None:
    """Whoever asks for a text to show gets one in the language that is spoken there, for what they need."""
    await texter.send_text(before)
    await texter.send_text("can you write me a message i can show the driver, in thai")
    texter.assert_responses("utter_advice_message", "utter_script_in_local_language")
    assert texter.utterances[-1].values["script_local"] == {"response": script, "language": "th"}


async def test_no_second_text_at_home(texter: Person) -> None:
    """Where their own language is spoken they get the text in that only."""
    await texter.send_text("i need a lawyer in London")
    await texter.send_text("write me a message i can send them")
    assert "utter_advice_message" in texter.responses
    assert "utter_script_in_local_language" not in texter.responses


async def test_words_to_a_person_who_is_held(person: Person) -> None:
    """What is written to them may be read by others: no text that asks for help."""
    await person.send_text("my sister is held in a house in Bangkok, who can help her")
    await person.send_text("what should i write to my sister")
    assert "utter_advice_relative" in person.responses
    assert "utter_advice_message" not in person.responses


async def test_a_text_in_the_local_language_changes_no_language(texter: Person) -> None:
    """Whoever writes English in Thailand and wants Thai wants it to show."""
    await texter.send_text("i need a doctor in Pattaya")
    await texter.send_text("in thai please")
    assert texter.language == "en"
    assert "utter_script_in_local_language" in texter.responses


async def test_where_another_person_was_taken(person: Person) -> None:
    """Somebody else is where they were taken, though the writer told where they are themself."""
    await person.send_text("i write for my sister, she is 19. i am in Lima but we are from Venezuela")
    await person.send_text("no she is not in Peru, they took her to Iquique in Chile and keep her in a night club")
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert place["country"] == "CL"
