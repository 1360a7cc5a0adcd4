"""What is lent is kept short, renewed while it is used, and given back. With a clock of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor  # noqa: TID251 - worker threads are what is tested
from contextlib import ExitStack

import pytest

from kbconnect.adapters.secrets.leases import Lease, Leases
from kbconnect.core.connector import Secret
from kbconnect.core.errors import SecretDeniedError, SecretStoreUnreachableError

WAIT_S = 10.0


class Bank:
    """Lends numbered secrets and remembers what became of them."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self.lent = 0
        self.renewed: list[int] = []
        self.revoked: list[int] = []
        self.on_renew: Callable[[], float] = lambda: self.seconds or 0.0
        self.event = threading.Event()

    def fetch(self) -> Lease:
        self.lent += 1
        number = self.lent

        def renew() -> float:
            self.renewed.append(number)
            try:
                return self.on_renew()
            finally:
                self.event.set()

        def revoke() -> None:
            self.revoked.append(number)
            self.event.set()

        return Lease(Secret(f"secret {number}"), self.seconds, renew, revoke)

    def wait(self) -> None:
        assert self.event.wait(WAIT_S)
        self.event.clear()


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_was_read_is_used_again_for_a_minute() -> None:
    clock, bank = Clock(), Bank()
    leases = Leases(60.0, clock)
    for after_s, expected in ((0, 1), (59, 1), (2, 2)):
        clock.now += after_s
        with leases.lend("x", bank.fetch) as secret:
            assert secret.reveal() == f"secret {expected}"
    leases.forget("x")
    with leases.lend("x", bank.fetch) as secret:
        assert secret.reveal() == "secret 3"
    with leases.lend("y", bank.fetch) as secret:
        assert secret.reveal() == "secret 4"
    leases.close()


def test_those_who_ask_together_are_lent_one() -> None:
    bank, leases = Bank(600), Leases()
    barrier = threading.Barrier(4)

    def work(_: int) -> str:
        barrier.wait(WAIT_S)
        with leases.lend("x", bank.fetch) as secret:
            return secret.reveal()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(work, range(4))) == {"secret 1"}
    leases.close()
    assert bank.revoked == [1]


def test_a_lease_is_renewed_while_it_is_used_and_given_back_afterwards() -> None:
    bank = Bank(0.6)
    leases = Leases(0.05)
    with leases.lend("x", bank.fetch) as secret:
        for _ in range(3):
            bank.wait()
        assert secret.reveal() == "secret 1"
        assert bank.renewed[:3] == [1, 1, 1]
        assert not bank.revoked
    while not bank.revoked:
        bank.wait()
    assert bank.revoked == [1]
    assert bank.lent == 1


def test_a_lease_that_can_no_longer_be_renewed_is_not_lent_anew() -> None:
    bank, leases = Bank(0.6), Leases()
    bank.on_renew = lambda: 0.01  # its last end is near, whatever is asked
    with ExitStack() as stack:
        stack.enter_context(leases.lend("x", bank.fetch))
        bank.wait()
        second = stack.enter_context(leases.lend("x", bank.fetch))
        assert second.reveal() == "secret 2"
    leases.close()
    assert 2 in bank.revoked


@pytest.mark.parametrize("error", [SecretDeniedError("no"), SecretStoreUnreachableError("gone")])
def test_a_lease_that_is_not_renewed_stops_nobody(error: Exception) -> None:
    bank, leases = Bank(0.6), Leases()

    def fail() -> float:
        raise error

    bank.on_renew = fail
    with leases.lend("x", bank.fetch) as secret:
        bank.wait()
        assert secret.reveal() == "secret 1"
    leases.close()


def test_a_refused_one_goes_when_its_last_user_does() -> None:
    bank, leases = Bank(600), Leases()
    with leases.lend("x", bank.fetch):
        leases.forget("x")
        with leases.lend("x", bank.fetch) as other:
            assert other.reveal() == "secret 2"
        assert bank.revoked == []
    bank.wait()
    leases.close()
    assert sorted(bank.revoked) == [1, 2]


def test_an_error_of_the_user_gives_it_back_too() -> None:
    bank, leases = Bank(600), Leases()
    with pytest.raises(ZeroDivisionError), leases.lend("x", bank.fetch):
        raise ZeroDivisionError
    leases.close()
    assert bank.revoked == [1]


def test_what_can_not_be_given_back_ends_by_itself() -> None:
    leases = Leases()

    def refuse() -> None:
        raise SecretDeniedError("not allowed")

    with leases.lend("x", lambda: Lease(Secret("x"), 600, None, refuse)) as secret:
        assert secret.reveal() == "x"
    leases.close()
    assert "x" not in repr(Lease(Secret("x")).secret)
