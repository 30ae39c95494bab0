"""python -m reports yearly --fiscal-year 2023 --out DIR: the yearly report as Word, Excel, PDF and slides.

Exit codes: 0 done, 1 the database or the disk could not, 2 refused as it is.
"""

import argparse
import errno
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from sqlalchemy.exc import ArgumentError, DBAPIError

import settings
from data import calendar, migrating
from data.database import Database, StoreError
from data.queries import yearly
from reports import content, files
from reports.model import Report

DONE, FAILED, REFUSED = 0, 1, 2
FIRST, LAST = 1989, 2100
FAULTS = {
    r"invalid choice: '(.*?)' \(choose from (.*)\)": "「{}」は選べません。選べるのは {}。",
    r"arguments are required: (.*)": "{} がありません。",
    r"unrecognized arguments: (.*)": "「{}」は要りません。",
    r"argument (.*): expected one argument": "{} のあとに値が要ります。",
    r"argument (.*): invalid int value: '(.*)'": "{} は、2023 のような西暦の整数で書いてください（いま「{}」）。",
}
WHY = {
    errno.ENOSPC: "置き場所がいっぱいです",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "読むことしかできない置き場所です",
    errno.ENOTDIR: "フォルダではありません",
    errno.EEXIST: "フォルダではありません",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


class Refused(ValueError):  # noqa: N818  what is said, not a fault of ours
    """The report cannot be made so; the sentence says why and what to do. No file was written."""


def main(words: list[str]) -> int:
    """Runs one command; every fault comes out as a sentence and a code, never as a traceback."""
    arguments = _parser().parse_args(words)
    try:
        database = Database(settings.load().database_url)
    except (ValueError, ArgumentError):
        return _say("DATABASE_URL は、sqlite:///ファイル か postgresql://… で書いてください。", REFUSED)
    try:
        return yearly_report(database, arguments.fiscal_year, arguments.out, datetime.now(UTC))
    except Refused as refused:
        return _say(str(refused), REFUSED)
    except (StoreError, DBAPIError):
        return _say("データベースが応えません。DATABASE_URL と、動いているかを確かめてください。", FAILED)
    finally:
        database.close()


def yearly_report(database: Database, year: int, folder: Path, now: datetime) -> int:
    """Writes the four files; Refused with a sentence, and then none is there."""
    if not FIRST <= year <= LAST:
        raise Refused(f"--fiscal-year は {FIRST} から {LAST} までの西暦で書いてください（いま「{year}」）。")
    if (database.file and not database.file.exists()) or not migrating.is_current(database):
        raise Refused(
            "データベースがまだないか、古い形です。`python -m data migrate` と `python -m data seed` をしてください。"
        )
    report = _read(database, year, now)
    paths = {ending: folder / name_of(report, ending) for ending in files.FORMATS}
    _clear(folder, paths)
    making, made = files.of(report), {}
    print(f"{report.label}の図を描いています…", file=sys.stderr)
    making.pictures()
    for number, (ending, (name, _)) in enumerate(files.FORMATS.items(), 1):
        print(f"{number}/{len(files.FORMATS)} {name} を作っています…", file=sys.stderr)
        made[paths[ending]] = making.make(ending)
    _write(folder, made)
    for path in paths.values():
        print(path)
    return DONE


def name_of(report: Report, ending: str) -> str:
    """yearly-2023.docx; of a made-up database the name says so."""
    return f"{'架空_' if report.made_up else ''}yearly-{report.year}.{ending}"


def _read(database: Database, year: int, now: datetime) -> Report:
    today = calendar.today(now)
    with database.read() as session:
        found = yearly.read(session, year, today)
        known = yearly.years(session, today) if found is None else []
    if found is None:
        can = "、".join(f"{one}（{calendar.wareki(one)}）" for one in known)
        rest = (
            f"いま作れるのは {can}。"
            if can
            else "`python -m data seed` で公表された数字を入れるか、記録を始めてください。"
        )
        raise Refused(f"{calendar.wareki(year)}のデータはありません（データなし）。ファイルは作りませんでした。{rest}")
    return content.build(found)


def _clear(folder: Path, paths: Mapping[str, Path]) -> None:
    """Nothing; Refused where a file is there already."""
    try:
        there = [path for path in paths.values() if path.exists()]
    except OSError as error:
        raise _cannot(folder, error) from error
    if there:
        raise Refused(f"{there[0]} はもうあります。上書きはしません。別のフォルダにしてください。")


def _write(folder: Path, made: Mapping[Path, bytes]) -> None:
    """All of them or none."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in made.items():
            with path.open("xb") as out:
                written.append(path)
                out.write(data)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise _cannot(folder, error) from error


def _cannot(folder: Path, error: OSError) -> Refused:
    why = WHY.get(error.errno or 0, error.strerror or "理由がわかりません")
    return Refused(
        f"{folder} に書けません（{why}）。ファイルは作りませんでした。書けるフォルダを --out に書いてください。"
    )


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """Faults of the command line in Japanese."""

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in FAULTS.items():
            found = re.search(pattern, message)
            if found:
                message = sentence.format(*found.groups())
        sys.exit(_say(f"書き方が違います。{message} 使い方: {self.prog} --help", REFUSED))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m reports", description="年度報告を、画面なしで作ります。")
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=_Parser)
    says = "年度報告を、Word・Excel・PDF・スライドの四つのファイルにします。"
    made = commands.add_parser("yearly", help=says, description=says)
    made.add_argument("--fiscal-year", type=int, required=True, metavar="年度", help="2023 は令和5年度")
    made.add_argument("--out", type=Path, required=True, metavar="フォルダ", help="置く所。上書きはしません")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
