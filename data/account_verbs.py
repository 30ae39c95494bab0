"""python -m data account add | disable | enable | reset | list: what each prints; RefusedError with what is wrong."""

import argparse
from datetime import datetime

from data import codes
from data.commands import accounts
from data.database import Database
from data.queries import accounts as listing

ENDED = "いままでのパスワードと、二つめの確認は使えなくなりました。開いていた画面も終わりにしました。"


def add_to(parser: argparse.ArgumentParser, kind: type[argparse.ArgumentParser]) -> None:
    """The verbs add, disable, enable, reset and list of `python -m data account`."""
    verbs = parser.add_subparsers(required=True, metavar="すること", parser_class=kind)
    for name, run, says in (
        ("add", added, "加えて、本人がパスワードを決めるリンクを出します。"),
        ("reset", reset, "パスワードを決め直すリンクを出します。開いている画面は終わります。"),
        ("disable", disabled, "使えなくします。書いた記録は残ります。"),
        ("enable", enabled, "また使えるようにします。"),
        ("list", listed, "並べます。"),
    ):
        made = verbs.add_parser(name, help=says, description=says)
        made.set_defaults(run=run)
        if name != "list":
            made.add_argument("name", metavar="名前")
        if name in ("add", "reset"):
            made.add_argument("--base", default="http://127.0.0.1:8501", metavar="アドレス", help="リンクのはじめ")
            made.add_argument("--temporary", action="store_true", help="リンクでなく、一回だけのパスワードを出します")
        if name == "add":
            made.add_argument("--role", required=True, choices=tuple(codes.labels("role")))
            made.add_argument("--display-name", required=True, metavar="表示名")


def added(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    """Makes the account and says the link with which its owner sets a password, or the one for the first sign-in."""
    if arguments.temporary:
        return _given(accounts.add_by_name(database, now, arguments.name, arguments.display_name, arguments.role))
    with database.write() as session:
        number = accounts.add(session, None, now, arguments.name, arguments.display_name, arguments.role)
        return _link(arguments, accounts.link(session, None, now, number))


def reset(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    """Ends the password and all sessions and says the link for a new one, or a password for one sign-in."""
    if arguments.temporary:
        password = accounts.reset_by_name(database, now, arguments.name)
        print(ENDED)
        return _given(password)
    with database.write() as session:
        token = accounts.link(session, None, now, accounts.id_of(session, arguments.name))
    print(ENDED)
    return _link(arguments, token)


def disabled(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    """Ends the way in."""
    with database.write() as session:
        accounts.disable(session, None, now, accounts.id_of(session, arguments.name))
    print(f"{arguments.name} を止めました。書いた記録は残ります。")
    return 0


def enabled(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    """Opens the way in again."""
    with database.write() as session:
        accounts.enable(session, None, now, accounts.id_of(session, arguments.name))
    print(f"{arguments.name} をまた使えるようにしました。")
    return 0


def listed(database: Database, _: argparse.Namespace, now: datetime) -> int:
    """Prints all accounts."""
    with database.read() as session:
        for row in listing.listed(session, now):
            state = "止めてある" if row.disabled else "パスワード待ち" if row.waits_for_password else "使える"
            print(f"{row.name}\t{row.display_name}\t{codes.label('role', row.role)}\t{state}")
    return 0


def _link(arguments: argparse.Namespace, token: str) -> int:
    """Shown once, to whoever runs the command; the token stands behind the #, where no server and no log sees it."""
    print(f"本人に、このリンクを渡してください（一度だけ、3日以内）: {arguments.base.rstrip('/')}/set-up#{token}")
    return 0


def _given(password: str) -> int:
    """Where no link can be opened; it has to be changed at the first sign-in."""
    print(f"本人に、このパスワードを渡してください（はじめのサインインで、自分のものに決め直します）: {password}")
    return 0
