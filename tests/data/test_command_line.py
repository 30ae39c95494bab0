"""python -m data: what it says and the code it ends with; every fault is a sentence, never a traceback."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from data import migrating, passwords
from data.__main__ import main
from data.database import Database
from data.models import Account, SurveyResult, TrainingSession
from data.queries import auditing

ROOT = Path(__file__).parents[2]
FILE = "令和6年度 相談受付件数\n月,4月,5月,6月\n件数,400,410,390\n"


@pytest.fixture
def run(url, monkeypatch, capsys):
    """`run("seed")`: the code, what was printed, what was said as a fault — on an empty database of each kind."""
    monkeypatch.setenv("DATABASE_URL", url)

    def ran(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


@pytest.fixture
def ready(run):
    """The same with tables and published figures."""
    assert run("migrate")[0] == run("seed")[0] == 0
    return run


@pytest.mark.parametrize(
    "words",
    [["seed"], ["status"], ["seed", "--demo"], ["import", "x.csv"], ["export", "x"], ["backup", "x"]],
    ids=lambda one: one[0],
)
def test_before_the_first_migration_every_command_says_what_to_do(run, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, fault = run(*words)
    assert code == 3
    assert "python -m data migrate" in fault
    assert not (tmp_path / "x").exists()


def test_migrate_and_seed_are_calm_the_second_time(run):
    assert "0001" in run("migrate")[1]
    assert "加えた 82 行" in run("seed")[1]
    again = run("migrate")
    assert again[0] == 0
    assert len(again[1].splitlines()) == 1
    assert run("seed") == (0, "公表された数字: 変わりなし。\n", "")


def test_status_says_what_is_there(ready):
    code, said, _ = ready("status")
    assert code == 0
    assert "公表された数字: 44 件（202104 から 202403 まで）" in said
    assert "相談の記録: 0 件\n" in said
    assert "架空" not in said


def test_an_import_can_be_tried_asked_answered_and_stored(ready, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(FILE, "utf-8")
    code, said, _ = ready("import", file, "--dry-run", "--format", "json")
    found = json.loads(said)
    assert (code, found["kind"], found["accepted"]) == (0, "monthly", 3)
    assert "44 件" in ready("status")[1]
    assert ready("import", file)[0] == 0
    assert "47 件（202104 から 202406 まで）" in ready("status")[1]
    file.write_text(FILE.replace(" 相談受付件数", ""), "utf-8")
    assert ready("import", file, "--dry-run")[0] == 3
    assert ready("import", file, "--dry-run", "--answer", "indicator=accompaniments")[0] == 0
    assert ready("import", file, "--answer", "indicator")[0] == 2


def test_an_import_of_no_file_or_no_table_is_refused(ready, tmp_path):
    assert ready("import", tmp_path / "no.csv") == (2, "", f"{tmp_path / 'no.csv'} というファイルが見つかりません。\n")
    assert ready("import", tmp_path)[0] == 2
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    assert ready("import", tmp_path / "a.pdf")[0] == 2


def test_an_export_is_read_by_spreadsheets_and_never_overwrites(ready, tmp_path):
    code, said, _ = ready("export", tmp_path / "out")
    assert code == 0
    assert len(said.splitlines()) == 6
    raw = (tmp_path / "out" / "figures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text.count("\n") == 1 + 44
    assert ",202307,,251,1,確定,," in text
    assert "202104,,,1,開設前," in text
    code, _, fault = ready("export", tmp_path / "out")
    assert code == 2
    assert "もうあります" in fault


def test_answers_leave_protected_and_few_of_them_not_at_all(ready, url, tmp_path):
    database = Database(url)
    with database.write() as session:
        for number, answers in ((8, (3, 0)), (9, (14, 3))):
            one = TrainingSession(desk_id=1, fiscal_year=2023, number=number, held_on=date(2024, 3, 20), attendance=30)
            session.add(one)
            session.flush()
            for step, count in zip(("good", "bad"), answers, strict=True):
                session.add(SurveyResult(training_session_id=one.id, step=step, origin="form", answers=count))
    database.close()
    assert ready("export", tmp_path / "out")[0] == 0
    lines = (tmp_path / "out" / "surveys.csv").read_text("utf-8-sig").splitlines()
    assert not [line for line in lines if line.startswith("2023,8,")]
    assert [line for line in lines if line.startswith("2023,9,")] == ["2023,9,よかった,,10,", "2023,9,不満,,10未満,"]
    assert "2023,1,大変よかった,334,," in "\n".join(lines)


def test_accounts_are_added_reset_stopped_and_listed(ready, url):
    yamada = ("account", "add", "Yamada", "--role", "counsellor", "--display-name", "山田")
    code, said, _ = ready(*yamada, "--base", "https://desk.example/")
    assert code == 0
    assert "https://desk.example/set-up#" in said
    assert ready("account", "list")[1] == "yamada\t山田\t相談員\tパスワード待ち\n"
    said = ready("account", "reset", "yamada", "--temporary")[1]
    password = said.strip().rpartition(": ")[2]
    database = Database(url)
    with database.read() as session:
        account = session.scalars(select(Account)).one()
        assert account.must_change
        assert passwords.matches(password, account.password_hash or "")
    database.close()
    assert ready("account", "list")[1].endswith("\t使える\n")
    assert "/set-up#" in ready("account", "reset", "yamada")[1]
    assert ready("account", "disable", "yamada")[0] == 0
    assert ready("account", "list")[1].endswith("\t止めてある\n")
    assert ready("account", "reset", "yamada")[0] == 2
    assert ready("account", "enable", "yamada")[0] == 0
    assert ready("account", "list")[1].endswith("\tパスワード待ち\n")
    for words, says in ((yamada, "もうあります"), (("account", "disable", "nobody"), "ありません")):
        code, _, fault = ready(*words)
        assert code == 2
        assert says in fault


def test_a_demo_is_never_made_beside_real_figures(ready):
    code, _, fault = ready("seed", "--demo")
    assert code == 2
    assert "空のデータベース" in fault


def test_a_demo_is_marked_everywhere(run, tmp_path, monkeypatch):
    from data import demo

    monkeypatch.setattr(demo.build, "__defaults__", (300,))
    assert run("migrate")[0] == 0
    assert "架空の相談 300 件" in run("seed", "--demo")[1]
    assert "もうあります" in run("seed", "--demo")[1]
    assert "架空の見本" in run("status")[1]
    assert run("seed") == (0, "架空のデータベースです。公表された数字は入れません。\n", "")
    assert run("export", tmp_path / "out")[0] == 0
    for file in (tmp_path / "out").iterdir():
        lines = file.read_text("utf-8-sig").splitlines()
        assert lines
        assert all(line.startswith("架空,") for line in lines), file


def test_a_backup_comes_back_and_neither_overwrites_anything(ready, url, tmp_path, monkeypatch):
    file = tmp_path / "b.jsonl"
    code, said, _ = ready("backup", file)
    assert code == 0
    assert "控えました" in said
    assert "守ってください" in said
    assert ready("backup", file)[0] == 2
    code, _, fault = ready("restore", file)
    assert code == 2
    assert "空ではありません" in fault
    other = f"sqlite:///{tmp_path / 'new' / 'other.db'}"
    monkeypatch.setenv("DATABASE_URL", other)
    assert ready("restore", file)[0] == 0
    assert "44 件" in ready("status")[1]
    # Each database says what was done with it; the one that was saved, that it was saved once.
    assert [one for one in log(url) if one[2] == "データベース"] == [("（コマンド）", "控えを作った", "データベース")]
    assert log(other)[0] == ("（コマンド）", "控えから戻した", "データベース")


def log(url):
    """Who, what and to what of all entries in words, newest first."""
    database = Database(url)
    with database.read() as session:
        found = [auditing.cells(one)[2:5] for one in auditing.page(session, auditing.Asked()).rows]
    database.close()
    return found


def test_a_database_that_cannot_be_written_to_is_saved_all_the_same_and_says_what_is_missing(ready, url, tmp_path):
    database, file = Database(url), tmp_path / "b.jsonl"
    refuse = (
        "CREATE TRIGGER refused BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'attempt to write a readonly'); END"
        if database.is_sqlite
        else f"ALTER DATABASE {database.engine.url.database} SET default_transaction_read_only = on"
    )
    with database.engine.begin() as connection:
        connection.execute(text(refuse))
    database.close()
    code, said, fault = ready("backup", file)
    assert code == 0
    assert "控えました" in said
    assert "控えはできましたが、操作の記録に書けませんでした" in fault
    assert "読むことしかできません" in fault
    assert file.exists()
    assert "データベース" not in [one[2] for one in log(url)]


def test_a_migration_is_noted_but_for_the_one_that_makes_the_database(ready, url, tmp_path, monkeypatch):
    assert "データベース" not in [one[2] for one in log(url)]
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.FOLDER, folder)
    step = f'from alembic import op\nrevision, down_revision = "9999", "{migrating.newest()}"\n\n\n'
    step += 'def upgrade():\n    op.execute("{}")\n'
    (folder / "versions" / "9999.py").write_text(step.format("NO SQL"), "utf-8")
    monkeypatch.setattr(migrating, "FOLDER", folder)
    assert ready("migrate")[0] == 1
    assert "データベース" not in [one[2] for one in log(url)]
    (folder / "versions" / "9999.py").write_text(step.format("SELECT 1"), "utf-8")
    assert ready("migrate")[0] == ready("migrate")[0] == 0
    named = [one for one in log(url) if one[2] == "データベース"]
    assert named == [("（コマンド）", "データベースを新しい形にした", "データベース")]


@pytest.mark.parametrize(
    ("address", "command", "code", "says"),
    [
        ("mysql://x", "status", 2, "sqlite:///ファイル か postgresql"),
        ("nonsense", "status", 2, "sqlite:///ファイル か postgresql"),
        ("sqlite://", "migrate", 2, "sqlite:///ファイル か postgresql"),
        ("postgresql://nobody@127.0.0.1:1/x", "migrate", 1, "データベースにつながりません"),
        ("sqlite:////proc/nowhere/x.db", "migrate", 2, "見つかりません"),
        (f"sqlite:///{ROOT / 'README.md'}", "migrate", 1, "データベースかどうか"),
    ],
)
def test_an_address_that_cannot_be_used_is_said(monkeypatch, capsys, address, command, code, says):
    monkeypatch.setenv("DATABASE_URL", address)
    assert main([command]) == code
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "命令 がありません"),
        (["nothing"], "「nothing」は選べません"),
        (["backup"], "ファイル がありません"),
        (["seed", "x"], "「x」は要りません"),
        (["import", "a", "--answer"], "--answer のあとに値が要ります"),
    ],
)
def test_a_wrong_command_line_is_said_in_japanese(capsys, words, says):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


def test_as_a_process_it_ends_with_the_code_and_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "data", "status"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"DATABASE_URL": f"sqlite:///{tmp_path / 'no.db'}", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "no.db").exists()


def test_a_row_that_the_database_refuses_is_not_quoted(ready, monkeypatch):
    def refused(session):
        session.execute(text("INSERT INTO account (name, role) VALUES ('secret-name', 'secret-role')"))

    monkeypatch.setattr("data.__main__.status.look", refused)
    monkeypatch.setattr("data.database.Database.read", Database.write)
    code, said, fault = ready("status")
    assert code == 1
    assert "半端に残ったものはありません" in fault
    assert "secret" not in said + fault
