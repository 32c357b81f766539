"""The service in processes of its own, connected to both networks, in a folder of its own."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.privacy.redis_server import RedisServer
from tests.harness.delivery import WebhookRequest, WebhookResponse
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.service import STATE_KEY, RoundRobin, webhook_is_set


@dataclass
class RunningService:
    """The running service; `folder` holds everything that it can write."""

    folder: Path
    networks: Networks
    door: "RecordingEndpoint"
    redis: RedisServer | None
    calls: list[tuple[str, str]] = field(default_factory=list)
    """What was called at Telegram since the start: method, chat."""

    @property
    def processes(self) -> list[Process]:
        """Return the processes of the service."""
        return self.door.processes

    async def deliver(self, parcel: WebhookRequest, to: int = 0, within: float = 30) -> WebhookResponse:
        """Deliver a request once to one of the processes; raise NotDeliveredError."""
        self.door.seen[parcel.id] = parcel
        # Connections that were idle between two tests may have been closed by the service meanwhile.
        self.processes[to].wire.close()
        return await self.processes[to].wire.deliver(parcel, within)

    def messages_in(self, chat: int) -> list[str]:
        """Return the messages in a chat of the bot."""
        return [message.text for message in self.networks.telegram.api.chats.sent_by_bot(chat)]

    def log(self) -> str:
        """Return the logs of all processes."""
        return "".join(path.read_text("utf-8") for path in self.folder.glob("log*.txt"))


class RecordingEndpoint(RoundRobin):
    """Delivers requests to the processes in turn, and records them."""

    def __init__(self) -> None:
        """Start without processes."""
        super().__init__()
        self.seen: dict[str, WebhookRequest] = {}

    async def deliver(self, parcel: WebhookRequest, within: float) -> WebhookResponse:
        """Deliver a request to the next process."""
        self.seen[parcel.id] = parcel
        return await super().deliver(parcel, within)


@contextlib.asynccontextmanager
async def running_service(folder: Path, model_dir: Path, *, with_redis: bool) -> AsyncIterator[RunningService]:
    """Run one process that stores everything in memory, or two that share a Redis."""
    door = RecordingEndpoint()
    (folder / "temporary").mkdir()
    shutil.copytree(model_dir / "models", folder / "data/models")
    server = RedisServer(folder) if with_redis else None
    shared = {"WAYLIGHT_REDIS_URL": server.url, "WAYLIGHT_STATE_KEY": STATE_KEY} if server else {}
    if server:
        server.start()
    async with running_networks(door) as networks:
        settings = {
            **networks.settings,
            **shared,
            "WAYLIGHT_DATA_DIR": f"{folder}/data",
            "WAYLIGHT_DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
            "WAYLIGHT_LOG_LEVEL": "DEBUG",
            "WAYLIGHT_TELEGRAM_MESSAGES_A_SECOND": "1000",
            "TMPDIR": str(folder / "temporary"),
            "HOME": str(folder),
        }
        count = 2 if server else 1
        door.processes += [Process(f"service {n}", settings, folder / f"log{n}.txt") for n in range(count)]
        stage = RunningService(folder, networks, door, server)
        networks.telegram.api.on_call = lambda method, form: stage.calls.append((method, form.get("chat_id", "")))
        try:
            for process in door.processes:
                await process.start()
            await webhook_is_set(networks)
            yield stage
        finally:
            await networks.twilio.wait_until_idle()
            for process in door.processes:
                process.stop()
            if server:
                server.stop()
