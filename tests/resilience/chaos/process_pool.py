"""Two processes that serve, and others that stand by; a killed one is restarted at once."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence

from tests.harness.delivery import CONNECTION_REFUSED, NotDeliveredError, WebhookRequest, WebhookResponse
from tests.harness.fake_telegram.chats import Message
from tests.resilience.chaos.kill_plan import Kill, KillPlan, KillPoint
from tests.resilience.load.processes import Process, complaints_of

SERVING = 2
LATER = 2.0
"""Seconds until a duplicate that comes later comes at the latest."""


class ProcessPool:
    """A door that brings each message to either process, some twice, and kills; nothing goes wrong before `rages`."""

    def __init__(self, lot: random.Random, *, killed: float, doubled: float) -> None:
        """Take the dice, and the shares of messages that are killed and that come twice."""
        self.rages = False
        self.kills: list[Kill] = []
        self.duplicates = 0
        self.history: defaultdict[str, list[str]] = defaultdict(list)
        """What became of each try, by the message's key."""
        self._lot = lot
        self._orders = KillPlan(killed, lot)
        self._doubled = doubled
        self._all: Sequence[Process] = ()
        self._ready: list[Process] = []
        self._speaks: dict[str, Callable[[], None]] = {}
        """What happens as soon as something is said in a chat."""
        self._work: set[asyncio.Task[None]] = set()

    async def start(self, processes: Sequence[Process]) -> None:
        """Start the first, which fills what is empty, then the others."""
        self._all = processes
        await self._bring_up(processes[0])
        await asyncio.gather(*(self._bring_up(process) for process in processes[1:]))

    async def settled(self) -> None:
        """Wait for all duplicates and restarts; raise what a process said that did not start."""
        while self._work:
            await asyncio.gather(*self._work)

    def stop(self) -> None:
        """End all processes."""
        for process in self._all:
            process.stop()

    def complaints(self) -> list[str]:
        """Return what all processes complained of in their logs."""
        return complaints_of(self._all)

    async def is_whole(self) -> None:
        """Wait until as many serve as should; raise what a process said that did not start."""
        while len(self._ready) < SERVING:
            await asyncio.wait(set(self._work), return_when=asyncio.FIRST_COMPLETED)
            for work in list(self._work):
                if work.done():
                    work.result()

    async def deliver(self, parcel: WebhookRequest, within: float) -> WebhookResponse:
        """Bring it to a process that serves; raise NotDeliveredError where none does."""
        is_first = parcel.attempts == 1
        point = self._orders.for_message(parcel) if self.rages and is_first else None
        if self.rages and is_first and self._lot.random() < self._doubled:
            self._begin(self._bring_twice(parcel, within, self._lot.choice((0, self._lot.uniform(0, LATER)))))
        return await self._bring(parcel, within, point)

    async def _bring(self, parcel: WebhookRequest, within: float, point: KillPoint | None = None) -> WebhookResponse:
        if not self._ready:
            if point:
                self._orders.mark_missed()
            raise NotDeliveredError(CONNECTION_REFUSED)
        process = self._lot.choice(self._ready[:SERVING])
        begun = asyncio.get_running_loop().time()
        disarm = self._arm(process, parcel, point) if point else lambda: None
        outcome = "given up"
        try:
            answer = await process.wire.deliver(parcel, within)
            outcome = str(answer.status)
        except NotDeliveredError as fault:
            outcome = str(fault)
            raise
        finally:
            disarm()
            took = (asyncio.get_running_loop().time() - begun) * 1000
            self.history[parcel.id].append(f"{process.name}: {outcome} after {took:.1f} ms")
        return answer

    async def _bring_twice(self, parcel: WebhookRequest, within: float, later: float) -> None:
        """Bring a second copy; what becomes of it, the network doesn't care."""
        await asyncio.sleep(later)
        self.duplicates += 1
        self.history[parcel.id].append(f"a duplicate after {later:.2f} s")
        try:
            parcel.responses.append(await self._bring(parcel, within))
        except NotDeliveredError:
            return

    def _arm(self, process: Process, parcel: WebhookRequest, point: KillPoint) -> Callable[[], None]:
        """Let the process die at that point; return what to call once the message is answered or lost."""
        kill = Kill(parcel.id, process.name, point)
        if point.after is None:
            self._speaks[parcel.sender] = lambda: self._strike(process, kill)
            handle = None
        else:
            handle = asyncio.get_running_loop().call_later(point.after, self._strike, process, kill)

        def disarm() -> None:
            self._speaks.pop(parcel.sender, None)
            if handle:
                handle.cancel()
            if not kill.struck:
                self._orders.mark_missed()

        return disarm

    def saw(self, message: Message) -> None:
        """Hear that Telegram has just taken a message, before the bot does."""
        if strike := self._speaks.pop(str(message.chat), None):
            strike()

    def _strike(self, process: Process, kill: Kill) -> None:
        if process not in self._ready:
            return
        kill.struck = True
        self.kills.append(kill)
        self.history[kill.key].append(f"{process.name}: killed {kill.point}")
        self._ready.remove(process)
        process.kill()
        self._begin(self._bring_up(process))

    async def _bring_up(self, process: Process) -> None:
        await process.start()
        self._ready.append(process)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        # What failed stays, so that whoever waits hears of it.
        if task.cancelled() or not task.exception():
            self._work.discard(task)
