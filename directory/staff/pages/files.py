"""Files: taking the whole directory away, and bringing entries in after somebody has looked at what would change."""

from datetime import UTC, datetime
from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from directory.db.engine import locked
from directory.staff.context import desk, posted, signed_in
from directory.staff.i18n import N_, gettext
from directory.staff.pagination import fitting, leaf, offset_of
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to
from directory.staff.uploads import errors, exports, reports, store
from directory.staff.uploads.file_types import read_file
from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import AT_WORK, Kept, State

_ROWS: Final = 40
_WRONG: Final[dict[type[errors.RefusedFileError], str]] = {
    errors.NoFileError: N_("Choose a file first."),
    errors.EmptyFileError: N_("This file is empty. Choose another one."),
    errors.UnknownEndingError: N_("This is another kind of file. Its name must end in .csv, .xlsx, .json or .zip."),
    errors.WrongContentError: N_("The file is broken, or something else than its name says. Save it again and retry."),
    errors.TooMuchInsideError: N_("This file unpacks to more than this page can take. Send it in parts."),
    errors.TooManyUploadsError: N_("Too many files wait already. Import or remove one of them first."),
}


def files(request: Request) -> Response:
    """Show what can be taken away, the form for a file, and the files that wait."""
    return _shown(request, None)


def bring(request: Request) -> Response:
    """Keep a file and let it be checked."""
    try:
        name, content = file_of(request)
        upload_id = _jobs(request).bring(signed_in(request).account_id, read_file(name, content), _now())
    except errors.RefusedFileError as refused:
        return _shown(request, gettext(_WRONG[type(refused)]), status=422)
    return goes_to(f"/files/{upload_id}")


def file_of(request: Request) -> tuple[str, bytes]:
    """Return the name and the content of the file that was posted.

    Raises:
        NoFileError: there is none.
    """
    file = posted(request).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise errors.NoFileError
    return file.filename, file.file.read()


def file(request: Request) -> Response:
    """Show how far a file is, and what it would change or changed."""
    kept = _jobs(request).look(request.path_params["id"], _now())
    if kept is None or kept.kind not in store.IMPORTED:
        raise HTTPException(404)
    if kept.report is None or kept.state in AT_WORK:
        how_far = desk(request).work.how_far(kept.id) or kept
        return render(request, "files_at_work.html", kept=kept, how_far=how_far, is_at_work=kept.state in AT_WORK)
    return render(request, "files_report.html", kept=kept, state=State, **_found(request, reports.read(kept.report)))


def take_in(request: Request) -> Response:
    """Take a file in, once it was checked."""
    kept = _found_file(request)
    if not _jobs(request).take_in(kept.id, signed_in(request).account_id, _now()):
        raise HTTPException(409)
    return goes_to(f"/files/{kept.id}")


def discard(request: Request) -> Response:
    """Remove a file."""
    kept = _found_file(request)
    with desk(request).engine.connect() as connection, locked(connection):
        store.discard(connection, kept.id)
    return goes_to("/files?told=removed")


def export(request: Request) -> Response:
    """Hand over a file of the whole directory; one at a time, since it takes long."""
    try:
        shape = exports.Shape(request.path_params["shape"])
    except ValueError:
        raise HTTPException(404) from None
    one_at_a_time = desk(request).work.exporting
    if not one_at_a_time.acquire(blocking=False):
        return render(request, "error.html", status=429, code="exporting")
    try:
        made = exports.make(desk(request).engine, shape)
    finally:
        one_at_a_time.release()
    named = {"Content-Disposition": f'attachment; filename="waylight-{shape}"', "Content-Length": str(made.size)}
    return StreamingResponse(made.chunks(), media_type="application/octet-stream", headers=named)


def _found(request: Request, found: reports.Found) -> dict[str, Any]:
    """Return the rows of one of a report's lists, as many as fit on a page."""
    lists = {
        "faults": found.report.faults,
        "changes": list(reports.rows(found)) if found.report.accepted else [],
        "warnings": found.report.warnings,
    }
    filled = [name for name, rows in lists.items() if rows]
    asked = request.query_params.get("list", "")
    chosen = asked if asked in filled else next(iter(filled), "")
    begin = offset_of(request, _ROWS)
    rows, has_later = fitting(lists.get(chosen, ())[begin : begin + _ROWS + 1], _ROWS)
    around = leaf(request, has_later=has_later)
    return {"found": found, "report": found.report, "filled": filled, "chosen": chosen, "rows": rows, "leaf": around}


def _shown(request: Request, wrong: str | None, status: int = 200) -> Response:
    with desk(request).engine.connect() as connection:
        waiting = store.listed(connection, store.IMPORTED, _now())
    return render(request, "files.html", status=status, wrong=wrong, waiting=waiting, shapes=exports.Shape)


def _found_file(request: Request) -> Kept:
    with desk(request).engine.connect() as connection:
        kept = store.find(connection, request.path_params["id"], _now())
    if kept is None or kept.kind not in store.IMPORTED:
        raise HTTPException(404)
    return kept


def _jobs(request: Request) -> Jobs:
    return Jobs(desk(request).engine, desk(request).work, desk(request).stale_after)


def _now() -> datetime:
    return datetime.now(UTC)


PAGES: Final = (
    Page("/files", files, May.ADMINISTER),
    Page("/files", bring, May.ADMINISTER, method="POST", takes_files=True),
    Page("/files/export/{shape}", export, May.ADMINISTER),
    Page("/files/{id}", file, May.ADMINISTER),
    Page("/files/{id}/import", take_in, May.ADMINISTER, method="POST"),
    Page("/files/{id}/discard", discard, May.ADMINISTER, method="POST"),
)
