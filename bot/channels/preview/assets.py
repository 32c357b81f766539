"""The page's files, with headers that let nothing else in."""

from pathlib import Path

from fastapi import HTTPException, Response

HERE = Path(__file__).parent
PAGE = "page.html"
KINDS = {
    PAGE: "text/html",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "phone.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def serve_page() -> Response:
    """Return the page itself."""
    return serve_file(PAGE)


def serve_file(name: str) -> Response:
    """Return one of the page's files; raise HTTPException 404 for any other name."""
    if name not in KINDS:
        raise HTTPException(404)
    return Response((HERE / name).read_bytes(), media_type=KINDS[name], headers=HEADERS)
