"""Twilio's REST API for one account, as the twilio package expects it.

Sources: twilio.com/docs/messaging/api/message-resource; the Account and IncomingPhoneNumber resources; Messaging's
Service and PhoneNumber resources.
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

from tests.harness.fault_injection import Fault, FaultInjector
from tests.harness.http_server import DropConnectionError, HttpRequest, HttpResponse

FINAL_STATUSES = frozenset(("received", "delivered", "undelivered", "failed", "canceled", "read"))
_PAGE_SIZE, _MAX_PAGE_SIZE = 50, 1000


@dataclass(slots=True, eq=False)
class StoredMessage:
    """A message as Twilio stores it."""

    sid: str
    sender: str
    receiver: str
    body: str
    status: str
    direction: str
    at: float = field(default_factory=time.time)


@dataclass
class TwilioAccount:
    """The account, its phone numbers and its messaging services, all read-only."""

    sid: str
    status: str = "active"
    kind: str = "Full"
    numbers: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    """sid of a service -> its phone numbers."""

    def handle(self, request: HttpRequest) -> HttpResponse | None:
        """Return the requested resource, None if it is none of these."""
        account = f"/2010-04-01/Accounts/{self.sid}"
        if request.method != "GET":
            return None
        if request.path == f"{account}.json":
            return _json({"sid": self.sid, "status": self.status, "type": self.kind})
        if request.path == f"{account}/IncomingPhoneNumbers.json":
            return _json({"incoming_phone_numbers": self._matching_numbers(request), "next_page_uri": None})
        if request.path == "/v1/Services":
            return _json_list("services", self.services)
        service, _, resource = request.path.removeprefix("/v1/Services/").partition("/")
        if resource == "PhoneNumbers" and service in self.members:
            return _json_list("phone_numbers", [{"phone_number": number} for number in self.members[service]])
        return None

    def _matching_numbers(self, request: HttpRequest) -> list[dict[str, Any]]:
        wanted = parse_qs(request.query).get("PhoneNumber", [""])[0]
        return [number for number in self.numbers if wanted in {"", number["phone_number"]}]


class FakeTwilioApi:
    """The API of one account. Messages can be listed, fetched, redacted and deleted."""

    def __init__(self, account_sid: str, auth_token: str, faults: FaultInjector | None = None) -> None:
        """Take the account's credentials."""
        self.account_sid = account_sid
        self.account = TwilioAccount(account_sid)
        self.messages: dict[str, StoredMessage] = {}
        self.faults = faults or FaultInjector()
        self._by_number: defaultdict[str, dict[str, StoredMessage]] = defaultdict(dict)
        self._authorization = "Basic " + base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        account = f"/2010-04-01/Accounts/{re.escape(account_sid)}"
        self._path = re.compile(rf"{account}/Messages(?:/(?P<sid>(?:SM|MM)[0-9a-f]{{32}}))?\.json")

    def add(self, sender: str, receiver: str, body: str, status: str, sid: str = "") -> StoredMessage:
        """Store a message; an inbound one has a sid already."""
        direction = "inbound" if sid else "outbound-reply"
        message = StoredMessage(sid or f"SM{secrets.token_hex(16)}", sender, receiver, body, status, direction)
        for messages in (self.messages, self._by_number[sender], self._by_number[receiver]):
            messages[message.sid] = message
        return message

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one call."""
        if request.headers.get("authorization") != self._authorization:
            return _error(401, 20003, "Authenticate")
        path = self._path.fullmatch(request.path)
        if not path and (resource := self.account.handle(request)):
            return resource
        if not path:
            return _error(404, 20404, f"The requested resource {request.path} was not found")
        fault = self.faults.next_fault(request.method)
        if fault is Fault.RATE_LIMITED:
            return _error(429, 20429, "Too Many Requests")
        if fault is Fault.SERVER_ERROR:
            return _error(500, 20500, "Internal Server Error")
        if fault is Fault.NO_RESPONSE:
            raise DropConnectionError
        response = self._handle_message(request, path["sid"]) if path["sid"] else self._list(request)
        if fault:
            raise DropConnectionError
        return response

    def _handle_message(self, request: HttpRequest, sid: str) -> HttpResponse:
        message = self.messages.get(sid)
        if message is None:
            return _error(404, 20404, f"The requested resource /Messages/{sid}.json was not found")
        if request.method == "GET":
            return _json(self._record(message))
        if message.status not in FINAL_STATUSES:
            return _error(409, 20009, "Cannot change this resource before it is complete")
        if request.method == "DELETE":
            for messages in (self.messages, self._by_number[message.sender], self._by_number[message.receiver]):
                del messages[sid]
            return HttpResponse(204)
        if request.form().get("Body") != "":
            return _error(400, 21601, "Only an empty Body can be set")
        message.body = ""
        return _json(self._record(message))

    def _list(self, request: HttpRequest) -> HttpResponse:
        """Return a page, newest first, filtered by To, From and DateSent as in Twilio's own list."""
        query = {key: values[-1] for key, values in parse_qs(request.query).items()}
        number = query.get("To") or query.get("From") or ""
        candidates = self._by_number.get(number, {}) if query.keys() & {"To", "From"} else self.messages
        messages = [message for message in reversed(candidates.values()) if _matches(message, query)]
        size = min(int(query.get("PageSize", _PAGE_SIZE)), _MAX_PAGE_SIZE)
        page = int(query.get("Page", 0))
        next_query = urlencode({**query, "Page": page + 1, "PageToken": f"PT{page + 1}"})
        is_last = len(messages) <= (page + 1) * size
        body = {
            "messages": [self._record(message) for message in messages[page * size : (page + 1) * size]],
            "next_page_uri": None if is_last else f"{request.path}?{next_query}",
            "page": page,
            "page_size": size,
        }
        return _json(body)

    def _record(self, message: StoredMessage) -> dict[str, Any]:
        date = formatdate(message.at)
        return {
            "sid": message.sid,
            "account_sid": self.account_sid,
            "from": message.sender,
            "to": message.receiver,
            "body": message.body,
            "status": message.status,
            "direction": message.direction,
            "date_created": date,
            "date_sent": date,
            "date_updated": date,
            "num_media": "0",
            "num_segments": "1",
            "uri": f"/2010-04-01/Accounts/{self.account_sid}/Messages/{message.sid}.json",
        }


def _matches(message: StoredMessage, query: dict[str, str]) -> bool:
    """Return whether a message passes the filters; dates are compared as Twilio writes them, in UTC."""
    if query.get("To", message.receiver) != message.receiver or query.get("From", message.sender) != message.sender:
        return False
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(message.at))
    day, before, after = query.get("DateSent", ""), query.get("DateSent<", ""), query.get("DateSent>", "")
    return at.startswith(day[:10]) and (not before or at[: len(before)] <= before) and at[: len(after)] >= after


def _json(body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(200, json.dumps(body).encode())


def _json_list(key: str, records: list[dict[str, Any]]) -> HttpResponse:
    return _json({key: records, "meta": {"key": key, "page": 0, "page_size": 50, "next_page_url": None}})


def _error(status: int, code: int, message: str) -> HttpResponse:
    info = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": message, "more_info": info, "status": status}
    return HttpResponse(status, json.dumps(body).encode())
