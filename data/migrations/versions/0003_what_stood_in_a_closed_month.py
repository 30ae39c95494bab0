"""What a month held when it was closed, one open closing a month, and one target that holds at a time (ADR 0028)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NOT_REOPENED = sa.text("reopened_at IS NULL")
NOT_REPLACED = sa.text("replaced_at IS NULL")


def upgrade() -> None:
    """Two columns and two unique indexes."""
    for name in ("figures", "left_open"):
        empty = "{}" if name == "figures" else "[]"
        op.add_column("month_close", sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    op.create_index(
        "uq_month_close_one_open",
        "month_close",
        ["desk_id", "month"],
        unique=True,
        sqlite_where=NOT_REOPENED,
        postgresql_where=NOT_REOPENED,
    )
    op.create_index(
        "uq_target_one_holds",
        "target",
        ["desk_id", "indicator_id", "fiscal_year"],
        unique=True,
        sqlite_where=NOT_REPLACED,
        postgresql_where=NOT_REPLACED,
    )
