"""The command line's fixtures, for tests that break what is under it."""

from __future__ import annotations

from tests.cli.conftest import cli, connector, dataset, shop

__all__ = ["cli", "connector", "dataset", "shop"]
