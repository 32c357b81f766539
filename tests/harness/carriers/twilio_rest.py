"""Twilio's REST resource for messages, as the twilio package expects it: list, fetch, redact, delete.

Source: twilio.com/docs/messaging/api/message-resource.
"""

import base64
import json
import re
import secrets
import time
from collections import defaultdict
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.harness.carriers.faults import Fault, Faults
from tests.harness.carriers.http_server import Asked, HungUpError, Said
from tests.harness.carriers.twilio_account import TwilioAccount

FINAL = frozenset(("received", "delivered", "undelivered", "failed", "canceled", "read"))
_PAGE, _PAGE_AT_MOST = 50, 1000


@dataclass(slots=True, eq=False)
class Kept:
    """What Twilio keeps of a message."""

    sid: str
    sender: str
    receiver: str
    body: str
    status: str
    direction: str
    at: float = field(default_factory=time.time)


def _fault(status: int, code: int, message: str) -> Said:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Said(status, json.dumps({"code": code, "message": message, "more_info": more, "status": status}).encode())


class TwilioRest:
    """The messages of one account."""

    def __init__(self, account_sid: str, auth_token: str, faults: Faults | None = None) -> None:
        """Take the account and what goes wrong."""
        self.account_sid = account_sid
        self.account = TwilioAccount(account_sid)
        self.messages: dict[str, Kept] = {}
        self.faults = faults or Faults()
        self._of: defaultdict[str, dict[str, Kept]] = defaultdict(dict)
        self._authorization = "Basic " + base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        account = f"/2010-04-01/Accounts/{re.escape(account_sid)}"
        self._path = re.compile(rf"{account}/Messages(?:/(?P<sid>(?:SM|MM)[0-9a-f]{{32}}))?\.json")

    def keep(self, sender: str, receiver: str, body: str, status: str, sid: str = "") -> Kept:
        """Keep a message; an inbound one has its sid already."""
        direction = "inbound" if sid else "outbound-reply"
        kept = Kept(sid or f"SM{secrets.token_hex(16)}", sender, receiver, body, status, direction)
        self.messages[kept.sid] = self._of[sender][kept.sid] = self._of[receiver][kept.sid] = kept
        return kept

    async def handle(self, asked: Asked) -> Said:
        """Answer one call."""
        if asked.headers.get("authorization") != self._authorization:
            return _fault(401, 20003, "Authenticate")
        path = self._path.fullmatch(asked.path)
        if not path and (owned := self.account.answer(asked)):
            return owned
        if not path:
            return _fault(404, 20404, f"The requested resource {asked.path} was not found")
        fault = self.faults.strikes(asked.verb)
        if fault is Fault.FLOOD:
            return _fault(429, 20429, "Too Many Requests")
        if fault is Fault.BROKEN:
            return _fault(500, 20500, "Internal Server Error")
        if fault is Fault.SILENT:
            raise HungUpError
        said = self._one(asked, path["sid"]) if path["sid"] else self._list(asked)
        if fault:
            raise HungUpError
        return said

    def _one(self, asked: Asked, sid: str) -> Said:
        kept = self.messages.get(sid)
        if kept is None:
            return _fault(404, 20404, f"The requested resource /Messages/{sid}.json was not found")
        if asked.verb == "GET":
            return Said(200, json.dumps(self._record(kept)).encode())
        if kept.status not in FINAL:
            return _fault(409, 20009, "Cannot change this resource before it is complete")
        if asked.verb == "DELETE":
            del self.messages[sid], self._of[kept.sender][sid], self._of[kept.receiver][sid]
            return Said(204)
        if asked.form().get("Body") != "":
            return _fault(400, 21601, "Only an empty Body can be set")
        kept.body = ""
        return Said(200, json.dumps(self._record(kept)).encode())

    def _list(self, asked: Asked) -> Said:
        """Return a page, newest first; To, From and DateSent narrow it, as in Twilio's own list."""
        query = {key: values[-1] for key, values in parse_qs(asked.query).items()}
        among = self._of.get(query.get("To") or query.get("From") or "", {}) if _narrowed(query) else self.messages
        found = [kept for kept in reversed(among.values()) if _fits(kept, query)]
        size = min(int(query.get("PageSize", _PAGE)), _PAGE_AT_MOST)
        page = int(query.get("Page", 0))
        more = urlencode({**query, "Page": page + 1, "PageToken": f"PT{page + 1}"})
        is_last = len(found) <= (page + 1) * size
        body = {
            "messages": [self._record(kept) for kept in found[page * size : (page + 1) * size]],
            "next_page_uri": None if is_last else f"{asked.path}?{more}",
            "page": page,
            "page_size": size,
        }
        return Said(200, json.dumps(body).encode())

    def _record(self, kept: Kept) -> dict[str, Any]:
        date = formatdate(kept.at)
        return {
            "sid": kept.sid,
            "account_sid": self.account_sid,
            "from": kept.sender,
            "to": kept.receiver,
            "body": kept.body,
            "status": kept.status,
            "direction": kept.direction,
            "date_created": date,
            "date_sent": date,
            "date_updated": date,
            "num_media": "0",
            "num_segments": "1",
            "uri": f"/2010-04-01/Accounts/{self.account_sid}/Messages/{kept.sid}.json",
        }


def _narrowed(query: dict[str, str]) -> bool:
    return "To" in query or "From" in query


def _fits(kept: Kept, query: dict[str, str]) -> bool:
    """Tell whether a list asked for this one; dates are compared as Twilio writes them, in UTC."""
    if query.get("To", kept.receiver) != kept.receiver or query.get("From", kept.sender) != kept.sender:
        return False
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(kept.at))
    day, before, after = query.get("DateSent", ""), query.get("DateSent<", ""), query.get("DateSent>", "")
    return at.startswith(day[:10]) and (not before or at[: len(before)] <= before) and at[: len(after)] >= after
