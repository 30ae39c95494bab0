"""All tables; importing this package makes Base.metadata whole."""

from data.models.accounts import Account, AccountSession, AuditEntry, OneTimeLink, SignInAttempt, SignInTicket
from data.models.base import Base
from data.models.derived import DERIVED, MonthColumns, MonthStamp
from data.models.exports import ExportTicket
from data.models.imports import ImportBatch, ImportRow
from data.models.published import (
    Annotation,
    Desk,
    FactMonth,
    HelpfulTotal,
    Indicator,
    IndicatorDefinition,
    MonthClose,
    Organisation,
    SourceDocument,
    Store,
    SurveyResult,
    Target,
    TrainingSession,
)
from data.models.records import (
    Activity,
    CaseFile,
    Consultation,
    ConsultationIssue,
    ConsultationRefusal,
    ConsultationResponse,
    Draft,
    Goal,
    PlanReview,
    RecordVersion,
    SupportPlan,
)
from data.models.reports import ReportText

__all__ = [
    "DERIVED",
    "Account",
    "AccountSession",
    "Activity",
    "Annotation",
    "AuditEntry",
    "Base",
    "CaseFile",
    "Consultation",
    "ConsultationIssue",
    "ConsultationRefusal",
    "ConsultationResponse",
    "Desk",
    "Draft",
    "ExportTicket",
    "FactMonth",
    "Goal",
    "HelpfulTotal",
    "ImportBatch",
    "ImportRow",
    "Indicator",
    "IndicatorDefinition",
    "MonthClose",
    "MonthColumns",
    "MonthStamp",
    "OneTimeLink",
    "Organisation",
    "PlanReview",
    "RecordVersion",
    "ReportText",
    "SignInAttempt",
    "SignInTicket",
    "SourceDocument",
    "Store",
    "SupportPlan",
    "SurveyResult",
    "Target",
    "TrainingSession",
]
