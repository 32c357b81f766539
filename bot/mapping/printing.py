"""A page on which all pictures stand, to be printed from a browser: each begins a page, rows go on together."""

from collections.abc import Iterable

MILLIMETRES = (277, 400)
"""Width and height within the margins of A3, which has the shape of A4."""

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>What can be talked about</title>
<style>
 @page { size: A3 portrait; margin: 10mm }
 body { margin: 0 }
 img { display: block; width: 100%; break-before: page }
</style>
"""


def page(pictures: Iterable[str]) -> bytes:
    """Return HTML that shows the pictures with these file names below each other."""
    shown = (f'<img src="{file}" alt="{file.removesuffix(".svg").replace("_", " ")}">\n' for file in pictures)
    return f"{_PAGE}{''.join(shown)}</html>\n".encode()
