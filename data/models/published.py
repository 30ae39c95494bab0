"""Published aggregates: indicators with dated definitions, figures with their source rows, dated targets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Identified, Versioned
from data.types import Moment

# 確定 速報 開設前 未報告 該当なし 秘匿; a counted zero is final with the value 0.
STATUSES = ("final", "provisional", "not_open", "not_reported", "not_applicable", "suppressed")


class Store(Base):
    """What this database is: `kind` is published or demo (every screen and export of a demo says 架空)."""

    __tablename__ = "store"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


class Organisation(Identified, Base):
    """Who runs a desk."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(100), unique=True)


class Desk(Identified, Base):
    """A consultation desk; `opened_on` has the precision its source has (2021-08, sources differ: `opened_note`)."""

    __tablename__ = "desk"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    opened_month: Mapped[int | None]
    opened_note: Mapped[str] = mapped_column(Text, default="")


class SourceDocument(Identified, Base):
    """Where figures are from."""

    __tablename__ = "source_document"

    title: Mapped[str] = mapped_column(String(200), unique=True)
    issuer: Mapped[str] = mapped_column(String(100), default="")
    published: Mapped[str] = mapped_column(String(32), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Indicator(Base):
    """What is counted. Values are whole numbers of unit/scale: 909 at scale 10 is 90.9 %."""

    __tablename__ = "indicator"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(8))
    scale: Mapped[int]
    counting: Mapped[str] = mapped_column(String(16))
    direction: Mapped[str] = mapped_column(String(8))
    aggregation: Mapped[str] = mapped_column(String(16))


class IndicatorDefinition(Identified, Base):
    """What an indicator meant from a month on; one that breaks the series is never drawn as one line."""

    __tablename__ = "indicator_definition"
    __table_args__ = (UniqueConstraint("indicator_id", "valid_from"),)

    indicator_id: Mapped[str] = mapped_column(ForeignKey("indicator.id"))
    valid_from: Mapped[int]
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    breaks_series: Mapped[bool]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))


class FactMonth(Versioned, Identified, Base):
    """One published figure: of a month (as 202304), of an occasion (a training) or, without month, of a fiscal year.

    `dimension` and `category` are '' for the total; `occasion` is '' or what the figure belongs to (1回目).
    """

    __tablename__ = "fact_month"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("(value IS NULL) = (status NOT IN ('final', 'provisional'))", name="value_has_status"),
        UniqueConstraint(
            "indicator_id",
            "desk_id",
            "fiscal_year",
            "month",
            "occasion",
            "dimension",
            "category",
            name="uq_fact_month_one_figure",
        ),
        Index(None, "desk_id", "indicator_id", "month"),
    )

    indicator_id: Mapped[str] = mapped_column(ForeignKey("indicator.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    fiscal_year: Mapped[int]
    # 0: of the whole year. Not NULL, so that the unique constraint holds.
    month: Mapped[int] = mapped_column(default=0)
    occasion: Mapped[str] = mapped_column(String(32), default="")
    dimension: Mapped[str] = mapped_column(String(32), default="")
    category: Mapped[str] = mapped_column(String(32), default="")
    value: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    source_place: Mapped[str] = mapped_column(String(200), default="")
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Target(Identified, Base):
    """A dated target; `replaced_at` is set when a newer one took its place, the row stays."""

    __tablename__ = "target"
    __table_args__ = (
        Index(None, "desk_id", "indicator_id", "fiscal_year"),
        Index(
            "uq_target_one_holds", "desk_id", "indicator_id", "fiscal_year", unique=True,
            sqlite_where=text("replaced_at IS NULL"), postgresql_where=text("replaced_at IS NULL"),
        ),
    )  # fmt: skip

    indicator_id: Mapped[str] = mapped_column(ForeignKey("indicator.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    fiscal_year: Mapped[int]
    year_stated: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    source_place: Mapped[str] = mapped_column(String(200), default="")
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)


class TrainingSession(Versioned, Identified, Base):
    """A training for those who support women; what is not known is NULL, never 0."""

    __tablename__ = "training_session"
    __table_args__ = (UniqueConstraint("desk_id", "fiscal_year", "number"),)

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    fiscal_year: Mapped[int]
    number: Mapped[int]
    held_on: Mapped[date | None]
    theme: Mapped[str] = mapped_column(String(200), default="")
    form: Mapped[str] = mapped_column(String(100), default="")
    # How many may come, and how many the desk wants to come.
    capacity: Mapped[int | None]
    target: Mapped[int | None]
    sign_up_from: Mapped[date | None]
    sign_ups: Mapped[int | None]
    # The day on which the sign-ups were so many.
    signed_up_on: Mapped[date | None]
    attendance: Mapped[int | None]
    # Whoever has this word may answer the survey between the two moments; nothing of her is kept (ADR 0029).
    survey_token: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    survey_opens_at: Mapped[datetime | None] = mapped_column(Moment)
    survey_closes_at: Mapped[datetime | None] = mapped_column(Moment)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    source_place: Mapped[str] = mapped_column(String(200), default="")
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)


class SurveyResult(Identified, Base):
    """One step of one training's survey: the printed share in tenths of a percent, or a count; the other is NULL.

    `origin` is published (a document or a file brought in) or form (the answers of our own form, totals only).
    """

    __tablename__ = "survey_result"
    __table_args__ = (UniqueConstraint("training_session_id", "step", "origin"),)

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    step: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16), default="published")
    share_tenths: Mapped[int | None]
    answers: Mapped[int | None]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    source_place: Mapped[str] = mapped_column(String(200), default="")
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)


class Annotation(Identified, Base):
    """A remark of staff on a month of a chart: 制度 広報 運用 災害 定義変更."""

    __tablename__ = "annotation"

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    month: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(400))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class MonthClose(Identified, Base):
    """One closing of a month; reopened ones stay as history. At most one a month is open-ended.

    `figures` is what it counted then ({indicator: value}), `left_open` what was known and not mended (kinds of checks).
    """

    __tablename__ = "month_close"
    __table_args__ = (
        Index(None, "desk_id", "month"),
        Index(
            "uq_month_close_one_open", "desk_id", "month", unique=True,
            sqlite_where=text("reopened_at IS NULL"), postgresql_where=text("reopened_at IS NULL"),
        ),
    )  # fmt: skip

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    month: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(Moment)
    closed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(Moment)
    reopened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(400), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    left_open: Mapped[list[str]] = mapped_column(JSON, default=list)


class HelpfulTotal(Base):
    """How often a month 「役に立ちましたか」 was answered how: totals only, nothing of the visit (ADR)."""

    __tablename__ = "helpful_total"

    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int]
