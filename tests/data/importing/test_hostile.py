"""Every hostile or messy file is answered by a Japanese sentence that says what is wrong and where; nothing is stored."""

import io
import re
import sys
from datetime import UTC, datetime

import openpyxl
import pytest

from data.commands import importing
from data.importing import reading
from data.importing.result import as_json
from data.importing.signature import RefusedError
from tests.data.importing.counting import stored
from tests.data.importing.hostile import CASES, changed, monthly, with_part
from tests.data.importing.making import MONTHS, R5, book, text

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_hostile_file_is_answered_by_a_sentence_and_nothing_is_stored(case, look, database):
    found = look(case.make(), case.name)
    assert not found.ready
    said = [{"row": 0, "column": "", "why": found.stops}, *as_json(found)["rejected"]]
    fitting = [one for one in said if case.says in one["why"]]
    assert fitting, said
    assert JAPANESE.search(fitting[0]["why"])
    if case.row:
        assert (fitting[0]["row"], fitting[0]["column"]) == (case.row, case.column)
    with pytest.raises(importing.ImportFaultError), database.write() as session:
        importing.stage(session, None, found, datetime(2026, 11, 27, tzinfo=UTC))
    assert stored(database) == 0


def test_there_are_well_over_twenty_five_of_them():
    assert len(CASES) >= 25


def test_every_file_is_read_under_a_limit_of_memory_and_of_time(look):
    found = look(book(s=monthly()))
    assert found.limits == {"memory": reading.MEMORY, "seconds": reading.SECONDS}
    assert reading.MEMORY == 300 << 20
    assert reading.SECONDS == 10


def test_a_child_that_goes_on_for_too_long_is_ended(tmp_path, monkeypatch):
    slow = tmp_path / "child.py"
    slow.write_text("import time\ntime.sleep(600)\n", "utf-8")
    monkeypatch.setattr(reading, "CHILD", slow)
    with pytest.raises(RefusedError, match="読み終わりません"), reading.opened(io.BytesIO(text(monthly())), seconds=1):
        pass


def test_a_child_that_dies_without_a_word_is_told_as_a_sentence(tmp_path, monkeypatch):
    dead = tmp_path / "child.py"
    dead.write_text("import os\nos.abort()\n", "utf-8")
    monkeypatch.setattr(reading, "CHILD", dead)
    with pytest.raises(RefusedError, match="大きすぎるか、こわれて"), reading.opened(io.BytesIO(text(monthly()))):
        pass


def test_the_child_knows_nothing_of_ours():
    lines = reading.CHILD.read_text("utf-8").splitlines()
    names = {
        line.split()[1].split(".")[0] for line in (one.strip() for one in lines) if re.match(r"(import|from) ", line)
    }
    assert names <= set(sys.stdlib_module_names) | {"python_calamine"}


def test_a_book_that_lacks_its_drawing_is_read_where_openpyxl_gives_up(look):
    content = with_part(
        changed(
            book(s=monthly()),
            lambda name, part: part.replace(b"</worksheet>", b'<drawing xmlns:r="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships" r:id="rId1"/></worksheet>') if "sheet1.xml" in name else part,
        ),
        "xl/worksheets/_rels/sheet1.xml.rels",
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="../drawings/drawing1.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>',
    )  # fmt: skip
    with pytest.raises(KeyError):
        openpyxl.load_workbook(io.BytesIO(content))
    assert look(content).rows.count == 12


def test_a_formula_is_never_worked_out_its_kept_result_is_read(look):
    content = changed(
        book(s=monthly()),
        lambda name, part: part.replace(b"<v>254</v>", b"<f>1+1</f><v>254</v>") if "sheet1.xml" in name else part,
    )
    values = {content["key"]["month"]: content["values"]["value"] for _, _, content in look(content).rows.rows()}
    assert values[202305] == 254


def test_a_hidden_sheet_is_left_out_and_said(look):
    made = openpyxl.Workbook()
    made.active.title = "表"
    for row in monthly():
        made.active.append(row)
    secret = made.create_sheet("控え")
    secret.append(["令和4年度 相談受付件数"])
    secret.append(["月", *MONTHS])
    secret.append(["件数", *R5])
    secret.sheet_state = "hidden"
    kept = io.BytesIO()
    made.save(kept)
    found = look(kept.getvalue())
    assert found.rows.count == 12
    assert any("控え" in one.column and "隠れている" in one.as_ for one in found.understood)


def test_a_wrong_ending_does_not_matter_and_is_said(look):
    found = look(text(monthly()), "件数.xlsx")
    assert found.rows.count == 12
    assert any("CSV" in one.as_ for one in found.understood)
