"""What is down is not asked again and again."""

import pytest

from bot.state.circuit_breaker import FAULTS, Breaker, RestingError


class Service:
    """Something that can be down; it counts how often it was asked."""

    def __init__(self) -> None:
        """Begin in order."""
        self.fault: Exception | None = None
        self.asked = 0

    async def ask(self) -> str:
        """Answer, or be down."""
        self.asked += 1
        if self.fault:
            raise self.fault
        return "answer"


async def test_it_rests_and_tries_again() -> None:
    """After some faults in a row nothing is asked, after a rest one question, and after its answer all."""
    service, now = Service(), [0.0]
    breaker = Breaker(lambda fault: isinstance(fault, OSError), rest=2, clock=lambda: now[0])
    service.fault = ConnectionResetError()
    for _ in range(FAULTS):
        with pytest.raises(ConnectionResetError):
            await breaker.call(service.ask)
    with pytest.raises(RestingError):
        await breaker.call(service.ask)
    assert service.asked == FAULTS
    now[0] = 2.5
    with pytest.raises(ConnectionResetError):
        await breaker.call(service.ask)
    with pytest.raises(RestingError):
        await breaker.call(service.ask)
    now[0], service.fault = 5.0, None
    assert [await breaker.call(service.ask) for _ in range(3)] == ["answer"] * 3
    assert service.asked == FAULTS + 1 + 3


async def test_a_refusal_is_an_answer() -> None:
    """A service that says no is not down."""
    service = Service()
    breaker = Breaker(lambda fault: isinstance(fault, OSError))
    service.fault = ZeroDivisionError()
    for _ in range(FAULTS + 3):
        with pytest.raises(ZeroDivisionError):
            await breaker.call(service.ask)
    assert service.asked == FAULTS + 3
