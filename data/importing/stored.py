"""What the database holds already of what a file brings: the same is left out, another value is a conflict."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, closed
from data.importing.cells import Number
from data.importing.result import Preview, Same
from data.models import Desk, FactMonth, ImportBatch, Indicator, MonthClose, SurveyResult, TrainingSession

FactKey = tuple[str, int, str, str]
WORDS = {
    "not_open": "開設前",
    "not_reported": "未報告",
    "not_applicable": "該当なし",
    "suppressed": "秘匿",
    "provisional": "速報",
    "final": "確定",
}


# What stands in the way of a commit, and of an undo.
CLOSED_SINCE = "{month}は、見ている間に締められました。"
CLOSED = "{month}は締めてあります。先に統括が締めを開きます。"


class ImportFaultError(ValueError):
    """It cannot be done; the message says why, as a sentence for the screen."""


@dataclass
class Known:
    """The desk, its indicators, closed months and stored figures at the moment of the preview."""

    desk: Desk
    today: date
    indicators: dict[str, Indicator]
    closed: set[int]
    facts: dict[FactKey, FactMonth]
    trainings: dict[tuple[int, int], TrainingSession]
    surveys: dict[tuple[int, str], SurveyResult]
    # Trainings that this very file brings, before the surveys on them.
    coming: set[tuple[int, int]] = field(default_factory=set)

    @property
    def this_month(self) -> int:
        """The month of the preview."""
        return calendar.month_of(self.today)

    def value(self, indicator: str, month: int, found: Number) -> tuple[int | None, str, str]:
        """(whole number at the indicator's scale, state, reason why it cannot be taken)."""
        if month > self.this_month:
            return None, "", f"{said(month)}はまだ来ていません"
        if month in self.closed:
            return None, "", f"{said(month)}は締めてあります。先に統括が締めを開きます"
        if found.state:
            return None, found.state, ""
        value = (found.value or 0) * self.indicators[indicator].scale
        if value < 0:
            return None, "", "件数がマイナスです"
        if abs(value - round(value)) > 1e-6:
            return None, "", "件数に小数があります"
        if round(value) > 2_000_000_000:
            return None, "", "数が大きすぎます"
        opened = self.desk.opened_month
        if opened and month < opened:
            # A desk that was not there took no calls: that is no zero.
            return (None, "not_open", "") if value == 0 else (None, "", f"相談室は{said(opened)}に開きました")
        return round(value), "", ""

    def take_fact(
        self,
        preview: Preview,
        sheet: str,
        at: tuple[int, str, str],
        key: FactKey,
        value: int | None,
        status: str,
    ) -> None:
        """A figure on its way: left out where it is stored already, a conflict where another one is."""
        stored = self.facts.get(key)
        row, column, shown = at
        if stored and (stored.value, stored.status) == (value, status):
            preview.duplicates.add(Same(row, column, shown, "同じ数が記録にあります"))
            return
        if stored:
            scale = self.indicators[key[0]].scale
            was = WORDS[stored.status] if stored.value is None else f"{stored.value / scale:,g}"
            if stored.value == value and value is not None:
                was += f"（{WORDS[stored.status]}）"
            preview.conflicts.add(Same(row, column, shown, f"{said(key[1])} {was}"))
            if may_replace(preview) != "replace":
                return
        indicator, month, dimension, category = key
        content = {
            "table": "fact_month",
            "key": {
                "indicator_id": indicator,
                "desk_id": self.desk.id,
                "fiscal_year": calendar.fiscal_year(month),
                "month": month,
                "occasion": "",
                "dimension": dimension,
                "category": category,
            },
            "values": {"value": value, "status": status, "source_place": f"{sheet} {column}{row}".strip()[:200]},
            "expected": {"value": stored.value, "status": stored.status} if stored else None,
        }
        preview.rows.add(sheet, row, content)


def may_replace(preview: Preview) -> str | None:
    """What to do where the stored value differs; it stops until somebody says so."""
    return preview.ask(
        "conflicts",
        "記録にある数とちがう所があります。どうしますか。",
        [("keep", "記録の数を残し、ほかだけ取り込む"), ("replace", "ファイルの数に置きかえる（あとで元に戻せます）")],
    )


def said(month: int) -> str:
    """A month as people say it: 202403 → 令和6年3月."""
    return calendar.spoken_month(month)


def desks(session: Session) -> list[Desk]:
    """All desks, the oldest first."""
    return list(session.scalars(select(Desk).order_by(Desk.id)))


def known(session: Session, desk: Desk, today: date) -> Known:
    """What the database holds for a desk."""
    facts = session.scalars(select(FactMonth).where(FactMonth.desk_id == desk.id, FactMonth.occasion == ""))
    trainings = list(session.scalars(select(TrainingSession).where(TrainingSession.desk_id == desk.id)))
    results = session.scalars(
        select(SurveyResult).where(
            SurveyResult.training_session_id.in_([one.id for one in trainings]), SurveyResult.origin == "published"
        )
    )
    return Known(
        desk,
        today,
        {one.id: one for one in session.scalars(select(Indicator).order_by(Indicator.id))},
        set(closed_months(session, desk.id)),
        {(one.indicator_id, one.month, one.dimension, one.category): one for one in facts},
        {(one.fiscal_year, one.number): one for one in trainings},
        {(one.training_session_id, one.step): one for one in results},
    )


def closed_months(session: Session, desk_id: int) -> list[int]:
    """The months that are closed and were not opened again."""
    return list(
        session.scalars(select(MonthClose.month).where(MonthClose.desk_id == desk_id, MonthClose.reopened_at.is_(None)))
    )


def open_months(session: Session, desk_id: int, months: Iterable[int], why: str) -> None:
    """Nothing, and the months stay open until this transaction ends; ImportFaultError names the first that is closed."""
    shut = closed.among(session, desk_id, months)
    if shut:
        raise ImportFaultError(why.format(month=said(min(shut))))


def brought_in(session: Session, sha256: str) -> ImportBatch | None:
    """The batch that this very file was brought in with, if it was and still is."""
    return session.scalars(
        select(ImportBatch).where(ImportBatch.sha256 == sha256, ImportBatch.state == "committed").limit(1)
    ).first()
