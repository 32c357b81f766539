"""Publishing carries out all of a proposal or nothing, over exactly what was seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from directory import open_database
from directory.models import Phone, Service, WithheldLocation
from directory.moderation import (
    Action,
    BadEditError,
    ChangedMeanwhileError,
    Check,
    Edit,
    InUseError,
    Method,
    NotAuthorError,
    NotWaitingError,
    OwnProposalError,
    ProtectedTextError,
    ReviewError,
    State,
    UnknownProposalError,
    What,
    decline,
    new_id,
    withdraw,
)
from directory.seed.loader import STARTER
from tests.directory.moderation.desk import AUTHOR, NOW, OTHER, REVIEWER, SERVICE, Desk, make, remove, set_to


def test_a_proposal_waits_and_changes_nothing(desk: Desk) -> None:
    """Until somebody else has read it, the directory says what it said."""
    before = desk.everything()
    number = desk.propose(set_to("service", SERVICE, fees="free"), reason="they told me")
    assert desk.everything() == before
    row = desk.row("proposal", id=number) or {}
    assert (row["state"], row["author_id"], row["service_id"]) == (State.WAITING, AUTHOR, SERVICE)
    assert row["organization_id"] == (desk.row("service", id=SERVICE) or {})["organization_id"]
    assert (row["made_at"], row["reason"]) == (NOW, "they told me")


def test_a_published_change_stands_in_the_directory(desk: Desk) -> None:
    """The field has its new value, and the entry the moment of the change and no tie to the starter directory."""
    before = desk.row("service", id=SERVICE) or {}
    assert desk.row("starter_entry", service_id=SERVICE)
    number = desk.propose(set_to("service", SERVICE, fees_description="free"))
    assert desk.publish(number) == [SERVICE]
    assert desk.row("service", id=SERVICE) == before | {"fees_description": "free"}
    assert desk.row("starter_entry", service_id=SERVICE) is None
    row = desk.row("proposal", id=number) or {}
    assert (row["state"], row["decider_id"], row["decided_at"], row["decision"]) == ("published", REVIEWER, NOW, None)
    with desk.engine.connect() as connection:
        stamp = connection.scalar(select(col(Service.last_modified)).where(col(Service.id) == SERVICE))
    assert stamp == NOW.isoformat(timespec="milliseconds")


def test_an_update_of_the_software_leaves_what_was_published(desk: Desk) -> None:
    """The starter directory is loaded again, and the change stays."""
    desk.change(set_to("service", SERVICE, fees_description="free"))
    open_database(desk.engine.url.render_as_string(hide_password=False), STARTER).dispose()
    assert (desk.row("service", id=SERVICE) or {})["fees_description"] == "free"


def test_nobody_publishes_their_own(desk: Desk) -> None:
    """Two people see each change; a line with one administrator says that nobody else did."""
    number = desk.propose(set_to("service", SERVICE, fees="free"))
    with pytest.raises(OwnProposalError):
        desk.publish(number, AUTHOR)
    assert (desk.row("proposal", id=number) or {})["state"] == State.WAITING
    desk.publish(number, AUTHOR, alone=True)
    assert (desk.row("proposal", id=number) or {})["decision"] == "alone"


def test_a_proposal_is_decided_once(desk: Desk) -> None:
    """What was published, declined or withdrawn waits no more."""
    published, declined, withdrawn = (desk.propose(set_to("service", SERVICE, fees=one)) for one in "abc")
    desk.publish(published)
    with desk.engine.connect() as connection:
        decline(connection, declined, REVIEWER, "not so", now=NOW)
        with pytest.raises(NotAuthorError):
            withdraw(connection, withdrawn, REVIEWER, now=NOW)
        withdraw(connection, withdrawn, AUTHOR, now=NOW)
        for number in (published, declined, withdrawn):
            with pytest.raises(NotWaitingError):
                decline(connection, number, REVIEWER, "", now=NOW)
            with pytest.raises(NotWaitingError):
                withdraw(connection, number, AUTHOR, now=NOW)
    for number in (published, declined, withdrawn):
        with pytest.raises(NotWaitingError):
            desk.publish(number)
    with pytest.raises(UnknownProposalError):
        desk.publish(10**6)
    states = [(row["state"], row["decision"]) for row in desk.rows("proposal")]
    assert states == [("published", None), ("declined", "not so"), ("withdrawn", None)]


def test_what_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    """A reviewer decides on what they have seen; the other field of the proposal is not written either."""
    number = desk.propose(set_to("service", SERVICE, fees="free", wait_time="none"))
    desk.change(set_to("service", SERVICE, fees="5 dollars"))
    before = desk.everything()
    with pytest.raises(ChangedMeanwhileError):
        desk.publish(number)
    assert desk.everything() == before
    (conflict,) = desk.read(number).conflicts
    assert (conflict.field, conflict.old, conflict.new, conflict.now) == ("fees", None, "free", "5 dollars")


def test_what_came_or_went_meanwhile_is_in_the_way(desk: Desk) -> None:
    """A row that was made twice, removed twice, or has got something new that would go unseen."""
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    audience = Edit(Action.CREATE, "audience", (SERVICE, "scam"))
    language = new_id()
    late = [desk.propose(audience), desk.propose(remove("phone", phone))]
    desk.change(audience, make("language", language, phone_id=phone, code="ta"))
    for number in late:
        with pytest.raises(ChangedMeanwhileError):
            desk.publish(number)
    assert desk.read(late[0]).conflicts
    gone = desk.propose(set_to("phone", phone, description="x"))
    desk.change(remove("phone", phone))
    with pytest.raises(ChangedMeanwhileError):
        desk.publish(gone)
    assert desk.row("language", id=language) is None


def test_a_fault_in_the_middle_leaves_everything_as_it_was(desk: Desk) -> None:
    """A row that we know nothing of hangs on one that goes: the update before it is not kept either."""
    location = new_id()
    desk.change(make("location", location, location_type="physical", name="office"))
    number = desk.propose(set_to("service", SERVICE, fees="free"), remove("location", location))
    with desk.engine.begin() as connection:
        hidden = {"id": new_id(), "location_id": location, "address_1": "x", "country": "TH"}
        table = Phone.metadata.tables["partner_address"]
        connection.execute(insert(table), hidden)
    before = desk.everything()
    with pytest.raises(InUseError):
        desk.publish(number)
    assert desk.everything() == before
    assert (desk.row("proposal", id=number) or {})["state"] == State.WAITING


def test_of_two_who_publish_at_once_one_wins(desk: Desk) -> None:
    """The other is told that it is decided, and the change is made once."""
    number = desk.propose(make("phone", new_id(), service_id=SERVICE, number="02 123 4567"))

    def publish(decider: str) -> str:
        try:
            desk.publish(number, decider)
        except ReviewError as fault:
            return type(fault).__name__
        return "published"

    with ThreadPoolExecutor(4) as people:
        outcomes = sorted(people.map(publish, ("a", "b", "c", "d")))
    assert outcomes == ["NotWaitingError"] * 3 + ["published"]
    assert len(desk.rows("phone", number="02 123 4567")) == 1


def test_a_whole_entry_is_made_at_once(desk: Desk) -> None:
    """Rows may name each other in any order; the entry has all that search needs and nobody has checked it."""
    organization, service, place = new_id(), new_id(), new_id()
    desk.change(
        make("service_at_location", new_id(), service_id=service, location_id=place),
        make("phone", new_id(), service_id=service, number="02 123 4567"),
        make("coverage", new_id(), service_id=service, country="TH", region="TH-10"),
        make("service", service, organization_id=organization, name="House", status="active"),
        make("location", place, location_type="physical"),
        make("organization", organization, name="Org", description=""),
    )
    assert desk.row("conduct", service_id=service) == {
        "service_id": service,
        "police_linked": False,
        "consular": False,
        "trafficking_specific": False,
        "mandatory_reporting": None,
        "reason": None,
    }
    assert (desk.row("assurance", service_id=service) or {})["verified_at"] is None
    assert (desk.row("provenance", entity_id=service) or {})["source_kind"] == "staff"
    assert desk.row("service_text", service_id=service)


def test_what_is_protected_is_neither_proposed_nor_published(desk: Desk) -> None:
    """Of the same service; a street of another one may be anybody's. What became protected later is refused too."""
    late = desk.propose(set_to("service", SERVICE, description="7 Hidden Road"))
    back = desk.change(set_to("service", OTHER, description="7 Hidden Road"))
    desk.change(set_to("service", OTHER, description="ask"))
    desk.is_protected = lambda text, owners: "Hidden Road" in text and (owners is None or SERVICE in owners)
    for refused in (
        lambda: desk.publish(late),
        lambda: desk.propose(set_to("service", SERVICE, alert="at Hidden Road")),
        lambda: desk.propose(set_to("service", SERVICE, alert="x"), reason="Hidden Road"),
        lambda: desk.propose(make("contact", new_id(), service_id=SERVICE, name="Hidden Road")),
    ):
        with pytest.raises(ProtectedTextError) as fault:
            refused()
        assert "Hidden" not in str(fault.value)
    desk.change(set_to("service", OTHER, alert="7 Hidden Road"))
    assert back


def test_the_address_of_a_withheld_place_does_not_come_back(desk: Desk) -> None:
    """Neither its address nor its point, whether it was protected before the proposal or after."""
    place = new_id()
    desk.change(make("location", place, location_type="physical"))
    address = {"address_1": "1 Road", "city": "X", "country": "TH", "address_type": "physical"}
    early = desk.propose(make("address", new_id(), location_id=place, **address))
    with desk.engine.begin() as connection:
        connection.execute(insert(WithheldLocation), {"location_id": place})
    for refused in (
        lambda: desk.publish(early),
        lambda: desk.propose(make("address", new_id(), location_id=place, **address)),
        lambda: desk.propose(set_to("location", place, latitude=13.75)),
    ):
        with pytest.raises(BadEditError) as fault:
            refused()
        assert fault.value.what is What.WITHHELD


def test_a_changed_number_ends_the_mark_of_a_checked_entry(desk: Desk) -> None:
    """Other changes leave it; whoever has called there and publishes marks it anew."""
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    called = Check("reviewer, Example Trust", Method.CALLED)
    desk.change(set_to("service", SERVICE, fees="free"), check=called)
    mark = {"service_id": SERVICE, "verified_by": called.by, "verified_at": NOW, "method": "called"}
    assert desk.row("assurance", service_id=SERVICE) == mark
    desk.change(set_to("service", SERVICE, fees="none"))
    assert desk.row("assurance", service_id=SERVICE) == mark
    number = desk.change(set_to("phone", phone, number="02 999 9999"))
    assert (desk.row("assurance", service_id=SERVICE) or {})["verified_at"] is None
    desk.undo(number)
    assert desk.row("assurance", service_id=SERVICE) == mark
    desk.change(set_to("phone", phone, number="02 999 9999"), check=called)
    assert desk.row("assurance", service_id=SERVICE) == mark


def test_a_number_that_goes_with_its_office_ends_the_mark_too(desk: Desk) -> None:
    """The service had given out the number of an office that is no more."""
    office = new_id()
    called = Check("reviewer, Example Trust", Method.CALLED)
    desk.change(
        make("contact", office, service_id=SERVICE, name="Office"),
        make("phone", new_id(), contact_id=office, number="02 123 4567"),
        set_to("service", SERVICE, fees="free"),
        check=called,
    )
    assert (desk.row("assurance", service_id=SERVICE) or {})["verified_at"] == NOW
    desk.change(remove("contact", office))
    assert (desk.row("assurance", service_id=SERVICE) or {})["verified_at"] is None


def test_what_a_number_can_do_is_judged_anew(desk: Desk) -> None:
    """A mended number is dialled from abroad as its country's plan says, a new one comes last, a fax answers nobody."""
    phones = desk.rows("phone", service_id=SERVICE)
    first = min(phones, key=lambda one: (desk.row("phone_reach", phone_id=one["id"]) or {})["position"])["id"]
    new = new_id()
    desk.change(set_to("phone", first, number="02 123 4567"), make("phone", new, service_id=SERVICE, number="1300"))
    reach = desk.row("phone_reach", phone_id=first) or {}
    assert (reach["international"], reach["position"]) == ("+6621234567", 0)
    assert (desk.row("phone_reach", phone_id=new) or {})["position"] == len(phones)
    desk.change(set_to("phone", new, type="fax"))
    assert desk.row("phone_reach", phone_id=new) is None
    assert desk.row("phone", id=new)


def test_another_country_means_other_numbers(desk: Desk) -> None:
    """What all phones of a service can do is judged anew where its country changes, and not for another province."""
    service, phone, area = new_id(), new_id(), new_id()
    organization = (desk.row("service", id=SERVICE) or {})["organization_id"]
    desk.change(
        make("service", service, organization_id=organization, name="House", status="active"),
        make("coverage", area, service_id=service, country="KH"),
        make("phone", phone, service_id=service, number="02 123 4567"),
    )
    assert (desk.row("phone_reach", phone_id=phone) or {})["country"] == "KH"
    before = desk.rows("phone_reach")
    desk.change(make("coverage", new_id(), service_id=service, country="KH", region="KH-12"))
    desk.change(make("coverage", new_id(), service_id=SERVICE, country="TH", region="TH-11"))
    assert desk.rows("phone_reach") == before
    desk.change(remove("coverage", desk.rows("coverage", service_id=service, region="KH-12")[0]["id"]))
    desk.change(set_to("coverage", area, country="TH"))
    assert (desk.row("phone_reach", phone_id=phone) or {})["international"] == "+6621234567"


def test_a_changed_text_leaves_its_translations_behind(desk: Desk) -> None:
    """They are marked, but for one that was changed with it; a translation that is mended is marked no more."""
    keys = [(SERVICE, "name", language) for language in ("lo", "ta")]
    desk.change(*(Edit(Action.CREATE, "translation", key, {"text": "x", "reviewed": True}) for key in keys))
    number = desk.propose(
        set_to("service", SERVICE, name="New name"), Edit(Action.UPDATE, "translation", keys[0], {"text": "y"})
    )
    assert desk.read(number).makes_stale == (keys[1],)
    desk.publish(number)
    stale = {row["language"]: row["stale"] for row in desk.rows("translation", entity_id=SERVICE, field="name")}
    assert (stale["lo"], stale["ta"]) == (False, True)
    desk.change(Edit(Action.UPDATE, "translation", keys[1], {"text": "z"}))
    row = desk.row("translation", entity_id=SERVICE, field="name", language="ta") or {}
    assert (row["text"], row["stale"]) == ("z", False)


def test_public_history_names_no_person(desk: Desk) -> None:
    """HSDS metadata has a row a field with old and new, of a role; of what is gone too, at its service."""
    phone = desk.rows("phone", service_id=SERVICE)[0]
    before = len(desk.rows("metadata"))
    desk.change(set_to("service", SERVICE, fees="free", wait_time="2 days"), check=Check("Jane Roe", Method.CALLED))
    desk.change(remove("phone", phone["id"]))
    said = desk.rows("metadata", resource_id=SERVICE)
    assert {(row["field_name"], row["replacement_value"]) for row in said} >= {
        ("fees", "free"),
        ("wait_time", "2 days"),
    }
    assert phone["number"] in [row["previous_value"] for row in said if row["field_name"] == "phone.number"]
    assert {row["updated_by"] for row in desk.rows("metadata")[before:]} == {"staff"}
    text = repr(desk.rows("metadata"))
    assert not [name for name in (AUTHOR, REVIEWER, "Jane Roe") if f"'{name}'" in text]


def test_public_history_does_not_tell_what_is_protected(desk: Desk) -> None:
    """A street that is taken out of a text because it is protected now does not stay in the history of the text."""
    desk.change(set_to("service", SERVICE, description="7 Hidden Road"))
    with desk.engine.begin() as connection:
        connection.execute(Phone.metadata.tables["metadata"].delete())
    desk.is_protected = lambda text, _: "Hidden Road" in text
    desk.change(set_to("service", SERVICE, description="ask us"))
    assert "Hidden Road" not in repr(desk.rows("metadata"))


def test_search_follows_at_once(desk: Desk) -> None:
    """An entry that becomes inactive is found no more, and its new name is what staff find."""
    assert desk.rows("search_entry", service_id=SERVICE)
    desk.change(set_to("service", SERVICE, status="inactive", name="Zzyzx House"))
    assert not desk.rows("search_entry", service_id=SERVICE)
    assert "zzyzx" in (desk.row("service_text", service_id=SERVICE) or {})["text"]


def test_a_name_of_an_organization_reaches_all_its_services(desk: Desk) -> None:
    """They say something else now, and free search knows it; a change of one of them leaves the others alone."""
    organization = (desk.row("service", id=SERVICE) or {})["organization_id"]
    other = new_id()
    desk.change(make("service", other, organization_id=organization, name="Second", status="active"))
    number = desk.propose(set_to("organization", organization, name="Zzyzx Trust"))
    assert set(desk.publish(number)) == {SERVICE, other}
    assert "zzyzx" in (desk.row("service_text", service_id=other) or {})["text"]
    assert desk.publish(desk.propose(set_to("service", other, fees="x"))) == [other]
