"""A row that a publication changes twice, as asked and by what follows, is one change: it can be undone."""

from datetime import timedelta

from directory.moderation import Action, Check, Edit, Method, new_id, publish
from tests.directory.moderation.desk import NOW, REVIEWER, SERVICE, STALE_AFTER, Desk, make, set_to

TAMIL = (SERVICE, "fees", "ta")


def later(desk: Desk, number: int) -> None:
    """Publish a proposal after the others."""
    with desk.engine.connect() as connection:
        publish(
            connection,
            number,
            REVIEWER,
            stale_after=STALE_AFTER,
            is_protected=None,
            now=NOW + timedelta(minutes=1),
        )


def test_a_new_entry_that_was_called_is_taken_back(desk: Desk) -> None:
    """The mark that it must have and the mark of the call are one row."""
    before = desk.everything()
    own = str((desk.row("service", id=SERVICE) or {})["organization_id"])
    made = make("service", new_id(), organization_id=own, name="Zzyzx", status="active")
    desk.undo(desk.change(made, check=Check("reviewer", Method.CALLED)))
    assert desk.everything() == before


def test_a_late_translation_is_taken_back(desk: Desk) -> None:
    """One that is new and of an old text already."""
    waits = desk.propose(Edit(Action.CREATE, "translation", TAMIL, {"text": "x"}))
    later(desk, desk.propose(set_to("service", SERVICE, fees="new")))
    before = desk.everything()
    later(desk, waits)
    assert (desk.row("translation", entity_id=SERVICE, field="fees", language="ta") or {})["stale"]
    desk.undo(waits)
    assert desk.everything() == before


def test_a_stale_translation_stays_stale(desk: Desk) -> None:
    """Taking back its late mending does not make it fresh."""
    desk.change(set_to("service", SERVICE, fees="old"), Edit(Action.CREATE, "translation", TAMIL, {"text": "x"}))
    desk.change(set_to("service", SERVICE, fees="newer"))
    waits = desk.propose(Edit(Action.UPDATE, "translation", TAMIL, {"text": "y"}))
    later(desk, desk.propose(set_to("service", SERVICE, fees="newest")))
    before = desk.everything()
    later(desk, waits)
    desk.undo(waits)
    assert desk.everything() == before
