"""Twilio's API for messages on loopback: it takes a message or refuses it as Twilio does."""

import asyncio
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

LONGEST = 1600
PATH = "/2010-04-01/Accounts/{account}/Messages.json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Twilio's answer to a message that it refuses."""

    status: int
    code: int
    message: str


# The messages are from Twilio's list of error codes (twilio.com/docs/api/errors).
TOO_LONG = Refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
EMPTY = Refusal(400, 21602, "Message body is required.")
BUSY = Refusal(429, 20429, "Too Many Requests")
BROKEN = Refusal(500, 20500, "Internal Server Error")
UNSUBSCRIBED = Refusal(400, 21610, "Attempt to send to unsubscribed recipient")


def no_such_number(number: str) -> Refusal:
    """Return Twilio's refusal of a number that it can't reach; the refusal repeats the number."""
    return Refusal(400, 21211, f"The 'To' number {number} is not a valid phone number.")


@dataclass
class TwilioOutbox:
    """Records each message that was taken (`sent`) and each attempt (`attempts`)."""

    sent: list[str] = field(default_factory=list)
    attempts: list[dict[str, str]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    """The refusals of the next messages, in order."""
    delay: float = 0.0
    """Seconds before each response."""

    def router(self) -> APIRouter:
        """Return the route."""
        router = APIRouter()
        router.add_api_route(PATH, self._take, methods=["POST"])
        return router

    async def _take(self, account: str, request: Request) -> JSONResponse:
        form = {name: str(value) for name, value in (await request.form()).items()}
        self.attempts.append(form)
        await asyncio.sleep(self.delay)
        body = form.get("Body", "")
        invalid = TOO_LONG if len(body) > LONGEST else EMPTY if not body.strip() and "MediaUrl" not in form else None
        if refusal := self.refusals.pop(0) if self.refusals else invalid:
            error = {"code": refusal.code, "message": refusal.message, "status": refusal.status}
            return JSONResponse(error, status_code=refusal.status)
        self.sent.append(body)
        message = {"sid": f"SM{len(self.sent):032d}", "account_sid": account, "status": "queued", "body": body}
        return JSONResponse(message, status_code=201)
