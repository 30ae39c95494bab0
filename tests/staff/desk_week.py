"""A week of a desk, as the tests of Monday and of the cases begin: made-up rows around the day they run on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from data import calendar
from data.commands import activities, case_files, plans
from data.commands.activities import Work
from data.commands.plans import Aim, Outline
from data.database import Database
from data.models import ConsultationIssue, Draft, SupportPlan
from data.sessions import Person
from tests.data import made

# Stands in every note: whoever sees it where no note belongs has found a leak.
MARKER = "外に出てはいけない文"


@dataclass(frozen=True)
class Week:
    """What there is: the case with a plan, a call that is two days late, a hand-over without an answer."""

    case: str
    call: int
    plan: int
    activity: int


def fill(database: Database, who: Person) -> Week:
    """Fills an office's database; the plan's review is three days late."""
    now = datetime.now(UTC)
    today = calendar.today(now)
    with database.write() as session:
        desk = made.desk(session)
        case = case_files.open_case(session, who, now, desk, today - timedelta(days=40))
        for back in range(1, 29):
            day = today - timedelta(days=back)
            if day.weekday() < 5:
                for hour in (10, 11, 11, 14, 16):
                    made.consultation(session, now, received_on=day, hour=hour)
        made.consultation(session, now, received_on=today - timedelta(days=3), hour=None)
        call = made.consultation(
            session,
            now,
            case_code=case,
            received_on=today - timedelta(days=5),
            callback_due=today - timedelta(days=2),
            contact_result="callback",
            may_call="y",
            leave_word="n",
            note=MARKER,
            issues=[ConsultationIssue(issue="housing", is_primary=True), ConsultationIssue(issue="income", place=1)],
        ).id
        plan = plans.open_plan(
            session, who, now, case, desk, today - timedelta(days=30), Outline("running", today, "partly", MARKER)
        )
        plans.add_goal(session, who, now, plan.id, 1, Aim("自分の部屋で眠れる", "housing", "open", today))
        work = Work(
            desk, "accompany", today - timedelta(days=9), case, None, "city_welfare", "done", "pending", note=MARKER
        )
        activity = activities.add(session, who, now, work).id
        session.add(Draft(account_id=who.account_id, form="record", subject=case, content={}, updated_at=now))
        session.flush()
        number = plan.id
    with database.write() as session:
        session.get_one(SupportPlan, number).next_review = today - timedelta(days=3)
    return Week(case, call, number, activity)


def person(database: Database, name: str) -> Person:
    """The account of that name, as if it were signed in."""
    from sqlalchemy import select

    from data.models import Account

    with database.read() as session:
        account = session.scalars(select(Account).where(Account.name == name)).one()
        return Person(account.id, name, account.display_name, account.role, False, "", stale=False)
