"""kill -9 during an import, at its statements and commits: all rows of the file or none, and it can be run again."""

import pytest
from sqlalchemy import func, select

from data import published, seed
from data.models import AuditEntry, Consultation, ConsultationIssue, ImportBatch

ROWS = 400
IMPORT = """
from data.importing import command

commits = int(sys.argv[4])

@event.listens_for(database.engine, "commit")
def counted(*_):
    global commits
    commits -= 1
    if commits == 0:
        die()

code = command.run(database, Path(sys.argv[3]), False, "text", {"same_rows": "keep"}, now, sys.stdout)
print("code", code)
"""


@pytest.fixture
def file(tmp_path, database, now):
    """A file of consultations, and a database that knows the desk."""
    with database.write() as session:
        seed.load(session, published.read(), now)
    lines = ["受付日,相談方法,年代,結果,主訴"]
    lines += [f"2026/{3 + n % 6}/{1 + n % 28},電話,{2 + n % 5}0代,相談成立,住まい" for n in range(ROWS)]
    made = tmp_path / "相談.csv"
    made.write_text("\n".join(lines) + "\n", "utf-8")
    return made


def counted(session) -> tuple[int, int, int, int]:
    """Consultations, their issues, committed batches and imports in the audit log."""
    return (
        session.scalar(select(func.count(Consultation.id))),
        session.scalar(select(func.count()).select_from(ConsultationIssue)),
        session.scalar(select(func.count(ImportBatch.id)).filter_by(state="committed")),
        session.scalar(select(func.count(AuditEntry.id)).filter_by(action="import")),
    )


# Statements of the staging and of the commit, and the commit of either transaction.
@pytest.mark.parametrize(("at", "commits"), [(2, 0), (6, 0), (12, 0), (-1, 1), (-1, 2)])
def test_a_killed_import_leaves_none_of_its_rows_and_runs_again(database, url, child, sound, file, at, commits):
    assert child(IMPORT, url, at, file, commits).killed
    sound(database)
    with database.read() as session:
        assert counted(session) == (0, 0, 0, 0)
    again = child(IMPORT, url, -1, file, 0)
    assert again.out.endswith("code 0\n"), again.out
    with database.read() as session:
        assert counted(session) == (ROWS, ROWS, 1, 1)
