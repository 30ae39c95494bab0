"""Records from go-live: consultations, activities, plans. No name, address, telephone number or birth date anywhere."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.models.base import Base, Identified, Kept
from data.types import Moment

LONGEST_NOTE = 400
# What Monday's page asks for: few of all the records, so that an index of these alone is small.
OPEN_CALL = text("callback_due IS NOT NULL AND callback_done_on IS NULL AND removed_at IS NULL")
WENT = text("kind = 'accompany' AND removed_at IS NULL AND case_code IS NOT NULL")
HANDED_OVER = text("hand_over IS NOT NULL AND removed_at IS NULL")
# fmt: off
SEARCHED = (
    "received_on", "id", "removed_at", "channel", "age_band", "municipality", "contact_result", "new_or_repeat",
    "urgency", "referral_source", "case_code", "account_id", "callback_due", "callback_done_on", "import_batch_id",
)
# fmt: on


class CaseFile(Identified, Base):
    """One woman's case under a code that staff made (K-2026-0042); nothing else says who she is."""

    __tablename__ = "case_file"

    code: Mapped[str] = mapped_column(String(16), unique=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    opened_on: Mapped[date]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Consultation(Kept, Base):
    """One contact with the desk. Code columns hold ids of config/records/codes.yaml; NULL is not asked or not known.

    `month` (202304) and `weekday` (0 Monday) follow `received_on`: data.commands writes them.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("minutes IS NULL OR (minutes >= 0 AND minutes <= 1440)", name="minutes"),
        CheckConstraint("hour IS NULL OR (hour >= 0 AND hour <= 23)", name="hour"),
        Index(None, "desk_id", "month", "age_band"),
        # All that the search filters by, newest first: it reads no row that it does not show (data/queries/search.py).
        Index("ix_consultation_search", *SEARCHED),
        # With `removed_at`, so that the first contact of a case is read from the index alone.
        Index("ix_consultation_case_code_received_on", "case_code", "received_on", "removed_at"),
        Index("ix_consultation_open_calls", "callback_due", "id", sqlite_where=OPEN_CALL, postgresql_where=OPEN_CALL),
        # What was written down on a day; by account too it would lure the search away from its own index.
        Index(None, "created_at"),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    case_code: Mapped[str | None] = mapped_column(ForeignKey("case_file.code"))
    received_on: Mapped[date]
    month: Mapped[int]
    weekday: Mapped[int]
    hour: Mapped[int | None]
    channel: Mapped[str] = mapped_column(String(16))
    caller_kind: Mapped[str | None] = mapped_column(String(16))
    new_or_repeat: Mapped[str | None] = mapped_column(String(16))
    age_band: Mapped[str | None] = mapped_column(String(16))
    municipality: Mapped[str | None] = mapped_column(String(6))
    referral_source: Mapped[str | None] = mapped_column(String(32))
    contact_result: Mapped[str] = mapped_column(String(16))
    urgency: Mapped[str | None] = mapped_column(String(16))
    wish: Mapped[str | None] = mapped_column(String(32))
    minutes: Mapped[int | None]
    may_call: Mapped[str | None] = mapped_column(String(16))
    leave_word: Mapped[str | None] = mapped_column(String(16))
    children: Mapped[str | None] = mapped_column(String(16))
    interpreter: Mapped[str | None] = mapped_column(String(16))
    consent: Mapped[str | None] = mapped_column(String(16))
    next_on: Mapped[date | None]
    callback_due: Mapped[date | None]
    callback_done_on: Mapped[date | None]
    primary_unknown: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_reason: Mapped[str | None] = mapped_column(String(200))
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)

    issues: Mapped[list["ConsultationIssue"]] = relationship(
        cascade="all, delete-orphan", order_by="ConsultationIssue.place"
    )
    responses: Mapped[list["ConsultationResponse"]] = relationship(cascade="all, delete-orphan")
    refusals: Mapped[list["ConsultationRefusal"]] = relationship(cascade="all, delete-orphan")


class ConsultationIssue(Base):
    """One of the issues of a consultation; at most one is primary (none where `primary_unknown`)."""

    __tablename__ = "consultation_issue"
    __table_args__ = (Index(None, "issue", "consultation_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    issue: Mapped[str] = mapped_column(String(32), primary_key=True)
    is_primary: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(default=0)


class ConsultationResponse(Base):
    """One thing that was done in a consultation (傾聴, 情報提供, 他機関紹介 …)."""

    __tablename__ = "consultation_response"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    response: Mapped[str] = mapped_column(String(32), primary_key=True)


class ConsultationRefusal(Base):
    """A place that had turned her away before."""

    __tablename__ = "consultation_refusal"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    destination: Mapped[str] = mapped_column(String(32), primary_key=True)


class RecordVersion(Identified, Base):
    """How a record was before somebody saved it anew: its columns as they stood, who saved over them and when."""

    __tablename__ = "record_version"
    __table_args__ = (UniqueConstraint("subject", "subject_id", "version"),)

    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Draft(Identified, Base):
    """What stands in a form that was not saved yet: one a person, form and subject ('' for a new record)."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form", "subject"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    form: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(32), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class Activity(Kept, Base):
    """Work beyond the consultation: 訪問 同行 他機関調整 会議 居場所 物品; destination and result where there is one."""

    __tablename__ = "activity"
    __table_args__ = (
        # All that counts by month ask for: the rows themselves are not read.
        Index("ix_activity_desk_id_month_kind", "desk_id", "month", "kind", "removed_at", "result"),
        Index(None, "case_code", "done_on"),
        Index(
            "ix_activity_went", "desk_id", "case_code", "done_on", "result", sqlite_where=WENT, postgresql_where=WENT
        ),
        Index("ix_activity_hand_over", "hand_over", "done_on", sqlite_where=HANDED_OVER, postgresql_where=HANDED_OVER),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    case_code: Mapped[str | None] = mapped_column(ForeignKey("case_file.code"))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    done_on: Mapped[date]
    month: Mapped[int]
    destination: Mapped[str | None] = mapped_column(String(32))
    result: Mapped[str | None] = mapped_column(String(32))
    hand_over: Mapped[str | None] = mapped_column(String(16))
    item: Mapped[str | None] = mapped_column(String(32))
    count: Mapped[int | None]
    minutes: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)


class SupportPlan(Kept, Base):
    """A support plan of a case, with its goals and reviews."""

    __tablename__ = "support_plan"
    __table_args__ = (
        Index(None, "case_code"),
        Index(None, "next_review"),
        Index(None, "opened_on"),
        Index(None, "closed_on"),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    case_code: Mapped[str] = mapped_column(ForeignKey("case_file.code"))
    opened_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(16))
    consent: Mapped[str | None] = mapped_column(String(16))
    next_review: Mapped[date | None]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)

    goals: Mapped[list["Goal"]] = relationship(cascade="all, delete-orphan", order_by="Goal.place")
    reviews: Mapped[list["PlanReview"]] = relationship(cascade="all, delete-orphan", order_by="PlanReview.reviewed_on")


class Goal(Identified, Base):
    """One goal of a plan in a sentence of hers; its state and, when it was met, the day."""

    __tablename__ = "goal"
    __table_args__ = (Index(None, "met_on"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("support_plan.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    issue: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[date | None]
    met_on: Mapped[date | None]


class PlanReview(Identified, Base):
    """One review of a plan."""

    __tablename__ = "plan_review"
    __table_args__ = (Index(None, "reviewed_on"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("support_plan.id", ondelete="CASCADE"), index=True)
    reviewed_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
