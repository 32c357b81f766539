"""What is down is not asked again and again."""

import pytest

from bot.state.circuit_breaker import FAILURE_THRESHOLD, CircuitBreaker, CircuitOpenError


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


async def test_opens_and_retries() -> None:
    """The circuit opens after several failures, lets one call through after a pause, and all after a success."""
    service, now = Service(), [0.0]
    breaker = CircuitBreaker(lambda fault: isinstance(fault, OSError), reset_timeout=2, clock=lambda: now[0])
    service.fault = ConnectionResetError()
    for _ in range(FAILURE_THRESHOLD):
        with pytest.raises(ConnectionResetError):
            await breaker.call(service.ask)
    with pytest.raises(CircuitOpenError):
        await breaker.call(service.ask)
    assert service.asked == FAILURE_THRESHOLD
    now[0] = 2.5
    with pytest.raises(ConnectionResetError):
        await breaker.call(service.ask)
    with pytest.raises(CircuitOpenError):
        await breaker.call(service.ask)
    now[0], service.fault = 5.0, None
    assert [await breaker.call(service.ask) for _ in range(3)] == ["answer"] * 3
    assert service.asked == FAILURE_THRESHOLD + 1 + 3


async def test_error_answer_is_no_failure() -> None:
    """A service that answers with an error is not down."""
    service = Service()
    breaker = CircuitBreaker(lambda fault: isinstance(fault, OSError))
    service.fault = ZeroDivisionError()
    for _ in range(FAILURE_THRESHOLD + 3):
        with pytest.raises(ZeroDivisionError):
            await breaker.call(service.ask)
    assert service.asked == FAILURE_THRESHOLD + 3
