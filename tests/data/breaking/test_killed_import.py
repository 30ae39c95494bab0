"""kill -9 at every statement and every commit of an import: all rows of the file or none, and it can be run again."""

import json

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from data import published, seed
from data.commands import importing
from data.models import AuditEntry, Consultation, ConsultationIssue, ImportBatch

ROWS = 10
NONE, WHOLE = (0, 0, 0), (ROWS, ROWS, 1)
# One process that has everything loaded; for each number it is told, a child of it imports the file and dies of its own
# kill -9 at that step: right before a statement of either engine, right before a commit, right after one.
IMPORT = """
import io, json
from sqlalchemy.orm import Session
from data.importing import command

step = last = 0

def count(*_):
    global step
    step += 1
    if step == last:
        die()

for engine in (database.engine, database.reader):
    event.listen(engine, "before_cursor_execute", count)
event.listen(database.engine, "commit", count)
event.listen(Session, "after_commit", count)

for line in sys.stdin:
    last = int(line)
    child = os.fork()
    if child == 0:
        out = io.StringIO()
        code = command.run(database, Path(sys.argv[3]), False, "text", {"same_rows": "keep"}, now, out)
        Path(sys.argv[4]).write_text(json.dumps({"code": code, "said": out.getvalue(), "steps": step}))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(-os.waitstatus_to_exitcode(status) == signal.SIGKILL, flush=True)
"""


@pytest.fixture
def file(tmp_path, database, now):
    """A book of consultations, and a database that knows the desk."""
    with database.write() as session:
        seed.load(session, published.read(), now)
    book = Workbook()
    book.active.append(["受付日", "相談方法", "年代", "結果", "主訴"])
    for n in range(ROWS):
        book.active.append([f"2026/{3 + n % 6}/{1 + n}", "電話", f"{2 + n % 5}0代", "相談成立", "住まい"])
    book.save(tmp_path / "相談.xlsx")
    return tmp_path / "相談.xlsx"


@pytest.fixture
def bring(begin, url, file, tmp_path):
    """`bring(step)`: the import, killed at that step (0: never); what it acknowledged, None where it was killed."""
    said = tmp_path / "said.json"
    process = begin(IMPORT, url, file, said)

    def brought(step: int):
        said.unlink(missing_ok=True)
        process.stdin.write(f"{step}\n")
        process.stdin.flush()
        killed = process.stdout.readline()
        assert killed in ("True\n", "False\n"), process.communicate()[1]
        assert said.exists() == (killed == "False\n")
        return json.loads(said.read_text()) if said.exists() else None

    return brought


def kept(database) -> tuple[int, int, int]:
    """Consultations, their issues, committed batches."""
    with database.read() as session:
        return (
            session.scalar(select(func.count(Consultation.id))),
            session.scalar(select(func.count()).select_from(ConsultationIssue)),
            session.scalar(select(func.count(ImportBatch.id)).filter_by(state="committed")),
        )


def noted(database) -> int:
    """The imports in the audit log."""
    with database.read() as session:
        return session.scalar(select(func.count(AuditEntry.id)).filter_by(action="import"))


def take_back(database, now) -> None:
    """The way to an empty database for the next step."""
    with database.write() as session:
        batch = session.scalars(select(ImportBatch.id).filter_by(state="committed")).one()
        assert importing.undo(session, None, batch, now) == ROWS


def test_an_import_killed_at_any_step_is_whole_or_not_there_and_the_next_one_works(database, now, bring, sound):
    seen, step = {NONE: 0, WHOLE: 0}, 0
    while True:
        step += 1
        before = noted(database)
        acknowledged = bring(step)
        sound(database)
        found = kept(database)
        assert noted(database) - before == found[2]
        if acknowledged:
            break
        seen[found] += 1
        again = bring(0)
        assert ("取り込んであります" in again["said"], again["code"]) == ((True, 2) if found == WHOLE else (False, 0))
        assert kept(database) == WHOLE
        assert noted(database) - before == 1
        take_back(database, now)
        assert kept(database) == NONE
    assert (acknowledged["code"], found) == (0, WHOLE)
    assert f"{ROWS}行を取り込みました" in acknowledged["said"]
    # Every step was met, and the last of them came after the commit that keeps the rows.
    assert (step, seen[WHOLE]) == (acknowledged["steps"] + 1, 1)
    assert seen[NONE] > 20
