"""python -m reports yearly --fiscal-year 2023 --out DIR: the yearly report as Word, Excel, PDF and slides.

The exit codes stand in data/saying.py.
"""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import ArgumentError, DBAPIError

import settings
from data import calendar, migrating, saying
from data.database import Database, StoreError
from data.queries import yearly
from data.saying import DONE, FAILED, REFUSED, Parser, say
from reports import content, files
from reports.model import Report

FIRST, LAST = 1989, 2100


class Refused(ValueError):  # noqa: N818  what is said, not a fault of ours
    """The report cannot be made so; the sentence says why and what to do. No file was written."""


def main(words: list[str]) -> int:
    """Runs one command; every fault comes out as a sentence and a code, never as a traceback."""
    arguments = _parser().parse_args(words)
    try:
        database = Database(settings.load().database_url)
    except (ValueError, ArgumentError):
        return say(saying.ADDRESS, REFUSED)
    try:
        return yearly_report(database, arguments.fiscal_year, arguments.out, datetime.now(UTC))
    except Refused as refused:
        return say(str(refused), REFUSED)
    except (StoreError, DBAPIError) as error:
        return say(saying.store(error), FAILED)
    except KeyboardInterrupt:
        return say("止めました。ファイルは作りませんでした。", FAILED)
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
    try:
        making.pictures()
    except files.NotDrawnError as error:
        raise Refused(
            "図を描けませんでした。ファイルは作りませんでした。ほかの仕事が終わってから、もう一度してください。"
        ) from error
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
    except (OSError, KeyboardInterrupt) as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _cannot(folder, error) from error
        raise


def _cannot(folder: Path, error: OSError) -> Refused:
    return Refused(
        f"{folder} に書けません（{saying.why(error)}）。ファイルは作りませんでした。書けるフォルダを --out に書いてください。"
    )


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m reports", description="年度報告を、画面なしで作ります。")
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)
    says = "年度報告を、Word・Excel・PDF・スライドの四つのファイルにします。"
    made = commands.add_parser("yearly", help=says, description=says)
    made.add_argument("--fiscal-year", type=int, required=True, metavar="年度", help="2023 は令和5年度")
    made.add_argument("--out", type=Path, required=True, metavar="フォルダ", help="置く所。上書きはしません")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
