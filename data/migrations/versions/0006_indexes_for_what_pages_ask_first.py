"""Indexes for what a page asks for before anything else, so that it does not read every record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The call-backs that are open, what was written on a day, first contacts and accompaniments of a case, hand-overs,
    plans and goals by day."""
    open_calls = sa.text("callback_due IS NOT NULL AND callback_done_on IS NULL AND removed_at IS NULL")
    op.create_index(
        "ix_consultation_open_calls", "consultation", ["callback_due", "id"],
        sqlite_where=open_calls, postgresql_where=open_calls,
    )  # fmt: skip
    op.drop_index("ix_consultation_callback_due", table_name="consultation")
    op.create_index("ix_consultation_created_at", "consultation", ["created_at"])
    op.drop_index("ix_consultation_case_code_received_on", table_name="consultation")
    op.create_index("ix_consultation_case_code_received_on", "consultation", ["case_code", "received_on", "removed_at"])
    went = sa.text("kind = 'accompany' AND removed_at IS NULL AND case_code IS NOT NULL")
    op.create_index(
        "ix_activity_went", "activity", ["desk_id", "case_code", "done_on", "result"],
        sqlite_where=went, postgresql_where=went,
    )  # fmt: skip
    answered = sa.text("hand_over IS NOT NULL AND removed_at IS NULL")
    op.create_index(
        "ix_activity_hand_over", "activity", ["hand_over", "done_on"], sqlite_where=answered, postgresql_where=answered
    )
    op.create_index("ix_support_plan_opened_on", "support_plan", ["opened_on"])
    op.create_index("ix_support_plan_closed_on", "support_plan", ["closed_on"])
    op.create_index("ix_goal_met_on", "goal", ["met_on"])
    op.create_index("ix_plan_review_reviewed_on", "plan_review", ["reviewed_on"])
