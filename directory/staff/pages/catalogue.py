"""The bot's catalogues: translators download and upload them, and engineers download what was submitted."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.auth.roles import Permission, Role
from directory.staff.context import current_user, form_field, get_context, locked_transaction
from directory.staff.i18n import N_, gettext
from directory.staff.pages.files import uploaded_file
from directory.staff.pagination import page_offset, pager, split_page
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to
from directory.staff.uploads import catalogues, store
from directory.staff.uploads.file_types import FileKind, NoFileChosenError
from directory.staff.uploads.store import State, StoredUpload
from locales.po import UnknownLanguageError
from locales.submission import check_submission, download

_PAGE_SIZE: Final = 25
_FILE_REQUIRED: Final = N_("Choose a language and a file first.")


def show_catalogues(request: Request) -> Response:
    """Show the state of each language, and the upload form."""
    return _render_catalogues(request)


def download_catalogue(request: Request) -> Response:
    """Download the current catalogue of a language."""
    try:
        return _po_response(request.path_params["code"], download(request.path_params["code"]))
    except UnknownLanguageError:
        raise HTTPException(404) from None


def upload_catalogue(request: Request) -> Response:
    """Check an uploaded catalogue, and store it until its translator submits it."""
    code = form_field(request, "code")
    try:
        _, content = uploaded_file(request)
        review = check_submission(code, content)
    except (NoFileChosenError, UnknownLanguageError):
        return _render_catalogues(request, gettext(_FILE_REQUIRED), code=code, status=422)
    if review.read_error:
        return _render_catalogues(request, unreadable=review.read_error, code=code, status=422)
    with locked_transaction(request) as connection:
        upload_id = catalogues.store_catalogue(connection, current_user(request).account_id, code, review, _now())
    return redirect_to(f"/catalogue/offered/{upload_id}")


def show_upload(request: Request) -> Response:
    """Show the errors and changes of an uploaded catalogue."""
    with get_context(request).engine.connect() as connection:
        upload = _find_upload(connection, request)
    submission = catalogues.read_submission(upload)
    offset = page_offset(request, _PAGE_SIZE)
    changes, has_next = split_page(submission.changes[offset : offset + _PAGE_SIZE + 1], _PAGE_SIZE)
    return render(
        request,
        "catalogue_submission.html",
        upload=upload,
        submission=submission,
        changes=changes,
        pager=pager(request, has_next=has_next),
        is_waiting=upload.state is State.WAITING,
    )


def submit_upload(request: Request) -> Response:
    """Submit an uploaded catalogue to the engineers."""
    with locked_transaction(request) as connection:
        upload = _find_upload(connection, request)
        if upload.account_id != current_user(request).account_id:
            raise HTTPException(403)
        if not catalogues.submit_catalogue(connection, upload, _now()):
            raise HTTPException(409)
    return redirect_to("/catalogue?told=handed_over")


def show_waiting(request: Request) -> Response:
    """Show the submitted catalogues."""
    with get_context(request).engine.connect() as connection:
        uploads = store.list_uploads(connection, (FileKind.CATALOGUE,), _now(), State.WAITING)
    waiting = [(catalogues.language_code(upload), upload) for upload in uploads]
    return render(request, "catalogue_submissions.html", waiting=waiting)


def download_waiting(request: Request) -> Response:
    """Download a submitted catalogue."""
    with get_context(request).engine.connect() as connection:
        upload = _find_upload(connection, request)
        content = store.read_content(connection, upload.id, _now())
    if upload.state is not State.WAITING or content is None:
        raise HTTPException(404)
    return _po_response(catalogues.language_code(upload), content)


def discard(request: Request) -> Response:
    """Delete a submitted catalogue that was merged or is not wanted."""
    with locked_transaction(request) as connection:
        store.delete_upload(connection, _find_upload(connection, request).id)
    return redirect_to("/catalogue/waiting?told=removed")


def _find_upload(connection: Connection, request: Request) -> StoredUpload:
    """Return an uploaded catalogue of the user, or of anyone for an administrator; raises HTTPException 404 and 403."""
    upload, user = store.find_upload(connection, request.path_params["id"], _now()), current_user(request)
    if upload is None or upload.kind is not FileKind.CATALOGUE:
        raise HTTPException(404)
    if upload.account_id != user.account_id and user.role is not Role.ADMINISTRATOR:
        raise HTTPException(403)
    return upload


def _render_catalogues(
    request: Request, error: str | None = None, *, unreadable: str | None = None, code: str = "", status: int = 200
) -> Response:
    values = {"error": error, "unreadable": unreadable, "code": code}
    return render(request, "catalogue.html", status=status, statuses=catalogues.catalogue_statuses(), **values)


def _po_response(code: str, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="waylight-{code}.po"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _now() -> datetime:
    return datetime.now(UTC)


PAGES: Final = (
    Page("/catalogue", show_catalogues, Permission.READ),
    Page("/catalogue", upload_catalogue, Permission.PROPOSE, method="POST", accepts_files=True),
    Page("/catalogue/{code}.po", download_catalogue, Permission.READ),
    Page("/catalogue/offered/{id}", show_upload, Permission.PROPOSE),
    Page("/catalogue/offered/{id}/hand-over", submit_upload, Permission.PROPOSE, method="POST"),
    Page("/catalogue/waiting", show_waiting, Permission.ADMINISTER),
    Page("/catalogue/waiting/{id}.po", download_waiting, Permission.ADMINISTER),
    Page("/catalogue/waiting/{id}/discard", discard, Permission.ADMINISTER, method="POST"),
)
