"""The office of the manager's pages: a server on the published figures, nothing else, with one account a role."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from data import published, seed
from data.models import Desk
from tests.staff.conftest import Office, come, furnish

__all__ = ["come"]


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory) -> Iterator[Office]:
    """A server of its own for each file of tests, its database as a new one begins: the report and no record."""
    url = f"sqlite:///{tmp_path_factory.mktemp('managers') / 'records.db'}"
    database = furnish(url)
    with database.write() as session:
        session.execute(delete(Desk))
        seed.load(session, published.read(), datetime.now(UTC))
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()
