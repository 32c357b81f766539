"""Parse a page like a browser and find injected elements."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

MARK: Final = "zq7"
"""Stands in every payload."""
PAYLOADS: Final = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'><svg/onload={MARK}()>",
    f"javascript:{MARK}()",
    f"{MARK}{{{{7*7}}}}${{7*7}}%(name)s%s",
    f"</textarea></title></option><a href=//{MARK}>",
    f"\u202e{MARK}\u2066",
    f"{MARK}\r\nSet-Cookie: {MARK}=1",
    f"{MARK}" + "x" * 300,
)
_OURS: Final = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link script body a header nav form input button label select option optgroup main p h1 "
        "h2 h3 section article div span ul ol li dl dt dd table caption thead tbody tfoot tr th td bdi strong em b hr "
        "small details summary textarea fieldset legend output progress ins del code pre img figure figcaption time br "
        "footer",
    )
)
_ADDRESSES: Final = frozenset(
    {"href", "src", "action", "formaction", "data", "poster", "srcset", "data-checks", "data-again"}
)
_GOOD: Final = ("/staff", "?", "#", "https://", "http://", "tel:", "mailto:")
_VOID: Final = frozenset({"meta", "link", "input", "img", "br", "hr"})


class _Page(HTMLParser):
    """Notes what is wrong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element."""
        if tag not in _VOID:
            self._open.append(tag)
        names = dict(attrs)
        if tag not in _OURS or (tag == "script" and names.get("src") != "/staff/static/staff.js"):
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{tag} {name}={value}"[:200] for name, value in attrs if _is_invalid(tag, name, value or "")]

    def handle_endtag(self, tag: str) -> None:
        """Judge that nothing was closed that was not opened."""
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Judge a text: no script of a page's own, no template that was run."""
        if self._open[-1:] in (["script"], ["style"]) and data.strip():
            self.wrong.append(data)
        if f"{MARK}49" in data:
            self.wrong.append(data)


def _is_invalid(tag: str, name: str, value: str) -> bool:
    if MARK in name or name.startswith("on") or name in {"style", "srcdoc"}:
        return True
    if name == "http-equiv" and value != "refresh":
        return True
    if name not in _ADDRESSES or not value:
        return False
    return not value.startswith(_GOOD) and not (tag == "img" and value.startswith("data:image/svg+xml"))


def html_errors(page: str) -> Iterator[str]:
    """Yield elements, attributes and URLs that come from a text."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    yield from reader.wrong
