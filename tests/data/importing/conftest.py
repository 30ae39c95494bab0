"""What the tests of spreadsheets share: a desk with its indicators, books and texts made in memory, a preview of them."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from data.commands import importing
from data.importing.preview import preview
from data.models import Desk, Indicator

Look = Callable[..., Any]


@pytest.fixture
def desk(database) -> Desk:
    """A desk and the indicators of the published figures."""
    with database.write() as session:
        made = Desk(name="試験の相談室", organisation_id=None, opened_month=202108)
        session.add(made)
        for name, unit in (("consultations", "件"), ("accompaniments", "件"), ("training_participants", "人")):
            session.add(Indicator(id=name, unit=unit, scale=1, counting="cases", direction="up", aggregation="sum"))
    return made


@pytest.fixture
def look(database, desk, now) -> Look:
    """`look(content, name, answers)`: the preview of a file."""

    def looked(content: bytes, name: str = "件数.xlsx", answers: Mapping[str, str] | None = None) -> Any:
        return preview(io.BytesIO(content), name, database, answers or {}, now)

    return looked


@pytest.fixture
def bring(database, look, now) -> Look:
    """`bring(content, name, answers)`: the file stored; the number of its batch."""

    def brought(content: bytes, name: str = "件数.xlsx", answers: Mapping[str, str] | None = None) -> int:
        found = look(content, name, answers)
        with database.write() as session:
            batch = importing.stage(session, None, found, now)
        with database.write() as session:
            importing.commit(session, None, batch, now)
        return batch

    return brought


@pytest.fixture
def take_back(database, now) -> Callable[[int], int]:
    """`take_back(batch)`: undoes a batch in a transaction of its own; how many rows."""

    def taken(batch: int) -> int:
        with database.write() as session:
            return importing.undo(session, None, batch, now)

    return taken
