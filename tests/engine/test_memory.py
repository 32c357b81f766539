"""What a conversation remembers of the facts that a message tells."""

from typing import Any

import pytest
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.memory import remembered

BANGKOK = {"country": "TH", "region": "TH-10", "name": "Bangkok"}
SLOTS = ("age", "child", "limits", "own_place", "person", "place", "requested_slot", "whom")


def changes(
    intent: str, facts: dict[str, Any], before: dict[str, Any] | None = None, place: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the slots that a message sets, in a conversation that has the slots `before`."""
    tracker = DialogueStateTracker("somebody", [AnySlot(name, mappings=[{}]) for name in SLOTS])
    for name, value in (before or {}).items():
        tracker.update(SlotSet(name, value))
    entities = [{"entity": "facts", "value": facts}, *([{"entity": "place", "value": place}] if place else [])]
    events = remembered({"intent": {"name": intent}, "entities": entities}, tracker)
    return {event.key: event.value for event in events if isinstance(event, SlotSet)}


@pytest.mark.parametrize(
    "entities", [None, [], [{"entity": "place", "value": BANGKOK}], [{"entity": "facts", "value": {}}]]
)
def test_a_message_without_facts(entities: list[dict[str, Any]] | None) -> None:
    """A button, or a message that tells nothing, changes nothing: Rasa fills the slots of its intent and entities."""
    tracker = DialogueStateTracker("somebody", [])
    assert list(remembered({"intent": {"name": "find_shelter"}, "entities": entities}, tracker)) == []


def test_facts_name_no_slots() -> None:
    """What is not remembered sets no slot of its name."""
    assert changes("greet", {"need": "danger", "language": "th", "named": ["1"], "names": ["IOM"], "asks": True}) == {}


@pytest.mark.parametrize("intent", ["give_place", "find_shelter", "in_danger", "correct"])
def test_a_later_place_replaces_the_earlier(intent: str) -> None:
    """Whoever says that they are in Bangkok is no longer where they were."""
    facts = {"countries": ["TH"]}
    assert changes(intent, facts, {"place": {"country": "KH"}}, BANGKOK)["place"] == BANGKOK


@pytest.mark.parametrize("intent", ["check_job_offer", "rights_country", "ask_about_service", "change_language"])
def test_a_place_where_the_person_is_not(intent: str) -> None:
    """The place of an offer, of a law or of a service is not where the person is."""
    assert changes(intent, {"countries": ["TH"]}, place=BANGKOK) == {}


def test_the_writer_is_where_they_were() -> None:
    """Whoever told of a sister in Bangkok, and then speaks of themself, is not in Bangkok."""
    vientiane = {"country": "LA", "region": None, "name": "Vientiane"}
    told = changes("help_someone_else", {"other": True, "for_other": True}, {"place": vientiane}, BANGKOK)
    assert (told["place"], told["own_place"]) == (BANGKOK, {"place": vientiane, "is_next_need_own": False})
    later = changes("find_shelter", {"myself": True, "needs": ["find_shelter"]}, told)
    assert (later["place"], later["own_place"], later["whom"]) == (vientiane, None, "")
    assert "place" not in changes("find_shelter", {"needs": ["find_shelter"]}, told), "it may be the sister's"


def test_a_danger_elsewhere_that_is_only_told_of() -> None:
    """Whoever tells that their father is threatened at home, and then asks for a lawyer, needs one where they are."""
    leicester, india = {"country": "GB"}, {"country": "IN"}
    facts = {"other": True, "relation": "father", "danger_of": "other"}
    told = changes("possible_danger", facts, {"place": leicester}, india)
    assert told["place"] == india, "for the numbers of this answer"
    again = changes("possible_danger", {"danger": "violence", "danger_of": "other", "needs": ["find_shelter"]}, told)
    assert "place" not in again
    later = changes("find_legal_help", {"needs": ["find_legal_help"]}, told)
    assert (later["place"], later["own_place"], later["whom"]) == (leicester, None, "")


def test_the_writer_moves_on() -> None:
    """Whoever names a new place of theirs is there, and no longer where they were before."""
    before = {"place": BANGKOK, "own_place": {"place": {"country": "LA"}, "is_next_need_own": False}, "whom": "adult"}
    moved = changes("find_shelter", {"myself": True, "needs": ["find_shelter"]}, before, {"country": "KH"})
    assert (moved["place"], moved["own_place"]) == ({"country": "KH"}, None)


def test_a_home_country_is_no_place() -> None:
    """The country that the form asks for does not move the person."""
    before = {"requested_slot": "home_country"}
    assert changes("give_place", {"countries": ["TH"], "asks": True}, before, BANGKOK) == {}


def test_limits_add_up() -> None:
    """A limit stays until the end, once, in the order in which they were told."""
    assert changes("give_place", {"limits": ["no_police", "no_papers"]}) == {"limits": ["no_police", "no_papers"]}
    before = {"limits": ["no_police"]}
    assert changes("give_place", {"limits": ["no_papers", "no_police"]}, before) == {
        "limits": ["no_police", "no_papers"]
    }
    assert changes("give_place", {"limits": ["no_police"]}, before) == {}
    assert changes("find_shelter", {"needs": ["find_shelter"]}, before) == {}


@pytest.mark.parametrize(("intent", "limits"), [("in_danger", ["no_police"]), ("report_crime", None)])
def test_police_in_danger(intent: str, limits: list[str] | None) -> None:
    """Police that is mentioned in a danger is avoided; whoever wants to report a crime does not avoid it."""
    assert changes(intent, {"police": True}).get("limits") == limits


@pytest.mark.parametrize("limit", ["cannot_speak", "cannot_call"])
def test_only_writing(limit: str) -> None:
    """Whoever cannot speak or call gets those first who can be written to, and other limits don't matter for that."""
    assert changes("find_shelter", {"limits": [limit]}) == {"limits": [limit], "only_writing": True}
    assert "only_writing" not in changes("find_shelter", {"limits": ["no_credit"]})


@pytest.mark.parametrize(
    ("facts", "slots"),
    [
        ({"relation": "sister", "gender": "woman"}, {"whom": "other", "person": "woman"}),  # of any age
        ({"relation": "mother", "gender": "woman"}, {"whom": "adult", "person": "woman"}),
        ({"relation": "sister", "gender": "woman", "age": 17}, {"whom": "child", "person": "child"}),
        ({"relation": "sister", "gender": "woman", "minor": True}, {"whom": "child", "person": "child"}),
        ({"relation": "baby", "minor": True}, {"whom": "child", "person": "child"}),
        ({"minor": True}, {"whom": "child", "person": "child"}),
        ({"relation": "brother", "gender": "man", "age": 18}, {"whom": "adult", "person": "man", "child": None}),
        ({"relation": "child", "age": 20}, {"whom": "adult", "child": None}),
        ({"relation": "child", "minor": False}, {"whom": "adult", "child": None}),
    ],
)
def test_another_person(facts: dict[str, Any], slots: dict[str, Any]) -> None:
    """Whom a message is about, as far as it tells: their age decides before the relation."""
    assert changes("help_someone_else", {"other": True, **facts}) == slots


def test_an_older_age_of_another_person() -> None:
    """Whoever first took a sister for a child and then tells her age gets help for a woman, or for whoever it is."""
    before = {"whom": "child", "person": "child"}
    facts = {"other": True, "age": 25}
    assert changes("correct", facts | {"relation": "sister", "gender": "woman"}, before) == {
        "whom": "adult",
        "person": "woman",
        "child": None,
    }
    assert changes("correct", facts, before) == {"whom": "adult", "person": None, "child": None}


@pytest.mark.parametrize(("danger_of", "whom"), [("other", "other"), ("self", None)])
def test_danger_of_another(danger_of: str, whom: str | None) -> None:
    """In danger it matters for whom, even if nothing else is told of them."""
    facts = {"other": True, "danger": "violence", "danger_of": danger_of}
    assert changes("in_danger", facts).get("whom") == whom


@pytest.mark.parametrize("before", [{}, {"whom": "child"}])
@pytest.mark.parametrize(
    ("intent", "facts"),
    [
        ("describe_exploitation", {"needs": ["describe_exploitation"]}),
        ("say_feeling", {"asks": True}),
        ("in_danger", {"danger": "violence", "danger_of": "self", "myself": True}),
        ("correct", {"origin": "MM"}),
        ("correct", {"sea": True}),
    ],
)
def test_the_writer_again(intent: str, facts: dict[str, Any], before: dict[str, str]) -> None:
    """Whoever then tells of themself writes for themself."""
    assert changes(intent, facts, before)["whom"] == ""


@pytest.mark.parametrize(
    ("intent", "facts"),
    [
        ("find_shelter", {"needs": ["find_shelter"]}),
        ("correct", {"limits": ["no_police"]}),
        ("describe_exploitation", {"other": True}),
        ("in_danger", {"danger": "violence", "danger_of": "other"}),
        ("in_danger", {"danger": "violence", "danger_of": "self"}),
    ],
)
def test_still_for_another(intent: str, facts: dict[str, Any]) -> None:
    """A need, a limit or what somebody did to them does not make the conversation one about the writer."""
    assert "whom" not in changes(intent, facts, {"whom": "child"})


@pytest.mark.parametrize(
    ("facts", "before", "slots"),
    [
        ({"age": 25}, {"age": 15, "child": True}, {"age": 25}),
        ({"age": 25}, {"child": True, "person": "child"}, {"age": 25, "person": None}),
        ({"minor": False}, {"age": 15, "child": True}, {"age": None}),
        ({"minor": False}, {"age": 30}, {}),
    ],
)
def test_no_child_after_all(facts: dict[str, Any], before: dict[str, Any], slots: dict[str, Any]) -> None:
    """An age of 18 or more, or "I am no child", takes back what made the person one, but not the age of an adult."""
    assert changes("correct", facts, before) == {"whom": "", "child": None, **slots}


@pytest.mark.parametrize(
    ("intent", "facts", "slots"),
    [
        ("correct", {"origin": "MM"}, {"home_country": {"country": "MM"}}),
        ("find_shelter", {"origin": "MM"}, {"home_country": {"country": "MM"}}),
        ("help_someone_else", {"origin": "MM", "other": True}, {}),
        ("find_shelter", {"sea": True}, {"at_sea": True}),
        ("find_shelter", {"sea": False}, {"at_sea": False}),
        ("in_danger", {"danger": "captivity"}, {"danger_kind": "captivity"}),
        ("possible_danger", {"danger": "publish", "danger_certain": True}, {"danger_kind": "publish"}),
        ("possible_danger", {"danger": "publish"}, {"danger_kind": None}),
        ("find_shelter", {"danger": "captivity"}, {}),  # too unlikely to be an intent
        ("help_someone_else", {"ransom": True, "other": True}, {"ransom": True}),
    ],
)
def test_other_facts(intent: str, facts: dict[str, Any], slots: dict[str, Any]) -> None:
    """Where they are from, work at sea, what threatens, and money that is asked for somebody."""
    changed = changes(intent, facts)
    changed.pop("whom", None)
    assert changed == slots


def test_back_to_oneself() -> None:
    """Whoever speaks of themself again is not who they spoke for; a child who said so stays one."""
    before = {"whom": "child", "person": "child"}
    assert changes("find_legal_help", {"myself": True}, before) == {"whom": "", "person": None}
    assert changes("find_legal_help", {"myself": True}, {**before, "child": True}) == {"whom": ""}


def test_no_child() -> None:
    """Whoever is said to be no child is an adult from then on."""
    assert changes("find_shelter", {"minor": False}, {"whom": "child", "person": "child"})["whom"] == "adult"


def test_self_harm_of_a_helper() -> None:
    """Whoever wants to die is not where the person is whom they wrote for."""
    before = {"whom": "adult", "place": {"country": "KH"}}
    harm = {"danger": "violence", "danger_of": "self", "other": True}
    found = changes("self_harm", harm, before)
    assert (found["whom"], found["place"]) == ("", None)
    assert changes("self_harm", harm, before, BANGKOK)["place"] == BANGKOK
    assert "place" not in changes("self_harm", {**harm, "danger_of": "other"}, before)
