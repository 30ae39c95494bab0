"""The child that opens a stranger's file: under limits of its own, on its own, file in at fd 0, JSON lines out at fd 1.

It imports nothing of ours (ADR 0020): what it could break ends with it. Lines: {"limits"}, {"sheet"}, [row, cells], {"refused"}, {"end"}.
"""

import codecs
import csv
import datetime
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

CHUNK = 1 << 20
LONGEST_CELL = 32_767
_FIRST_LINES = 1 << 16
# A cell whose formula has no kept result, and a cell that holds an error (#DIV/0!): calamine gives both as blank.
_SILENT = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]+[0-9]+)"')
# What Python makes of the bytes that no letter of cp932 has.
_NO_LETTERS = re.compile("[\x80\uf8f0-\uf8f3]")
_CELL = re.compile(rb"<(?:\w+:)?c[ >]")


class RefusedError(Exception):
    """The file cannot be read; the message is the sentence for people."""


def main(options: dict[str, Any]) -> None:
    """Sets the limits, reads the file and says what is in it."""
    memory, seconds = int(options["memory"]), int(options["seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _say({"limits": {"memory": resource.getrlimit(resource.RLIMIT_AS)[0], "seconds": seconds}})
    try:
        with io.open(0, "rb", closefd=False) as file:  # noqa: UP020 - fd 0 has no path
            file.seek(0)
            _workbook(file, int(options["cells"])) if options["form"] == "xlsx" else _text(file)
    except RefusedError as refused:
        _say({"refused": str(refused)})
    except MemoryError:
        _say({"refused": "中身が大きすぎて読めません。必要なシートだけのファイルにしてください。"})
    _say({"end": True})
    sys.stdout.flush()


def _say(message: object) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")


def _workbook(file: io.BufferedReader, most_cells: int) -> None:
    faults = _scan(file, most_cells)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    file.seek(0)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(file.read()))
        seen = sum(meta.visible is SheetVisibleEnum.Visible for meta in book.sheets_metadata)
        for number, meta in enumerate(book.sheets_metadata):
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            hidden = meta.visible is not SheetVisibleEnum.Visible
            sheet = None if hidden else book.get_sheet_by_index(number)
            _say(
                {
                    "sheet": meta.name,
                    "hidden": hidden,
                    "alone": seen < 2,
                    "height": sheet.end[0] + 1 if sheet and sheet.end else 0,
                    "merged": [[*a, *b] for a, b in (sheet.merged_cell_ranges or [])] if sheet else [],
                    "faults": faults.get(meta.name, []),
                }
            )
            if sheet and sheet.start is not None:
                blank = [""] * sheet.start[1]
                for row, cells in enumerate(sheet.iter_rows(), 1):
                    _row(row, blank + [_cell(cell) for cell in cells])
    except PasswordError:
        raise RefusedError("パスワードがかかっています。外してから、もう一度選んでください。") from None
    except CalamineError:
        raise RefusedError("ブックがこわれていて読めません。表計算で開いて、保存し直してください。") from None


def _scan(file: io.BufferedReader, most_cells: int) -> dict[str, list[list[str]]]:
    """{sheet: [[cell, formula or error]]} of cells that would come out blank; refuses entities and too many cells."""
    faults, cells = {}, 0
    with zipfile.ZipFile(file) as archive:
        names = _sheet_files(archive)
        for member in archive.infolist():
            if not member.filename.endswith((".xml", ".rels")):
                continue
            found: list[list[str]] = []
            with archive.open(member) as part:
                tail, is_sheet = b"", member.filename in names
                while chunk := part.read(CHUNK):
                    if not tail and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                        raise RefusedError(
                            "ブックの中に、ふつうの表計算にない仕掛け（DOCTYPE）があります。読みません。"
                        )
                    if is_sheet:
                        cells += len(_CELL.findall(chunk))
                        if cells > most_cells:
                            raise RefusedError(
                                f"セルが多すぎます（{most_cells:,}まで）。必要なシートだけにしてください。"
                            )
                        found += _silent(tail + chunk)
                    tail = chunk[-600:]
            if is_sheet and found:
                faults[names[member.filename]] = [list(one) for one in dict.fromkeys(map(tuple, found))]
    return faults


def _silent(text: bytes) -> Iterator[list[str]]:
    if b"f" in text:
        yield from ([one[1].decode(), "formula"] for one in _SILENT.finditer(text))
    if b't="e"' in text:
        yield from ([one[1].decode(), "error"] for one in _ERROR.finditer(text))


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """{file of a sheet: its name}, from the workbook and its relations."""
    try:
        book, links = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        raise RefusedError("ブックの中身が足りません。表計算で開いて、保存し直してください。") from None
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", links):
        marks = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        if b"Id" in marks and b"Target" in marks:
            path = marks[b"Target"].decode().removeprefix("/")
            targets[marks[b"Id"]] = path if path.startswith("xl/") else f"xl/{path}"
    import html

    found = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", book):
        marks = dict(re.findall(rb'([\w:]+)="([^"]*)"', tag))
        link = next((value for key, value in marks.items() if key.endswith(b":id")), b"")
        if link in targets:
            found[targets[link]] = html.unescape(marks.get(b"name", b"").decode())
    return found


def _cell(value: Any) -> object:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime.datetime):
        return {"d": value.date().isoformat(), "t": value.time().isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"t": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"t": f"{int(value.total_seconds()) // 3600 % 24:02}:{int(value.total_seconds()) // 60 % 60:02}:00"}
    return value


def _row(number: int, cells: list[Any]) -> None:
    while cells and cells[-1] == "":
        cells.pop()
    if cells:
        _say([number, cells])


def _text(file: io.BufferedReader) -> None:
    encoding = _encoding(file)
    file.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    start = text.read(_FIRST_LINES)
    text.seek(0)
    marks = {mark: _outside_quotes(start).count(mark) for mark in ",\t;"}
    reader = csv.reader(text, delimiter=max(marks, key=lambda mark: marks[mark]), strict=True)
    _say({"sheet": "", "hidden": False, "alone": True, "height": 0, "merged": [], "faults": [], "encoding": encoding})
    try:
        for cells in reader:
            # The width as written: a ragged row is told, never shifted.
            if any(cells):
                _say([reader.line_num, cells])
    except csv.Error as fault:
        what = "一つの欄が長すぎます" if "limit" in str(fault) else '引用符（"）の閉じ方がおかしいです'
        raise RefusedError(f"{reader.line_num}行目あたり: {what}。") from None
    text.detach()


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])


def _encoding(file: io.BufferedReader) -> str:
    """utf-8-sig, utf-16 or cp932 (not shift_jis: 髙 ① ㈱), proven over the whole file; refuses NUL and broken text."""
    start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        choices = ["utf-16"]
    elif len(start) > 3 and start[1::2].count(0) * 3 > len(start) // 2:
        choices = ["utf-16-le"]
    elif len(start) > 3 and start[::2].count(0) * 3 > len(start) // 2:
        choices = ["utf-16-be"]
    else:
        choices = ["utf-8-sig", "cp932"]
    lines = 0
    for encoding in choices:
        decoder, lines, nul = codecs.getincrementaldecoder(encoding)(), 1, False
        file.seek(0)
        try:
            while chunk := file.read(CHUNK):
                text = decoder.decode(chunk)
                if encoding == "cp932" and (odd := _NO_LETTERS.search(text)):
                    lines += text[: odd.start()].count("\n")
                    break
                if "\0" in text:
                    lines += text[: text.index("\0")].count("\n")
                    nul = True
                    break
                lines += text.count("\n")
            else:
                decoder.decode(b"", final=True)
                return encoding
        except UnicodeDecodeError:
            continue
        if nul:
            raise RefusedError(
                f"{lines}行目に、文字ではないもの（NUL）があります。表計算で開いて、保存し直してください。"
            )
    raise RefusedError(f"{lines}行目あたりの文字が読めません。UTF-8 か Shift_JIS（cp932）で保存し直してください。")


if __name__ == "__main__":
    # Only what the parent says; never the environment.
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "wb", closefd=False), encoding="utf-8", write_through=False)
    main(json.loads(sys.argv[1]))
