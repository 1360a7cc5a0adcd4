"""Schedules that know how far they have come, and runs with phases, remarks and what they continue."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sync_runs", sa.Column("phases", sa.Text()))
    op.add_column("sync_runs", sa.Column("continues", sa.Integer()))
    op.add_column("sync_runs", sa.Column("remarks", sa.Text()))
    _extend_schedules()


def _extend_schedules() -> None:
    op.add_column("schedules", sa.Column("interval_minutes", sa.Integer()))
    op.add_column("schedules", sa.Column("set_at", sa.Text()))
    op.add_column("schedules", sa.Column("served_until", sa.Text()))
    op.add_column("schedules", sa.Column("begun_slot", sa.Text()))
    op.add_column("schedules", sa.Column("begun_at", sa.Text()))
    op.add_column("schedules", sa.Column("waiting_for", sa.Text()))
    op.add_column("schedules", sa.Column("told", sa.Boolean()))
    # Nothing ran by schedule before this revision, so no slot before the upgrade is owed.
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    op.execute(
        sa.text("UPDATE schedules SET set_at = :now, served_until = :now, waiting_for = '', told = 0").bindparams(
            now=now
        )
    )
    with op.batch_alter_table("schedules") as table:
        table.alter_column("set_at", existing_type=sa.Text(), nullable=False)
        table.alter_column("served_until", existing_type=sa.Text(), nullable=False)
        table.alter_column("waiting_for", existing_type=sa.Text(), nullable=False)
        table.alter_column("told", existing_type=sa.Boolean(), nullable=False)
