"""The service in processes of its own, connected with both networks, in a folder in which nothing else is."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.privacy.redis_server import RedisServer
from tests.harness.carriers.door import Answer, Parcel
from tests.resilience.load.networks import Networks, running_networks
from tests.resilience.load.processes import Process
from tests.resilience.load.running import STATE_KEY, InTurn, webhook_is_set


@dataclass
class Stage:
    """All that runs; `folder` holds whatever the service can write."""

    folder: Path
    networks: Networks
    door: "Door"
    redis: RedisServer | None
    calls: list[tuple[str, str]] = field(default_factory=list)
    """What was called at Telegram since the start: method, chat."""

    @property
    def processes(self) -> list[Process]:
        """Return the service's processes."""
        return self.door.processes

    async def brings(self, parcel: Parcel, to: int = 0, within: float = 30) -> Answer:
        """Bring a parcel once, to one of the processes; raise NotDeliveredError."""
        self.door.seen[parcel.key] = parcel
        # Connections that were idle between two tests may have been closed by the service meanwhile.
        self.processes[to].wire.close()
        return await self.processes[to].wire.bring(parcel, within)

    def said_to(self, chat: int) -> list[str]:
        """Return what stands in a chat of the bot's."""
        return [message.text for message in self.networks.telegram.api.chats.said_to(chat)]

    def log(self) -> str:
        """Return what all processes have said."""
        return "".join(path.read_text("utf-8") for path in self.folder.glob("log*.txt"))


class Door(InTurn):
    """Brings parcels to the processes in turn, and remembers them."""

    def __init__(self) -> None:
        """Begin without a process."""
        super().__init__()
        self.seen: dict[str, Parcel] = {}

    async def bring(self, parcel: Parcel, within: float) -> Answer:
        """Bring it to the next one."""
        self.seen[parcel.key] = parcel
        return await super().bring(parcel, within)


@contextlib.asynccontextmanager
async def staged(folder: Path, model_dir: Path, *, with_redis: bool) -> AsyncIterator[Stage]:
    """Run one process that keeps everything in memory, or two that share a Redis."""
    door = Door()
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
        stage = Stage(folder, networks, door, server)
        networks.telegram.api.on_call = lambda method, form: stage.calls.append((method, form.get("chat_id", "")))
        try:
            for process in door.processes:
                await process.start()
            await webhook_is_set(networks)
            yield stage
        finally:
            await networks.twilio.settled()
            for process in door.processes:
                process.stop()
            if server:
                server.stop()
