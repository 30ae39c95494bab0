"""Taking consultations of a batch back, all or none: not where somebody has worked on one of them since."""

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from data import closed
from data.importing.stored import CLOSED, said
from data.models import (
    Activity,
    CaseFile,
    Consultation,
    ConsultationIssue,
    ConsultationRefusal,
    ConsultationResponse,
    ImportBatch,
    SupportPlan,
)


def take_back(session: Session, batch: ImportBatch) -> tuple[str, int]:
    """(why not, 0) with nothing changed, or ('', how many records went)."""
    mine = select(Consultation.id).where(Consultation.import_batch_id == batch.id)
    touched = session.scalar(
        select(func.count())
        .select_from(Consultation)
        .where(
            Consultation.import_batch_id == batch.id,
            or_(Consultation.version != 1, Consultation.removed_at.is_not(None), Consultation.reviewed_at.is_not(None)),
        )
    )
    if touched:
        return f"取り込んだあとに直された記録が{touched:,}件あります。元に戻せません。", 0
    followed = session.scalar(
        select(func.count(func.distinct(Activity.consultation_id))).where(Activity.consultation_id.in_(mine))
    )
    if followed:
        return f"取り込んだ相談のうち{followed:,}件に、活動が書き足されています。元に戻せません。", 0
    months = session.scalars(select(Consultation.month).where(Consultation.import_batch_id == batch.id).distinct())
    if shut := closed.among(session, batch.summary["desk_id"], months):
        return CLOSED.format(month=said(min(shut))), 0
    for table in (ConsultationIssue, ConsultationResponse, ConsultationRefusal):
        session.execute(delete(table).where(table.consultation_id.in_(mine)))
    gone = session.execute(delete(Consultation).where(Consultation.import_batch_id == batch.id))
    _close_cases(session, batch)
    return "", int(getattr(gone, "rowcount", 0))


def _close_cases(session: Session, batch: ImportBatch) -> None:
    """Cases that the batch opened go with it, unless something else has come to belong to them."""
    codes = batch.summary.get("cases", [])
    for start in range(0, len(codes), 500):
        some = codes[start : start + 500]
        used = {
            code
            for table in (Consultation, Activity, SupportPlan)
            for code in session.scalars(select(table.case_code).where(table.case_code.in_(some)).distinct())
        }
        session.execute(delete(CaseFile).where(CaseFile.code.in_([code for code in some if code not in used])))
