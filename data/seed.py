"""Loads the published figures (config/records/published.yaml): a second run changes nothing, a change leaves its history."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import audit, calendar, closed, codes
from data.models import (
    Desk,
    FactMonth,
    Indicator,
    IndicatorDefinition,
    Organisation,
    RecordVersion,
    SourceDocument,
    Store,
    SurveyResult,
    Target,
    TrainingSession,
)
from data.models.base import Base, Versioned
from data.published import Published

KIND = "kind"
LOCK = 20_210_801
CLOSED = "締めた月なので、変えませんでした。"


@dataclass(slots=True)
class Seeded:
    """What a run did: rows added and changed, and sentences on what it left as it stands."""

    added: int = 0
    changed: int = 0
    left: list[str] = field(default_factory=list)


def load(session: Session, published: Published, now: datetime, figures: bool = True) -> Seeded:
    """Adds what is missing and follows what changed in the file; without figures only what indicators mean."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    work = _Work(session, now)
    if session.get(Store, KIND) is None:
        session.add(Store(key=KIND, value="published"))
    sources = {
        key: work.put(SourceDocument, {"title": one["title"]}, {k: one[k] for k in ("issuer", "published", "note")}).id
        for key, one in published.documents.items()
    }
    _indicators(work, published, sources)
    if figures:
        desks = _desks(work, published)
        _figures(work, published, desks, sources)
        _trainings(work, published, desks, sources)
        _targets(work, published, desks, sources)
    if work.done.added or work.done.changed:
        audit.write(
            session, None, now, "seed", "published", name=audit.SYSTEM, added=work.done.added, changed=work.done.changed
        )
    return work.done


def _indicators(work: "_Work", published: Published, sources: dict[str, int]) -> None:
    columns = ("unit", "scale", "counting", "direction", "aggregation")
    for key, one in published.indicators.items():
        work.put(Indicator, {"id": key}, {column: one[column] for column in columns})
        for number, meant in enumerate(sorted(one["definitions"], key=lambda meant: int(meant["from"])), 1):
            values = {
                "version": number,
                "text": meant["text"],
                "breaks_series": meant["breaks_series"],
                "source_id": sources[meant["source"]],
            }
            work.put(IndicatorDefinition, {"indicator_id": key, "valid_from": meant["from"]}, values)


def _desks(work: "_Work", published: Published) -> dict[str, int]:
    ids = {name: work.put(Organisation, {"name": name}, {}).id for name in published.organisations}
    return {
        key: work.put(
            Desk,
            {"name": one["name"]},
            {
                "organisation_id": ids[one["organisation"]],
                "opened_month": one["opened"],
                "opened_note": one["opened_note"],
            },
        ).id
        for key, one in published.desks.items()
    }


def _figures(work: "_Work", published: Published, desks: dict[str, int], sources: dict[str, int]) -> None:
    kept = set()
    for one in published.figures:
        key = {
            "indicator_id": one.indicator,
            "desk_id": desks[one.desk],
            "fiscal_year": one.fiscal_year,
            "month": one.month,
            "occasion": one.occasion,
            "dimension": "",
            "category": "",
        }
        values = {
            "value": one.value,
            "status": one.status,
            "note": one.note,
            "source_id": sources[one.source],
            "source_place": one.place,
        }
        said = f"{codes.label('indicator', one.indicator)} {one.month or one.fiscal_year} {one.occasion}".strip()
        row = work.put(FactMonth, key, values, {"recorded_at": work.now}, said, (desks[one.desk], one.month))
        if row is not None:
            kept.add(row.id)
    gone = select(FactMonth).where(
        FactMonth.source_id.in_(sources.values()),
        FactMonth.import_batch_id.is_(None),
        FactMonth.recorded_by.is_(None),
        FactMonth.id.not_in(kept),
    )
    for row in work.session.scalars(gone):
        name = codes.label("indicator", row.indicator_id)
        work.done.left.append(f"{name} {row.month or row.fiscal_year}: ファイルにありませんが、消しませんでした。")


def _trainings(work: "_Work", published: Published, desks: dict[str, int], sources: dict[str, int]) -> None:
    for one in published.trainings:
        key = {"desk_id": desks[one["desk"]], "fiscal_year": one["fiscal_year"], "number": one["number"]}
        values = {column: one[column] for column in ("held_on", "theme", "form", "attendance")}
        source = {"source_id": sources[one["source"]]}
        said = f"研修 {one['fiscal_year']} 第{one['number']}回"
        at = (desks[one["desk"]], calendar.month_of(one["held_on"]))
        training = work.put(TrainingSession, key, values | source | {"source_place": one["place"]}, said=said, at=at)
        for step, tenths in one["survey"].items() if training is not None else ():
            key = {"training_session_id": training.id, "step": step, "origin": "published"}
            values = {"share_tenths": tenths, **source, "source_place": one["survey_place"]}
            work.put(SurveyResult, key, values, said=f"{said} {codes.label('survey_step', step)}", at=at)


def _targets(work: "_Work", published: Published, desks: dict[str, int], sources: dict[str, int]) -> None:
    """A changed target is a new row; the old one stays, with the moment it was replaced."""
    for one in published.targets:
        key = {
            "indicator_id": one["indicator"],
            "desk_id": desks[one["desk"]],
            "fiscal_year": one["fiscal_year"],
            "kind": one["kind"],
        }
        values = {
            "value": one["value"],
            "year_stated": one["year_stated"],
            "source_id": sources[one["source"]],
            "source_place": one["place"],
        }
        found = work.session.scalars(select(Target).filter_by(**key, replaced_at=None)).one_or_none()
        if found is not None and _same(found, values):
            continue
        if found is not None and found.set_by is not None:
            name = codes.label("indicator", one["indicator"])
            work.done.left.append(f"目標 {name}: 人が決め直したので、そのままにしました。")
            continue
        if found is not None:
            found.replaced_at = work.now
            work.done.changed += 1
        else:
            work.done.added += 1
        work.session.add(Target(**key, **values, set_at=work.now))


class _Work:
    """Puts rows where they belong and counts what it did."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now, self.done = session, now, Seeded()

    def put(
        self,
        model: type[Base],
        key: dict[str, Any],
        values: dict[str, Any],
        at_change: dict[str, Any] | None = None,
        said: str = "",
        at: tuple[int, int] = (0, 0),
    ) -> Any:
        """The row with that key, holding those values; what people imported or closed stays as it is.

        `at` is the desk and month it counts in. None where a new one would change a closed month.
        """
        row: Any = self.session.scalars(select(model).filter_by(**key)).one_or_none()
        if row is None and self._shut(at):
            self.done.left.append(f"{said}: {CLOSED}")
        elif row is None:
            row = model(**key, **values, **(at_change or {}))
            self.session.add(row)
            self.session.flush()
            self.done.added += 1
        elif not _same(row, values):
            why = self._kept(row, at)
            if why:
                self.done.left.append(f"{said}: {why}")
            else:
                self._change(row, values, at_change or {})
        return row

    def _shut(self, at: tuple[int, int]) -> bool:
        return bool(closed.among(self.session, at[0], [at[1]]))

    def _kept(self, row: Any, at: tuple[int, int]) -> str:
        if getattr(row, "import_batch_id", None) is not None or getattr(row, "recorded_by", None) is not None:
            return "人が取り込んだ数字なので、そのままにしました。"
        moved = calendar.month_of(row.held_on) if getattr(row, "held_on", None) else 0
        return CLOSED if self._shut(at) or self._shut((at[0], moved)) else ""

    def _change(self, row: Any, values: dict[str, Any], at_change: dict[str, Any]) -> None:
        before = {column: _plain(getattr(row, column)) for column in values | at_change}
        after = {column: _plain(value) for column, value in values.items() if getattr(row, column) != value}
        identity, table = row.id, row.__tablename__
        if isinstance(row, Versioned):
            self.session.add(
                RecordVersion(
                    subject=table,
                    subject_id=identity,
                    version=row.version,
                    saved_at=self.now,
                    account_id=None,
                    content=before,
                )
            )
        for column, value in (values | at_change).items():
            setattr(row, column, value)
        self.session.flush()
        self.done.changed += 1
        was = {column: before[column] for column in after}
        audit.write(self.session, None, self.now, "seed", table, identity, audit.SYSTEM, before=was, after=after)


def _same(row: Any, values: dict[str, Any]) -> bool:
    return all(getattr(row, column) == value for column, value in values.items())


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    return value.isoformat() if isinstance(value, date) else value
