"""Delivery of webhook requests by a network, with retries."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

CONNECTION_REFUSED, CONNECTION_DROPPED, TIMEOUT = "refused", "cut", "timed out"
"""Texts of NotDeliveredError."""


class NotDeliveredError(Exception):
    """There was no response, for one of the reasons above. The request must be delivered again."""


@dataclass(frozen=True, slots=True)
class WebhookResponse:
    """The service's response."""

    status: int
    body: bytes = b""


@dataclass(slots=True, eq=False)
class WebhookRequest:
    """One message to the service, the same bytes in each attempt."""

    id: str
    """The network's own id: a MessageSid, or an update id."""
    path: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    sender: str = field(default="", repr=False)
    """The chat or number that wrote it."""
    created_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    """When the person sent it, by the loop's clock."""
    attempts: int = 0
    responses: list[WebhookResponse] = field(default_factory=list)
    """The responses of all attempts."""
    accepted: asyncio.Future[WebhookResponse] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    """The first response 200, or NotDeliveredError if the network gave up."""


class Endpoint(Protocol):
    """A service that takes webhook requests: one process, or many."""

    async def deliver(self, request: WebhookRequest, within: float, /) -> WebhookResponse:
        """Return the response; raise NotDeliveredError if there is none in `within` seconds."""


async def deliver_until_accepted(
    endpoint: Endpoint,
    request: WebhookRequest,
    within: float,
    give_up_after: float,
    *,
    is_accepted: Callable[[int], bool],
) -> WebhookResponse:
    """Deliver the request, again after growing pauses, until its status `is_accepted`.

    Raises NotDeliveredError after `give_up_after` seconds.
    """
    loop = asyncio.get_running_loop()
    deadline, pause = loop.time() + give_up_after, 0.1
    while True:
        request.attempts += 1
        try:
            response = await endpoint.deliver(request, within)
        except NotDeliveredError as exc:
            result = str(exc)
        else:
            request.responses.append(response)
            if is_accepted(response.status):
                return response
            result = str(response.status)
        if loop.time() + pause > deadline:
            message = f"{request.id}: {result} after {request.attempts} tries"
            raise NotDeliveredError(message)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 2.0)
