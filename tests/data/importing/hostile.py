"""Hostile and messy files, each made here, with what must be said about it: a sentence, and where."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.data.importing.making import HEAD, MONTHS, R5, ROW, Rows, book, saved, text

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    '<Relationship Id="rId2" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)
ROOT = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True)
class Case:
    """A file, its name, the sentence that must come (and the row and column of it, where it is about a cell)."""

    make: Callable[[], bytes]
    says: str
    name: str = "件数.xlsx"
    row: int = 0
    column: str = ""


def packed(**more: str | bytes) -> bytes:
    """A book put together by hand; parts named with __ for / and _xml at the end."""
    kept = io.BytesIO()
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES, "_rels/.rels": ROOT, "xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": LINKS,
    }  # fmt: skip
    parts |= {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in more.items()}
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The book with its parts changed; None leaves a part out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return kept.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The book with one more part."""
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(name, part)
    return kept.getvalue()


def monthly(rows: Rows | None = None) -> Rows:
    """A clean table of 令和5年度, months down, with other rows at its end."""
    return [
        ["令和5年度 相談受付件数"],
        ["月", "件数"],
        *([m, v] for m, v in zip(MONTHS, R5, strict=True)),
        *(rows or []),
    ]


def one_wrong(row: int, value: object) -> Rows:
    """The clean table with one wrong figure."""
    rows = monthly()
    rows[row - 1][1] = value
    return rows


def records(*rows: Rows | list[object]) -> Rows:
    """A list of consultations with rows after its header."""
    return [list(HEAD), *rows]


def record(**changes: object) -> list[object]:
    """One consultation with some cells changed."""
    return [changes.get(name, value) for name, value in zip(HEAD, ROW, strict=True)]


def drawn(change: Callable[[Worksheet], None], rows: Rows) -> bytes:
    """A book whose sheet was changed by openpyxl."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made.active)
    return saved(made)


def many_cells() -> bytes:
    """3.1 million cells in a megabyte or so: not swollen enough for the ratio alone."""
    chance = random.Random(1)
    row = [
        "<row>" + "".join(f"<c><v>{chance.randint(0, 999)}</v></c>" for _ in range(310)) + "</row>" for _ in range(500)
    ]
    return packed(xl__worksheets__sheet1_xml=SHEET + "".join(chance.choice(row) for _ in range(10_000)) + END)


def long_shared_text() -> bytes:
    """Forty thousand cells that all point to one text of 30,000 letters: 1.2 GB in memory."""
    shared = (
        '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1">'
        f"<si><t>{'長' * 30_000}</t></si></sst>"
    )
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000))
    return packed(xl__worksheets__sheet1_xml=SHEET + cells + END, xl__sharedStrings_xml=shared)


def corners() -> bytes:
    """Two cells, in the first and the last corner of a sheet: 17 billion between them."""
    return packed(
        xl__worksheets__sheet1_xml=SHEET + '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END
    )


def encrypted() -> bytes:
    """What Excel writes for a book with a password: an OLE file that holds the package encrypted."""
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def merged_months(sheet: Worksheet) -> None:
    """A figure that reaches over two months."""
    sheet["B3"].value = None


def formula(sheet: Worksheet) -> None:
    """A figure that is a formula nobody worked out yet."""
    sheet["B4"] = "=100+154"


def error(sheet: Worksheet) -> None:
    """A figure that is an error."""
    sheet["B4"] = "#DIV/0!"
    sheet["B4"].data_type = "e"


def bomb() -> bytes:
    """64 MB of nothing in 64 KB."""
    return packed(xl__worksheets__sheet1_xml=SHEET + " " * (64 << 20) + END)


def laughs() -> bytes:
    """Entities that grow tenfold at each step."""
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{steps}]>'
    return packed(xl__worksheets__sheet1_xml=head + SHEET.partition("?>")[2] + "<row><c><v>&l8;</v></c></row>" + END)


def locked_zip() -> bytes:
    """A zip that says its members are encrypted."""
    content = bytearray(book(s=monthly()))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


CASES = {
    # files that are not read
    "an empty file": Case(lambda: b"", "空です"),
    "only a byte order mark": Case(lambda: b"\xef\xbb\xbf\r\n", "空です", "a.csv"),
    "a book with no cell": Case(lambda: book(s=[]), "何の表か分かりません"),
    "a zip bomb": Case(bomb, "圧縮爆弾"),
    "three million cells": Case(many_cells, "セルが多すぎます"),
    "a long text pointed to often": Case(long_shared_text, "大きすぎるか、こわれて"),
    "two cells far apart": Case(corners, "大きすぎるか、こわれて"),
    "entities that grow": Case(laughs, "DOCTYPE"),
    "a book with macros": Case(lambda: with_part(book(s=monthly()), "xl/vbaProject.bin", b"x"), "マクロ", "a.xlsm"),
    "an old .xls": Case(lambda: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "古い形式", "a.xls"),
    "an old .xls named .xlsx": Case(lambda: OLE + b"\0" * 600, "古い形式"),
    "a book with a password": Case(encrypted, "パスワード"),
    "a zip with a password": Case(locked_zip, "パスワード"),
    "a web page named .xls": Case(lambda: b"<html><table><tr><td>1</td></tr></table></html>", "HTML", "a.xls"),
    "a PDF named .xlsx": Case(lambda: b"%PDF-1.7\n%", "PDF"),
    "a picture named .csv": Case(lambda: b"\x89PNG\r\n\x1a\n", "PNG", "a.csv"),
    "a Word document named .xlsx": Case(lambda: _zip_of("word/document.xml"), "Word"),
    "some other zip": Case(lambda: _zip_of("写真.txt"), "zip"),
    "a book cut off": Case(lambda: book(s=monthly())[:-300], "途中で切れて"),
    "a sheet of broken XML": Case(lambda: packed(xl__worksheets__sheet1_xml=SHEET + "<row><c><"), "こわれて"),
    "NUL in a text": Case(lambda: text([["月", "件数"], ["4月", "1\0"]]), "2行目に、文字ではないもの", "a.csv"),
    "a text in no encoding we know": Case(lambda: b"\x8c\x8e,\x8c\x8f\n\xff\xff\x80,1\n", "文字が読めません", "a.csv"),
    "a quote that never closes": Case(lambda: '月,件数\n"4月,288\n5月,254\n'.encode(), "引用符", "a.csv"),
    "a field that never ends": Case(lambda: ("月,件数\n" + "長" * 40_000 + ",1\n").encode(), "長すぎます", "a.csv"),
    "prose": Case(lambda: "これは表ではありません。\nただの文です。\n".encode(), "何の表か分かりません", "a.txt"),
    # totals that do not agree
    "a total that is one off": Case(
        lambda: book(s=monthly([["計", 4080]])), "計 4,080 と月の合計 4,081 が合いません"
    ),
    "a total of categories that is off": Case(
        lambda: book(s=[["令和5年度相談件数"], ["年代", "4月"], ["20代", 3], ["30代", 4], ["合計", 8]]),
        "計 8 と内訳の合計 7 が合いません",
    ),
    "a list whose total is not its length": Case(
        lambda: book(s=records(list(ROW), ["計", 5])), "計 5 と相談の行数 1 が合いません"
    ),
    # cells that are not taken
    "a month 13": Case(lambda: book(s=[["相談件数"], ["年月", "件数"], ["R5.4", 1], ["R5.13", 2]]), "13月という月はありません", row=4, column="A"),
    "a day that does not exist": Case(lambda: book(s=records(record(受付日="R6.2.30"))), "2月30日という日は", row=2, column="A"),
    "a day in 13月": Case(lambda: book(s=records(record(受付日="令和6年13月1日"))), "13月という月は", row=2, column="A"),
    "an era before it began": Case(lambda: book(s=records(record(受付日="令和1年4月30日"))), "2019年5月1日から", row=2, column="A"),
    "a day to come": Case(lambda: book(s=records(record(受付日=date(2027, 1, 5)))), "まだ来ていない日", row=2, column="A"),
    "a month to come": Case(lambda: book(s=[["相談件数"], ["年月", "件数"], ["R9.4", 1]]), "まだ来ていません", row=3, column="B"),
    "no day": Case(lambda: book(s=records(record(受付日=None))), "受付の日が空", row=2, column="A"),
    "a negative count": Case(lambda: book(s=one_wrong(4, -3)), "マイナス", row=4, column="B"),
    "a count with △": Case(lambda: book(s=one_wrong(4, "△3")), "マイナス", row=4, column="B"),
    "half a consultation": Case(lambda: book(s=one_wrong(4, 2.5)), "小数", row=4, column="B"),
    "①10, which is not 110": Case(lambda: book(s=one_wrong(4, "①10")), "数として読めません", row=4, column="B"),
    "NA for a number": Case(lambda: text(one_wrong(4, "NA")), "数として読めません", "a.csv", 4, "B"),
    "a date for a number": Case(lambda: book(s=one_wrong(4, date(2023, 5, 1))), "日付か時刻", row=4, column="B"),
    "a formula without a result": Case(lambda: drawn(formula, monthly()), "計算式の結果が入っていません", row=4, column="B"),
    "an error in a cell": Case(lambda: drawn(error, monthly()), "エラー", row=4, column="B"),
    "a text row with a column too few": Case(
        lambda: text([["年代", "4月", "5月"], ["20代", 1, 2], ["30代", 3]]), "この行は 2列", "a.csv", 3
    ),
    "a text row with a column too many": Case(
        lambda: text(records(list(ROW), [*ROW, "もう一つ"])), "ずらして読むことはしません", "a.csv", 3
    ),
    "an age nobody lists": Case(lambda: book(s=records(record(年代="99代"))), "「99代」は、年代の選択肢にありません", row=2, column="D"),
    "a category nobody lists": Case(
        lambda: book(s=[["令和5年度相談件数"], ["年代", "4月"], ["20代", 3], ["宇宙", 4]]), "「宇宙」は、年代の選択肢", row=4, column="B"
    ),
    "an emoji in a case code": Case(
        lambda: book(s=[[*HEAD, "ケース番号"], [*ROW, "K-😀"]]), "ケース番号として読めません", row=2, column="H"
    ),
    "a note that is too long": Case(lambda: book(s=[[*HEAD, "備考"], [*ROW, "長" * 401]]), "401字", row=2, column="H"),
    "a mail address in a note": Case(lambda: book(s=[[*HEAD, "備考"], [*ROW, "a@example.jp まで"]]), "メールアドレス", row=2, column="H"),
    "a control character in a note": Case(
        lambda: text([[*HEAD, "備考"], ["2024-03-15", *ROW[1:], "\x07"]]), "文字ではないもの", "a.csv", 2, "H"
    ),
    "minutes beyond a day": Case(lambda: book(s=records([*ROW[:-1], 1441])), "0から1440", row=2, column="G"),
    "the same month twice, unlike": Case(
        lambda: book(s=[["相談件数"], ["年月", "件数"], ["R5.4", 1], ["R5.4", 2]]), "ちがう数です", row=4, column="B"
    ),
    "calls before the desk opened": Case(
        lambda: book(s=[["相談件数"], ["年月", "件数"], ["R3.4", 5]]), "令和3年8月に開きました", row=3, column="B"
    ),
    "categories both ways": Case(
        lambda: book(s=[["令和5年度相談件数"], ["", "4月", "4月"], ["", "電話", "メール"], ["20代", 1, 2]]), "二重", row=4, column="B"
    ),
}  # fmt: skip


def _zip_of(name: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(name, "x")
    return kept.getvalue()
