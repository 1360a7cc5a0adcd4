"""The secret store that other tests use behaves like the real ones."""

from __future__ import annotations

import pytest

from kbconnect.core.ports import SecretStore
from tests.adapters.secrets.contract import SecretStoreContract
from tests.fakes_secrets import SecretsInMemory


class TestSecretsInMemory(SecretStoreContract):
    @pytest.fixture
    def secrets(self) -> SecretStore:
        return SecretsInMemory()
