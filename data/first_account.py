"""`python -m data.first_account http://127.0.0.1:8501`: the link for the first administrator, where there is no account."""

import sys
from datetime import UTC, datetime

import settings
from data import migrating
from data.commands import links
from data.database import Database


def link(database: Database, base: str, now: datetime) -> str | None:
    """The link to print; its token stands behind the #, where no server and no log sees it. None with any account."""
    migrating.upgrade(database)
    with database.write() as session:
        token = links.first(session, now)
    return f"{base.rstrip('/')}/set-up#{token}" if token else None


def main(base: str) -> int:
    """Prints the link, if one is needed."""
    database = Database(settings.load().database_url)
    made = link(database, base, datetime.now(UTC))
    if made:
        sys.stdout.write(f"はじめの管理者を作るリンク（一度だけ、1時間以内）: {made}\n")
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
