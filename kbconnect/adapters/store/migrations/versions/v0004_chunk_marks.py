"""Where in its knowledge base each run began to write, so that a chunk tells which run wrote it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chunk_marks",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("knowledge_base_id", sa.Text(), nullable=False),
        sa.Column("next_chunk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["sync_runs.id"], name="fk_chunk_marks_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name="pk_chunk_marks"),
    )
