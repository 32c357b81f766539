"""One entry with everything public about it, and its history."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, exists, or_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from directory.models import Proposal, ProposedField
from directory.moderation import HistoryEntry, ProposalState, load_history, may_decide, may_propose, scope_of_service
from directory.moderation.diff import FieldDiff
from directory.moderation.history import concerns
from directory.staff import labels
from directory.staff.auth.roles import Permission, is_allowed
from directory.staff.context import current_user, transaction
from directory.staff.crud.filters import NEED_LABELS
from directory.staff.i18n import current_language, gettext
from directory.staff.labels import check_label, choice_label, field_label, table_label
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.phone_links import tel_uri
from directory.staff.proposals.field_diff import compare_rows
from directory.staff.proposals.held import visible_to_user
from directory.staff.proposals.summaries import ProposalSummary, summarize
from directory.staff.rendering import render
from directory.staff.routes import Page
from directory.staff.service_entry.access import get_entry, may_change
from directory.staff.service_entry.coverage_form import PARTIAL, region_name
from directory.staff.service_entry.loader import Entry
from directory.staff.service_entry.phone_check import no_answer_label
from directory.staff.service_entry.protected import has_protected
from directory.staff.service_entry.weekly_hours import stored_hours, stored_text
from directory.staff.translations.fields import TEXT_FIELDS

_MAX_WAITING: Final = 20
_PAGE_SIZE: Final = 10


def show_entry(request: Request) -> Response:
    """Show an entry."""
    entry = get_entry(request)
    is_editable = may_change(request, entry)
    with transaction(request) as connection:
        # Until they are published, proposals are shown only to users who may edit the entry.
        waiting = _waiting_proposals(request, connection, entry) if is_editable else []
    return render(
        request,
        "entry/entry.html",
        entry=entry,
        may_change=is_editable,
        waiting=waiting,
        has_protected=has_protected(request, entry),
        texts=_texts(entry),
        hours=_hours(entry),
        regions=_regions(entry),
        needs=[gettext(name) for need, name in NEED_LABELS.items() if need in {row["code"] for row in entry.needs}],
        days=_days_since_check(entry),
        tel_uri=tel_uri,
        no_answer_label=no_answer_label,
        field_label=field_label,
        table_label=table_label,
        choice_label=choice_label,
        labels=labels,
    )


def _waiting_proposals(request: Request, connection: Connection, entry: Entry) -> list[ProposalSummary]:
    """Return the waiting proposals for the entry, and for phones and locations that it shares with others."""
    shared = [
        json.dumps([row["id"]], ensure_ascii=False) for row in (*entry.phones, *entry.locations, *entry.addresses)
    ]
    touches = exists().where(col(ProposedField.proposal_id) == col(Proposal.id), col(ProposedField.row_key).in_(shared))
    about_entry = or_(col(Proposal.service_id) == entry.id, touches)
    waits = col(Proposal.state) == ProposalState.WAITING, about_entry
    stmt = select(Proposal).where(*waits, visible_to_user(request, connection, *waits))
    oldest = stmt.order_by(col(Proposal.made_at), col(Proposal.id)).limit(_MAX_WAITING)
    return summarize(connection, [Proposal(**row) for row in connection.execute(oldest).mappings()])


def _texts(entry: Entry) -> list[tuple[str, str, Any]]:
    """Return (label, text, translations) for the texts of the service and the translated texts of related rows."""
    of_service = [("service", entry.service, name) for name in TEXT_FIELDS["service"] if entry.service[name]]
    rows = [("organization", entry.organization), *(("location", row) for row in entry.locations)]
    rows += [("phone", row) for row in entry.phones] + [("schedule", row) for row in entry.schedules]
    shared = [
        (table, row, name) for table, row in rows for name in row if row[name] and (row["id"], name) in entry.texts
    ]
    result = [
        (field_label(table, name), row[name], entry.texts.get((row["id"], name), ())) for table, row, name in of_service
    ]
    return result + [
        (f"{table_label(table)}: {field_label(table, name)}", row[name], entry.texts[row["id"], name])
        for table, row, name in shared
    ]


def _hours(entry: Entry) -> dict[str, str]:
    """Return the opening hours: the stored text, the parsed week ("" if it can't be parsed) and the time zone."""
    stored = stored_hours(entry.schedules)
    plain = labels.week_label(stored.week) if stored else ""
    return {"printed": stored_text(entry.schedules), "plain": plain, "zone": stored.zone if stored else ""}


def _regions(entry: Entry) -> dict[str, list[str]]:
    """Return the names of the served provinces by country."""
    result: dict[str, list[str]] = {}
    for row in entry.of["coverage"]:
        regions = result.setdefault(row["country"] or "", [])
        if row["region"]:
            regions.append(region_name(row["region"], current_language()))
        elif not row["whole"]:
            regions.append(gettext(PARTIAL))
    return {country: sorted(names) for country, names in sorted(result.items())}


def _days_since_check(entry: Entry) -> int | None:
    check = entry.single("assurance")
    return (datetime.now(UTC) - check["verified_at"]).days if check and check["verified_at"] else None


def show_history(request: Request) -> Response:
    """Show the history of an entry, newest first."""
    entry, user = get_entry(request), current_user(request)
    with transaction(request) as connection:
        scope = scope_of_service(connection, entry.id)
        # Declined proposals were never public and may hold protected values: only users who may edit see them.
        may_see_declined = may_propose(user, scope)
        history = load_history(
            connection,
            entry.id,
            declined=may_see_declined,
            visible=visible_to_user(request, connection, concerns(entry.id)),
            offset=page_offset(request, _PAGE_SIZE),
            limit=_PAGE_SIZE + 1,
        )
        steps, has_next = split_page(history, _PAGE_SIZE)
        summaries = summarize(connection, [step.proposal for step in steps])
        diffs = [(compare_rows(connection, _changed_fields(step)), _check_note(step)) for step in steps]
        decides = is_allowed(user, Permission.DECIDE) and may_decide(user, scope)
    return render(
        request,
        "entry/history.html",
        entry=entry,
        steps=[(summary, *diff) for summary, diff in zip(summaries, diffs, strict=True)],
        pager=pager(request, has_next=has_next),
        decides=decides,
    )


def _changed_fields(step: HistoryEntry) -> list[FieldDiff]:
    return [
        FieldDiff(change.action, change.table, change.key, name, change.old[name], new, now=None, conflicts=False)
        for change in step.changes
        for name, new in change.new.items()
    ]


def _check_note(step: HistoryEntry) -> str:
    """Return the label of a check in this step; "" if it has none or undoes one."""
    rows = [change.new for change in step.changes if change.table == "assurance"]
    verifications = [row for row in rows if row.get("verified_at")]
    if not verifications or step.proposal.undoes is not None:
        return ""
    # A check with the same method as the one before does not change the method.
    return check_label(verifications[0].get("method"))


PAGES: Final = (
    Page("/services/{service_id}", show_entry, Permission.READ),
    Page("/services/{service_id}/history", show_history, Permission.READ),
)
