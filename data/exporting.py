"""Writes the published figures as CSV files that spreadsheets open rightly: with a mark of UTF-8, and no cell is a formula."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import audit, codes, disclosure
from data.models import (
    Desk,
    FactMonth,
    Indicator,
    IndicatorDefinition,
    SourceDocument,
    SurveyResult,
    Target,
    TrainingSession,
)
from data.queries import open_data, store, surveys
from data.sheets import disarmed

MADE_UP = "架空"
OPEN_DATA = "open_data.csv"


def write(session: Session, folder: Path, today: date) -> list[Path]:
    """The files that were written; FileExistsError where one is there already, and then none is written."""
    found = {name: [list(row) for row in rows(session)] for name, rows in FILES.items()}
    # What the records count leaves protected, and only here.
    found[OPEN_DATA] = [list(open_data.HEAD), *(list(row) for row in open_data.lines(session, today))]
    paths = {name: folder / name for name in found}
    for path in paths.values():
        if path.exists():
            raise FileExistsError(str(path))
    folder.mkdir(parents=True, exist_ok=True)
    mark = [MADE_UP] if store.is_demo(session) else []
    for name, rows in found.items():
        with paths[name].open("x", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([*mark, *map(disarmed, row)] for row in rows)
    return list(paths.values())


def note(session: Session, now: datetime, paths: Iterable[Path]) -> None:
    """The entry of the audit log for an export."""
    audit.write(session, None, now, "export", "published", name=audit.SYSTEM, files=[path.name for path in paths])


def _figures(session: Session) -> Iterable[list[Any]]:
    yield ["相談室", "指標", "年度", "月", "回", "値", "単位の分母", "状態", "注", "出典", "出典のどこ"]
    rows = (
        select(FactMonth, Desk.name, SourceDocument.title)
        .join(Desk, Desk.id == FactMonth.desk_id)
        .outerjoin(SourceDocument, SourceDocument.id == FactMonth.source_id)
        .order_by(FactMonth.indicator_id, FactMonth.fiscal_year, FactMonth.month, FactMonth.occasion)
    )
    scales = _scales(session)
    for one, desk, source in session.execute(rows):
        status = codes.label("status", one.status)
        yield [desk, codes.label("indicator", one.indicator_id), one.fiscal_year, one.month or "年度計", one.occasion,
               one.value, scales.get(one.indicator_id), status, one.note, source, one.source_place]  # fmt: skip


def _targets(session: Session) -> Iterable[list[Any]]:
    yield ["相談室", "指標", "年度", "年度の記載", "目標", "単位の分母", "出典のどこ", "置きかわった時"]
    scales = _scales(session)
    rows = select(Target, Desk.name).join(Desk, Desk.id == Target.desk_id).order_by(Target.indicator_id, Target.id)
    for one, desk in session.execute(rows):
        stated = "あり" if one.year_stated else "なし"
        yield [desk, codes.label("indicator", one.indicator_id), one.fiscal_year, stated, one.value,
               scales.get(one.indicator_id), one.source_place, one.replaced_at]  # fmt: skip


def _trainings(session: Session) -> Iterable[list[Any]]:
    yield ["年度", "回", "実施日", "テーマ", "形", "申込", "参加", "出典のどこ"]
    for one in session.scalars(select(TrainingSession).order_by(TrainingSession.fiscal_year, TrainingSession.number)):
        yield [one.fiscal_year, one.number, one.held_on, one.theme, one.form, one.sign_ups, one.attendance,
               one.source_place]  # fmt: skip


def _surveys(session: Session) -> Iterable[list[Any]]:
    """Printed shares as they are; what was counted protected, and of fewer answers than are told nothing."""
    yield ["年度", "回", "段階", "割合（10分の1%）", "人数", "出典のどこ"]
    asked = select(TrainingSession, SurveyResult).join(SurveyResult).order_by(TrainingSession.id, SurveyResult.id)
    rows = session.execute(asked).all()
    answered = Counter[tuple[int, str]]()
    for _, one in rows:
        answered[one.training_session_id, one.origin] += one.answers or 0
    for training, one in rows:
        if one.answers is not None and answered[one.training_session_id, one.origin] < surveys.FEWEST:
            continue
        people = None if one.answers is None else str(disclosure.protect(one.answers))
        yield [training.fiscal_year, training.number, codes.label("survey_step", one.step), one.share_tenths,
               people, one.source_place]  # fmt: skip


def _definitions(session: Session) -> Iterable[list[Any]]:
    yield ["指標", "この月から", "意味", "前とつながらない"]
    for one in session.scalars(
        select(IndicatorDefinition).order_by(IndicatorDefinition.indicator_id, IndicatorDefinition.valid_from)
    ):
        breaks = "はい" if one.breaks_series else ""
        yield [codes.label("indicator", one.indicator_id), one.valid_from, one.text, breaks]


def _scales(session: Session) -> dict[str, int]:
    return {one.id: one.scale for one in session.scalars(select(Indicator))}


FILES: dict[str, Callable[[Session], Iterable[list[Any]]]] = {
    "figures.csv": _figures,
    "targets.csv": _targets,
    "trainings.csv": _trainings,
    "surveys.csv": _surveys,
    "definitions.csv": _definitions,
}
