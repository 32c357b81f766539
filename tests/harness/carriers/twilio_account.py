"""What a Twilio account has, as the twilio package asks for it: itself, numbers, messaging services.

Source: twilio.com/docs: Account and IncomingPhoneNumber resources, Messaging's Service and PhoneNumber resources.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.harness.carriers.http_server import Asked, Said


@dataclass
class TwilioAccount:
    """One account; all of it can only be read."""

    sid: str
    status: str = "active"
    kind: str = "Full"
    numbers: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    """sid of a service -> the numbers in it."""

    def answer(self, asked: Asked) -> Said | None:
        """Return what is asked for, None where it is none of this."""
        account = f"/2010-04-01/Accounts/{self.sid}"
        if asked.verb != "GET":
            return None
        if asked.path == f"{account}.json":
            return _said({"sid": self.sid, "status": self.status, "type": self.kind})
        if asked.path == f"{account}/IncomingPhoneNumbers.json":
            return _said({"incoming_phone_numbers": self._called(asked), "next_page_uri": None})
        if asked.path == "/v1/Services":
            return _listed("services", self.services)
        service, _, what = asked.path.removeprefix("/v1/Services/").partition("/")
        if what == "PhoneNumbers" and service in self.members:
            return _listed("phone_numbers", [{"phone_number": number} for number in self.members[service]])
        return None

    def _called(self, asked: Asked) -> list[dict[str, Any]]:
        wanted = parse_qs(asked.query).get("PhoneNumber", [""])[0]
        return [number for number in self.numbers if wanted in {"", number["phone_number"]}]


def _listed(key: str, records: list[dict[str, Any]]) -> Said:
    return _said({key: records, "meta": {"key": key, "page": 0, "page_size": 50, "next_page_url": None}})


def _said(body: dict[str, Any]) -> Said:
    return Said(200, json.dumps(body).encode())
