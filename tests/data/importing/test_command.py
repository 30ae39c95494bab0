"""The command line: what it says of a file, to people and to programs, and how it ends."""

import io
import json
from datetime import UTC, datetime

from data.importing import command
from tests.data.importing.counting import figures, stored
from tests.data.importing.making import R5, SHEET, YEAR5, book


def run(database, tmp_path, content: bytes, *, dry_run: bool = True, answers=None) -> tuple[int, dict]:
    """The command line's answer to a file."""
    file, out = tmp_path / "件数.xlsx", io.StringIO()
    file.write_bytes(content)
    code = command.run(database, file, dry_run, "json", answers or {}, datetime(2026, 11, 27, tzinfo=UTC), out)
    return code, json.loads(out.getvalue())


def test_the_command_says_what_it_would_do_and_stores_only_without_dry_run(database, desk, tmp_path):
    code, said = run(database, tmp_path, book(s=SHEET))
    assert code == 0
    assert list(said) == [
        "kind", "sheets", "header_rows", "understood", "accepted", "rejected", "checks", "duplicates", "conflicts", "questions",
    ]  # fmt: skip
    assert (said["kind"], said["accepted"], said["header_rows"]) == ("monthly", 12, {"s": [2]})
    assert said["checks"] == [{"what": "N3: 計 4,081 と月の合計 4,081", "stated": 4081, "computed": 4081, "ok": True}]
    assert stored(database) == 0
    assert run(database, tmp_path, book(s=SHEET), dry_run=False)[0] == 0
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))


def test_the_command_ends_with_3_for_a_question_and_2_for_a_refusal(database, desk, tmp_path):
    code, said = run(database, tmp_path, book(s=[["相談受付件数"], *SHEET[1:]]), dry_run=False)
    assert (code, [one["id"] for one in said["questions"]]) == (3, ["year"])
    code, said = run(database, tmp_path, book(s=[*SHEET[:2], ["件数", *R5, 4080]]), dry_run=False)
    assert code == 2
    assert not said["checks"][0]["ok"]
    code, said = run(database, tmp_path, b"%PDF-1.7", dry_run=False)
    assert code == 2
    assert "PDF" in said["rejected"][0]["why"]
    assert stored(database) == 0


def test_the_command_tells_people_in_lines(database, desk, tmp_path, now):
    file, out = tmp_path / "件数.xlsx", io.StringIO()
    file.write_bytes(book(s=[["相談受付件数"], *SHEET[1:]]))
    assert command.run(database, file, True, "text", {}, now, out) == 3
    assert "--answer year=2023" in out.getvalue()
    out = io.StringIO()
    assert command.run(database, file, False, "text", {"year": "2023"}, now, out) == 0
    assert "12行を取り込みました" in out.getvalue()
