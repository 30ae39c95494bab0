"""Trainings: room and aim, sign-ups with their days, and the word that opens a survey form for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLE = "training_session"


def upgrade() -> None:
    """Columns that are empty for every training there is: nothing is known of them."""
    op.add_column(TABLE, sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column(TABLE, sa.Column("target", sa.Integer(), nullable=True))
    op.add_column(TABLE, sa.Column("sign_up_from", sa.Date(), nullable=True))
    op.add_column(TABLE, sa.Column("signed_up_on", sa.Date(), nullable=True))
    op.add_column(TABLE, sa.Column("survey_token", sa.String(length=64), nullable=True))
    op.add_column(TABLE, sa.Column("survey_opens_at", sa.DateTime(), nullable=True))
    op.add_column(TABLE, sa.Column("survey_closes_at", sa.DateTime(), nullable=True))
    # An index, not a constraint: SQLite takes a constraint only by making the table anew, under the surveys that hang on it.
    op.create_index(op.f("ix_training_session_survey_token"), TABLE, ["survey_token"], unique=True)
