"""Export the directory, and import entries after a preview of what would change."""

from datetime import UTC, datetime
from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from directory.confidential import AccessCircle
from directory.staff.auth.roles import Permission
from directory.staff.auth.step_up import FOR_ACTION
from directory.staff.context import (
    current_user,
    form_data,
    form_field,
    get_context,
    locked_transaction,
    redaction_guard,
)
from directory.staff.i18n import N_, gettext
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to
from directory.staff.uploads import exports, file_types, reports, store
from directory.staff.uploads.file_types import read_file
from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import RUNNING, StoredUpload

_PAGE_SIZE: Final = 40
_MESSAGES: Final[dict[type[file_types.RejectedFileError], str]] = {
    file_types.NoFileChosenError: N_("Choose a file first."),
    file_types.EmptyFileError: N_("This file is empty. Choose another one."),
    file_types.UnknownExtensionError: N_(
        "This is another kind of file. Its name must end in .csv, .xlsx, .json or .zip."
    ),
    file_types.ContentMismatchError: N_(
        "The file is broken, or something else than its name says. Save it again and retry."
    ),
    file_types.UnpackedTooLargeError: N_("This file unpacks to more than this page can take. Send it in parts."),
    file_types.TooManyUploadsError: N_("Too many files wait already. Import or remove one of them first."),
}


def show_files(request: Request) -> Response:
    """Show the exports, the upload form, and the waiting uploads."""
    return _render_files(request, None)


def upload(request: Request) -> Response:
    """Store an uploaded file and start its check."""
    try:
        name, content = uploaded_file(request)
        upload_id = _jobs(request).upload(current_user(request).account_id, read_file(name, content), _now())
    except file_types.RejectedFileError as exc:
        return _render_files(request, gettext(_MESSAGES[type(exc)]), status=422)
    return redirect_to(f"/files/{upload_id}")


def uploaded_file(request: Request) -> tuple[str, bytes]:
    """Return the name and content of the uploaded file.

    Raises:
        NoFileChosenError: there is none.
    """
    file = form_data(request).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise file_types.NoFileChosenError
    return file.filename, file.file.read()


def show_file(request: Request) -> Response:
    """Show the progress or the report of an upload."""
    stored_upload = _jobs(request).refresh(request.path_params["id"], _now())
    if stored_upload is None or stored_upload.kind not in store.IMPORT_KINDS:
        raise HTTPException(404)
    if stored_upload.report is None or stored_upload.state in RUNNING:
        progress = get_context(request).worker.progress(stored_upload.id) or stored_upload
        is_running = stored_upload.state in RUNNING
        return render(request, "files_running.html", upload=stored_upload, progress=progress, is_running=is_running)
    stored, may_import = reports.from_json(stored_upload.report), _may_import(request)
    page = _report_page(request, stored if may_import else reports.without_protected(stored))
    holds_protected = may_import and reports.holds_protected(stored_upload.report)
    values: dict[str, Any] = {"may_import": may_import, "holds_protected": holds_protected}
    return render(request, "files_report.html", upload=stored_upload, **page, **values)


def _may_import(request: Request) -> bool:
    """Return whether the user may import files: if anything is protected, somebody who may read all of it.

    It does not depend on the file, which would tell whether it holds protected data.
    """
    return current_user(request).circle is AccessCircle.STAFF or redaction_guard(request) is None


def import_file(request: Request) -> Response:
    """Start the import of a checked file."""
    stored_upload = _find_file(request)
    if not _may_import(request):
        raise HTTPException(403)
    if reports.holds_protected(stored_upload.report) and form_field(request, "protected") != "yes":
        return redirect_to(f"/files/{stored_upload.id}")
    if not _jobs(request).start_import(stored_upload.id, current_user(request).account_id, _now()):
        raise HTTPException(409)
    return redirect_to(f"/files/{stored_upload.id}")


def discard(request: Request) -> Response:
    """Delete an upload."""
    stored_upload = _find_file(request)
    with locked_transaction(request) as connection:
        store.delete_upload(connection, stored_upload.id)
    return redirect_to("/files?told=removed")


def export(request: Request) -> Response:
    """Export the directory; one export at a time, since it takes long."""
    try:
        export_format = exports.ExportFormat(request.path_params["shape"])
    except ValueError:
        raise HTTPException(404) from None
    export_lock = get_context(request).worker.export_lock
    if not export_lock.acquire(blocking=False):
        return render(request, "error.html", status=429, code="exporting")
    try:
        export_file = exports.create_export(get_context(request).engine, export_format)
    finally:
        export_lock.release()
    headers = {
        "Content-Disposition": f'attachment; filename="waylight-{export_format}"',
        "Content-Length": str(export_file.size),
    }
    return StreamingResponse(export_file.chunks(), media_type="application/octet-stream", headers=headers)


def _report_page(request: Request, stored: reports.StoredReport) -> dict[str, Any]:
    """Return one page of one of a report's lists."""
    lists = {
        "faults": stored.report.errors,
        "changes": list(reports.report_rows(stored)) if stored.report.accepted else [],
        "warnings": stored.report.warnings,
    }
    filled = [name for name, rows in lists.items() if rows]
    requested = request.query_params.get("list", "")
    chosen = requested if requested in filled else next(iter(filled), "")
    offset = page_offset(request, _PAGE_SIZE)
    rows, has_next = split_page(lists.get(chosen, ())[offset : offset + _PAGE_SIZE + 1], _PAGE_SIZE)
    return {
        "stored": stored,
        "report": stored.report,
        "filled": filled,
        "chosen": chosen,
        "rows": rows,
        "pager": pager(request, has_next=has_next),
    }


def _render_files(request: Request, error: str | None, status: int = 200) -> Response:
    with get_context(request).engine.connect() as connection:
        waiting = store.list_uploads(connection, store.IMPORT_KINDS, _now())
    return render(request, "files.html", status=status, error=error, waiting=waiting)


def _find_file(request: Request) -> StoredUpload:
    with get_context(request).engine.connect() as connection:
        stored_upload = store.find_upload(connection, request.path_params["id"], _now())
    if stored_upload is None or stored_upload.kind not in store.IMPORT_KINDS:
        raise HTTPException(404)
    return stored_upload


def _jobs(request: Request) -> Jobs:
    return Jobs(get_context(request).engine, get_context(request).worker, get_context(request).stale_after)


def _now() -> datetime:
    return datetime.now(UTC)


PAGES: Final = (
    Page("/files", show_files, Permission.ADMINISTER),
    Page("/files", upload, Permission.ADMINISTER, method="POST", accepts_files=True),
    Page("/files/export/{shape}", export, Permission.ADMINISTER),
    Page("/files/{id}", show_file, Permission.ADMINISTER),
    Page("/files/{id}/import", import_file, Permission.ADMINISTER, method="POST", step_up=FOR_ACTION),
    Page("/files/{id}/discard", discard, Permission.ADMINISTER, method="POST"),
)
