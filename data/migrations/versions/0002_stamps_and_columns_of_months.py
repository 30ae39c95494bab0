"""Stamps that change with the consultations of a month, and the months' columns that are true while the stamp stays (ADR 0026)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Random, so that no number ever stands for two contents: not after a rollback, not after a restore.
STAMP = {"sqlite": "random() & 9007199254740991", "postgresql": "floor(random() * 9007199254740992)::bigint"}


def _marks(row: str) -> str:
    return (
        f"INSERT INTO month_stamp (desk_id, month, mark, stamp) VALUES ({row}.desk_id, {row}.month, 0, {STAMP['sqlite']}) "  # noqa: S608  our own names
        "ON CONFLICT (desk_id, month, mark) DO UPDATE SET stamp = excluded.stamp;"
    )


def _function(name: str, rows: str) -> str:
    # One row a transaction and month: a second change of the same transaction finds it there and does nothing.
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608  our own names
        "INSERT INTO month_stamp (desk_id, month, mark, stamp) "
        f"SELECT touched.desk_id, touched.month, txid_current(), {STAMP['postgresql']} "
        f"FROM ({rows}) AS touched ON CONFLICT DO NOTHING; RETURN NULL; END $$"
    )


_AFTER = "SELECT DISTINCT desk_id, month FROM after_rows"
_BEFORE = "SELECT DISTINCT desk_id, month FROM before_rows"
_NEW, _OLD = "NEW TABLE AS after_rows", "OLD TABLE AS before_rows"


def _trigger(deed: str, seen: str) -> str:
    return (
        f"CREATE TRIGGER consultation_stamps_{deed} AFTER {deed.upper()} ON consultation REFERENCING {seen} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION month_stamp_{deed}()"
    )


TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER consultation_stamps_insert AFTER INSERT ON consultation BEGIN {_marks('NEW')} END",
        f"CREATE TRIGGER consultation_stamps_update AFTER UPDATE ON consultation BEGIN {_marks('OLD')} {_marks('NEW')} END",
        f"CREATE TRIGGER consultation_stamps_delete AFTER DELETE ON consultation BEGIN {_marks('OLD')} END",
    ],
    "postgresql": [
        _function("month_stamp_insert", _AFTER),
        _function("month_stamp_update", f"{_AFTER} UNION {_BEFORE}"),
        _function("month_stamp_delete", _BEFORE),
        _trigger("insert", _NEW),
        _trigger("update", f"{_OLD} {_NEW}"),
        _trigger("delete", _OLD),
    ],
}


def upgrade() -> None:
    """The two tables, a stamp for each month that has consultations already, and the triggers."""
    op.create_table(
        "month_stamp",
        sa.Column("desk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", "month", "mark", name=op.f("pk_month_stamp")),
    )
    op.create_table(
        "month_columns",
        sa.Column("desk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", "month", name=op.f("pk_month_columns")),
    )
    dialect = op.get_bind().dialect.name
    op.execute(
        f"INSERT INTO month_stamp (desk_id, month, mark, stamp) SELECT there.desk_id, there.month, 0, {STAMP[dialect]} "  # noqa: S608
        "FROM (SELECT DISTINCT desk_id, month FROM consultation) AS there"
    )
    for statement in TRIGGERS[dialect]:
        op.execute(statement)
