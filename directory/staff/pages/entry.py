"""One entry as a whole, for a case worker."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, exists, or_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Proposal, ProposedField
from directory.moderation import State
from directory.staff.context import desk
from directory.staff.crud.filters import NEEDS
from directory.staff.i18n import gettext, spoken
from directory.staff.labels import choice, label, table_label
from directory.staff.permissions import May
from directory.staff.phone_links import link_of
from directory.staff.proposals.summaries import Listed, listed
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry import labels
from directory.staff.service_entry.access import entry_asked_for, may_change
from directory.staff.service_entry.coverage_form import PART, region_name
from directory.staff.service_entry.hours_edits import printed, stored_hours
from directory.staff.service_entry.loader import Entry
from directory.staff.service_entry.phone_check import silence
from directory.staff.service_entry.protected import has_protected
from directory.staff.translations.fields import TEXTS

_WAITING: Final = 20


def entry(request: Request) -> Response:
    """Show an entry."""
    asked = entry_asked_for(request)
    is_theirs = may_change(request, asked)
    with desk(request).engine.connect() as connection, connection.begin():
        # What somebody proposed, and why, is for those who keep the entry until it is published.
        waiting = _waiting(connection, asked) if is_theirs else []
    return render(
        request,
        "entry/entry.html",
        entry=asked,
        may_change=is_theirs,
        waiting=waiting,
        has_protected=has_protected(request, asked),
        texts=_texts(asked),
        hours=_hours(asked),
        regions=_regions(asked),
        needs=[gettext(name) for need, name in NEEDS.items() if need in {row["code"] for row in asked.needs}],
        days=_days_since_check(asked),
        link_of=link_of,
        silence=silence,
        label=label,
        table_label=table_label,
        choice=choice,
        naming=labels,
    )


def _waiting(connection: Connection, of: Entry) -> list[Listed]:
    """Return the changes that wait: of the entry, and of numbers and places that it shares with others."""
    shared = [json.dumps([row["id"]], ensure_ascii=False) for row in (*of.phones, *of.locations, *of.addresses)]
    touches = exists().where(col(ProposedField.proposal_id) == col(Proposal.id), col(ProposedField.row_key).in_(shared))
    of_it = or_(col(Proposal.service_id) == of.id, touches)
    asked = select(Proposal).where(col(Proposal.state) == State.WAITING, of_it)
    oldest = asked.order_by(col(Proposal.made_at), col(Proposal.id)).limit(_WAITING)
    return listed(connection, [Proposal(**row) for row in connection.execute(oldest).mappings()])


def _texts(of: Entry) -> list[tuple[str, str, Any]]:
    """Return the texts of the entry, its organization, places and numbers: what each is called, it, its translations.

    Of others than the service only what is translated: the page shows the rest where it belongs.
    """
    of_service = [("service", of.service, name) for name in TEXTS["service"] if of.service[name]]
    rows = [("organization", of.organization), *(("location", row) for row in of.locations)]
    rows += [("phone", row) for row in of.phones] + [("schedule", row) for row in of.schedules]
    shared = [(table, row, name) for table, row in rows for name in row if row[name] and (row["id"], name) in of.texts]
    found = [(label(table, name), row[name], of.texts.get((row["id"], name), ())) for table, row, name in of_service]
    return found + [
        (f"{table_label(table)}: {label(table, name)}", row[name], of.texts[row["id"], name])
        for table, row, name in shared
    ]


def _hours(of: Entry) -> dict[str, str]:
    """Return when it is open: as printed, as it is understood ("" where not), and by which clocks."""
    stored = stored_hours(of.schedules)
    plain = labels.week(stored.week) if stored else ""
    return {"printed": printed(of.schedules), "plain": plain, "zone": stored.zone if stored else ""}


def _regions(of: Entry) -> dict[str, list[str]]:
    """Return the names of the provinces that it serves, by country."""
    found: dict[str, list[str]] = {}
    for row in of.of["coverage"]:
        here = found.setdefault(row["country"] or "", [])
        if row["region"]:
            here.append(region_name(row["region"], spoken()))
        elif not row["whole"]:
            here.append(gettext(PART))
    return {country: sorted(names) for country, names in sorted(found.items())}


def _days_since_check(of: Entry) -> int | None:
    check = of.one("assurance")
    return (datetime.now(UTC) - check["verified_at"]).days if check and check["verified_at"] else None


PAGES: Final = (Page("/services/{service_id}", entry, May.READ),)
