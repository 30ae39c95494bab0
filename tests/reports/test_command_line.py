"""python -m reports yearly: four files or none, and every fault a sentence with status 2."""

from collections import OrderedDict

import pytest

from charts import child, picture
from reports import files
from reports.__main__ import main
from tests.reports.conftest import READERS

NAMES = [f"yearly-2023.{ending}" for ending in files.FORMATS]


@pytest.fixture
def run(seeded, monkeypatch, capsys):
    """Runs the command on the seeded database: (status, what it printed, what it said)."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{seeded.file}")

    def ran(*words: object) -> tuple[int, str, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, *capsys.readouterr()

    return ran


def test_the_four_files_are_written_and_each_step_is_said(run, tmp_path):
    status, printed, said = run("yearly", "--fiscal-year", 2023, "--out", tmp_path / "new" / "folder")
    assert status == 0
    assert printed.split() == [str(tmp_path / "new" / "folder" / name) for name in NAMES]
    assert [line[:4] for line in said.splitlines()] == ["令和5年", "1/4 ", "2/4 ", "3/4 ", "4/4 "]
    for ending, read in READERS.items():
        assert "4,081件" in read((tmp_path / "new" / "folder" / f"yearly-2023.{ending}").read_bytes())


@pytest.mark.parametrize(
    ("year", "says"),
    [
        (1850, "1989 から 2100 までの西暦"),
        (2030, "令和12年度のデータはありません（データなし）"),
        (2010, "いま作れるのは 2021（令和3年度）"),
        ("今年", "2023 のような西暦の整数で書いてください（いま「今年」）"),
    ],
)
def test_a_year_without_data_is_a_sentence_and_no_files(run, tmp_path, year, says):
    status, printed, said = run("yearly", "--fiscal-year", year, "--out", tmp_path / "out")
    assert (status, printed) == (2, "")
    assert says in said
    assert not (tmp_path / "out").exists()


def test_what_is_there_is_not_overwritten(run, tmp_path):
    (tmp_path / "yearly-2023.pdf").write_text("mine")
    status, _, said = run("yearly", "--fiscal-year", 2023, "--out", tmp_path)
    assert status == 2
    assert "yearly-2023.pdf はもうあります。上書きはしません。" in said
    assert [path.name for path in tmp_path.iterdir()] == ["yearly-2023.pdf"]
    assert (tmp_path / "yearly-2023.pdf").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_said(run, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, said = run("yearly", "--fiscal-year", 2023, "--out", tmp_path / "file" / "inside")
    assert status == 2
    assert "に書けません（フォルダではありません）。ファイルは作りませんでした。" in said


def test_a_database_that_is_not_there_is_said(run, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    status, _, said = run("yearly", "--fiscal-year", 2023, "--out", tmp_path)
    assert status == 2
    assert "python -m data migrate" in said
    assert not list(tmp_path.iterdir())


def test_made_up_records_say_so_in_the_name_and_on_every_sheet_and_slide(run, tmp_path, monkeypatch, made_up):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{made_up.file}")
    status, printed, _ = run("yearly", "--fiscal-year", 2025, "--out", tmp_path)
    assert status == 0
    assert all("架空_yearly-2025" in line for line in printed.splitlines())
    for ending, read in READERS.items():
        text = read((tmp_path / f"架空_yearly-2025.{ending}").read_bytes())
        assert "架空のデータです。本当の相談ではありません。" in text
        assert "インクルージョンネット" not in text
        assert "10未満" in text or "秘匿" in text
        # All its months are closed.
        assert "確定" in text
        # Three people answered the third survey: nobody is told what.
        assert "回答 90人" in text
        assert "回答 3人" not in text


def test_charts_that_cannot_be_drawn_are_said_and_no_file_is_there(run, tmp_path, monkeypatch):
    # A process that ends at once in place of the one that draws.
    end = tmp_path / "end.py"
    end.write_text("raise SystemExit(1)")
    child.stop()
    monkeypatch.setattr(files, "_kept", OrderedDict())
    monkeypatch.setattr(child, "CONVERTER", end)
    picture._svg.cache_clear()
    status, _, said = run("yearly", "--fiscal-year", 2023, "--out", tmp_path / "out")
    assert status == 2
    assert "図を描けませんでした。ファイルは作りませんでした。" in said
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
