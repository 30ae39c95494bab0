"""python -m data migrate | seed | status | import | export | backup | restore | account: the records without a screen.

The exit codes stand in data/saying.py.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

import settings
from data import account_verbs, backup, calendar, demo, exporting, figures_verb, migrating, published, saying, seed
from data.checked import FaultError
from data.codes import CodeError
from data.commands import columns
from data.commands.checking import RefusedError
from data.database import Database, StoreError
from data.importing import command
from data.queries import status, store
from data.saying import DONE, FAILED, NEEDED, REFUSED, Parser, say

NOTHING = "半端に残ったものはありません。"


def main(words: list[str]) -> int:
    """Runs one command; every fault comes out as a sentence and a code, never as a traceback."""
    arguments = _parser().parse_args(words)
    try:
        database = Database(settings.load().database_url)
    except (ValueError, ArgumentError):
        return say(saying.ADDRESS, REFUSED)
    try:
        if arguments.run not in (_migrate, _restore, _status) and not _is_ready(database):
            return NEEDED
        return int(arguments.run(database, arguments, datetime.now(UTC)))
    except RefusedError as error:
        return say("\n".join(sentence for _, sentence in error.faults), REFUSED)
    except (StoreError, DBAPIError) as error:
        return say(f"{saying.store(error)}{NOTHING}", FAILED)
    except (FaultError, CodeError, backup.BackupError, demo.DemoError) as error:
        return say(f"{error}", REFUSED)
    except FileExistsError as error:
        return say(f"{error.filename or error} はもうあります。上書きはしません。別の名前にしてください。", REFUSED)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        return say(f"{error.filename} というファイルが見つかりません。", REFUSED)
    except OSError as error:
        return say(f"{error.filename or 'ファイル'} を読み書きできません（{saying.why(error)}）。{NOTHING}", FAILED)
    except KeyboardInterrupt:
        return say(f"止めました。{NOTHING}", FAILED)
    finally:
        database.close()


def _migrate(database: Database, _: argparse.Namespace, now: datetime) -> int:
    for step in migrating.upgrade(database, now=now):
        print(f"データベースを {step} の形にしました。")
    columns.fill(database)
    print(f"データベースは新しい形です（{_place(database)}）。")
    return DONE


def _seed(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    if arguments.demo:
        return _demo(database, now)
    with database.read() as session:
        if store.is_demo(session):
            print("架空のデータベースです。公表された数字は入れません。")
            return DONE
    with database.write() as session:
        done = seed.load(session, published.read(), now)
    for sentence in done.left:
        print(f"・{sentence}", file=sys.stderr)
    changed = f"加えた {done.added} 行、変えた {done.changed} 行" if done.added or done.changed else "変わりなし"
    print(f"公表された数字: {changed}。")
    return DONE


def _status(database: Database, _: argparse.Namespace, __: datetime) -> int:
    print(f"場所: {_place(database)}")
    if not _is_ready(database):
        return NEEDED
    with database.read() as session:
        found = status.look(session)
    print(
        "中身: " + ("架空の見本（本当の相談ではありません）" if found.is_demo else "公表された数字と、この相談室の記録")
    )
    span = f"（{found.first_month} から {found.last_month} まで）" if found.figures and found.first_month else ""
    print(f"公表された数字: {found.figures} 件{span}")
    days = f"（{found.first_day} から {found.last_day} まで）" if found.records else ""
    print(f"相談の記録: {found.records:,} 件{days}")
    print(f"アカウント: {found.accounts}、取り込み: {found.imports} 回、締めた月: {found.closed_months}")
    return DONE


def _import(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    answers = {}
    for given in arguments.answer:
        question, _, choice = given.partition("=")
        if not (question and choice):
            return say(f"--answer「{given}」は、問いの id=答えの id と書いてください。", REFUSED)
        answers[question] = choice
    code = command.run(database, arguments.file, arguments.dry_run, arguments.format, answers, now, sys.stdout)
    columns.fill(database)
    return code


def _export(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    with database.write() as session:
        paths = exporting.write(session, arguments.folder, calendar.today(now))
        exporting.note(session, now, paths)
    for path in paths:
        print(path)
    return DONE


def _backup(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    kept = backup.write(database, arguments.file, now)
    try:
        backup.note(database, now, kept)
    except StoreError as error:
        # A full or read-only database can still be saved; the file is whole, and whoever holds it is told.
        say(f"{saying.store(error)}控えはできましたが、操作の記録に書けませんでした。", FAILED)
    print(f"{arguments.file} に控えました（{kept.total:,} 行、照合の値 {kept.sha256[:16]}…）。")
    print("この控えには記録のすべてが入っています。置き場所を、もとのデータベースと同じように守ってください。")
    return DONE


def _restore(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    kept = backup.restore(database, arguments.file, now)
    print(f"{kept.total:,} 行を戻しました（照合の値 {kept.sha256[:16]}…）。続けて `python -m data migrate` をどうぞ。")
    print("サインインは、全員し直しになります。まだ使われていないリンクは、作り直してください。")
    return DONE


def _demo(database: Database, now: datetime) -> int:
    with database.write() as session:
        made = demo.build(session, published.read(), now)
    columns.fill(database)
    print(f"架空の相談 {made:,} 件を作りました。" if made else "架空の相談は、もうあります。")
    return DONE


def _is_ready(database: Database) -> bool:
    """Whether the database has its newest form; says what to do where not."""
    missing = database.file is not None and not database.file.exists()
    if not missing and migrating.is_current(database):
        return True
    state = "まだありません" if missing or migrating.revision(database) is None else "古い形です"
    say(f"データベースは{state}。`python -m data migrate` をしてください。", NEEDED)
    return False


def _place(database: Database) -> str:
    return str(database.file) if database.file else make_url(database.engine.url).render_as_string(hide_password=True)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m data", description="相談の記録を、画面なしで扱います。")
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)

    def verb(name: str, run: Callable[[Database, argparse.Namespace, datetime], int], says: str) -> Parser:
        made: Parser = commands.add_parser(name, help=says, description=says)
        made.set_defaults(run=run)
        return made

    verb("migrate", _migrate, "データベースを新しい形にします。止められても、前の形のまま残ります。")
    seeding = verb("seed", _seed, "公表された数字（config/records/published.yaml）を入れます。何度でもできます。")
    seeding.add_argument("--demo", action="store_true", help="数字のかわりに、空のデータベースに架空の3年分を作ります")
    verb("status", _status, "データベースの場所と中身を言います。")
    bring = verb("import", _import, "表計算のファイルを取り込みます。0 取り込めた、3 答えが要る、2 断った。")
    bring.add_argument("file", type=Path, metavar="ファイル")
    bring.add_argument("--dry-run", action="store_true", help="調べるだけで、何も入れません")
    bring.add_argument("--format", choices=("text", "json"), default="text", help="出し方（はじめは text）")
    bring.add_argument("--answer", action="append", default=[], metavar="問い=答え", help="何度でも書けます")
    account_verbs.add_to(
        verb("account", account_verbs.listed, "アカウントを並べる・加える・止める・パスワードを作り直す。"), Parser
    )
    export = verb("export", _export, "公表された数字を CSV に書き出します。相談の記録は画面から書き出します。")
    export.add_argument("folder", type=Path, metavar="フォルダ")
    told = verb("figures", figures_verb.run, "一つの年度の指標を、目標と、どこからの数字かといっしょに出します。")
    told.add_argument("--fiscal-year", type=int, required=True, metavar="年度", help="2023 は令和5年度")
    told.add_argument("--format", choices=("text", "json"), default="text", help="出し方（はじめは text）")
    for name, run, says in (
        ("backup", _backup, "すべてを一つのファイルに控えます。"),
        ("restore", _restore, "控えを、空のデータベースに戻します。"),
    ):
        verb(name, run, says).add_argument("file", type=Path, metavar="ファイル")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
