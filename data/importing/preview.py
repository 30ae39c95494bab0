"""A file against a database: what it is, what would be stored, what stands in the way. Nothing is stored here."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from pathlib import PurePath
from string import ascii_uppercase, digits
from typing import BinaryIO

from data import calendar
from data.database import Database
from data.importing import consultation_head, consultations, figures, reading, training
from data.importing.grid import grid
from data.importing.reading import Cell, Sheet
from data.importing.result import Preview
from data.importing.signature import RefusedError
from data.importing.stored import Known, brought_in, desks, known
from data.models import Desk

HEAD_ROWS = 40
Row = tuple[int, list[Cell]]
Rows = list[Row]
Progress = Callable[[int, int], object]


def preview(
    file: BinaryIO,
    name: str,
    database: Database,
    answers: Mapping[str, str],
    now: datetime,
    progress: Progress | None = None,
) -> Preview:
    """What the file holds and what is in the way of storing it; StoreError where the database cannot be asked."""
    made = Preview(file_name=PurePath(name).name[:200], answers=dict(answers))
    made.fiscal_year = calendar.fiscal_year(calendar.month_of(calendar.today(now)))
    try:
        made.sha256 = _sha256(file)
        with database.read() as session:
            batch = brought_in(session, made.sha256)
            if batch and batch.committed_at:
                day = calendar.today(batch.committed_at)
                raise RefusedError(
                    f"このファイルは{day:%Y年%-m月%-d日}に取り込んであります。直すなら、先にそれを元に戻します。"
                )
            desk = _desk(desks(session), made)
            found = known(session, desk, calendar.today(now))
            _read(file, made, found, progress)
            if made.kind == "consultations":
                consultations.leave_out_stored(session, made, desk.id)
    except RefusedError as refused:
        made.refused = str(refused)
    if made.rejected.total and made.rows.count:
        made.ask(
            "rejected",
            f"読めない所が{made.rejected.total:,}か所あります。その行（欄）を除いて、取り込みますか。",
            [("leave_out", "除いて、ほかを取り込む")],
        )
    return made


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(1 << 20):
        found.update(chunk)
    return found.hexdigest()


def _desk(all_desks: list[Desk], made: Preview) -> Desk:
    if not all_desks:
        raise RefusedError("相談室がまだ登録されていません。先に管理者が用意します。")
    chosen = all_desks[0]
    if len(all_desks) > 1:
        answer = made.ask("desk", "どの相談室の記録ですか。", [(str(one.id), one.name) for one in all_desks])
        chosen = next((one for one in all_desks if str(one.id) == answer), chosen)
    made.desk_id = chosen.id
    return chosen


def _read(file: BinaryIO, made: Preview, found: Known, progress: Progress | None) -> None:
    pages: list[figures.Page] = []
    seen: Counter[int] = Counter()
    with reading.opened(file) as book:
        made.limits = book.limits
        _say_form(made, book.form)
        for sheet in book.sheets:
            _sheet(sheet, made, found, pages, seen, progress)
    if made.kind and pages and made.kind != "monthly":
        raise RefusedError("ちがう種類の表が一つのファイルに入っています。種類ごとに、分けて取り込んでください。")
    if pages:
        figures.resolve(pages, made, found)
    if not made.kind:
        raise RefusedError(
            "何の表か分かりませんでした。見出しの行に、月（4月 5月 …）か、列の名前（受付日、方法 …）を入れてください。"
        )


def _say_form(made: Preview, form: str) -> None:
    ending = PurePath(made.file_name).suffix.lower()
    fitting = {"xlsx": (".xlsx", ".xlsm"), "text": (".csv", ".tsv", ".txt")}[form]
    if ending not in fitting:
        is_ = {"xlsx": "Excel ブック", "text": "CSV（文字の表）"}[form]
        made.say(f"ファイル名の終わり「{ending or 'なし'}」", f"中身は{is_}なので、そう読みました")


def _sheet(
    sheet: Sheet,
    made: Preview,
    found: Known,
    pages: list["figures.Page"],
    seen: Counter[int],
    progress: Progress | None,
) -> None:
    name = "" if sheet.alone else sheet.name
    if sheet.hidden:
        made.say(f"シート「{sheet.name}」", "使わない（隠れているシート）")
        return
    for place, what in sheet.faults:
        why = (
            "計算式の結果が入っていません。表計算で開いて保存し直すか、数を入れてください"
            if what == "formula"
            else "エラー（#DIV/0! など）です"
        )
        letters_, number = place.rstrip(digits), int(place.lstrip(ascii_uppercase))
        made.reject(number, letters_, "計算式" if what == "formula" else "エラー", why)
    first = list(islice(sheet.rows, HEAD_ROWS))
    if not first:
        return
    header = consultation_head.head(first)
    rows = chain(first, sheet.rows)
    if header:
        consultations.read(sheet, _told(rows, sheet.height, progress), header, made, found, seen)
        return
    if sheet.encoding:
        first = _even(list(rows), made)
    whole = grid(sheet, first)
    if training.head(whole):
        captions = [str(cells[-1]) for _, cells in first if sum(cell != "" for cell in cells) == 1]
        training.read(whole, sheet.name, made, found, captions)
        return
    page = figures.read(sheet, whole, made)
    if page is None:
        made.say(f"シート「{sheet.name}」" if name else "この表", "使わない（何の表か分かりません）")
    else:
        pages.append(page)


def _even(rows: Rows, made: Preview) -> Rows:
    """The rows of a text file that have as many columns as the others; a ragged one is told, never shifted."""
    wide = [len(cells) for _, cells in rows if sum(cell != "" for cell in cells) > 1]
    usual = Counter(wide).most_common(1)[0][0] if wide else 0
    kept = []
    for row, cells in rows:
        if sum(cell != "" for cell in cells) > 1 and len(cells) != usual:
            why = (
                f"列の数がほかの行とちがいます（ほかは {usual}列、この行は {len(cells)}列）。ずらして読むことはしません"
            )
            made.reject(row, "", "", why)
        else:
            kept.append((row, cells))
    return kept


def _told(rows: Iterable[Row], whole: int, progress: Progress | None) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if progress and count % 2_000 == 0:
            progress(count, max(whole, count))
        yield row
