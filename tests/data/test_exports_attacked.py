"""Every file of counts that one person can have, laid together and solved for: no small number comes back from them."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from charts.theme import Texts
from data import calendar, codes, counting, disclosure, migrating, published, seed
from data.commands import exports
from data.commands.exports import Export, Year
from data.database import Database
from data.disclosure import Cell, possible
from data.queries import columns, filters, leaving, series, totals, trends
from data.queries.filters import Filters
from tests.data.attacker import Interval
from tests.data.knowledge import Knowledge, Meaning
from tests.data.records import LEAD, only, record, start
from ui import access
from ui.figures import as_csv
from ui.staff import trends_tables
from web import downloads

NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)
MONTHS = [*range(202506, 202513), *range(202601, 202612)]
VALUES = {
    "channel": ("phone", "line", "mail", "visit"),
    "age_band": ("30s", "40s", "20s", "10s", None),
    "municipality": ("141003", "143014", "142018", "144029", None),
    "contact_result": ("consulted", "informed", "silent"),
    "new_or_repeat": ("new", "repeat"),
}
ISSUES = ("housing", "debt", "health")
RULE = counting.rules()["consultations"].contact_result
COUNTED = [codes.label("contact_result", one) for one in RULE]
LINE = codes.label("channel", "line")
YEARS = {year: (date(year, 4, 1), date(year + 1, 3, 31)) for year in (2025, 2026)}
# Filter against filter: a choice and all the others; two that overlap; half a year, two that overlap by a month; a town.
OTHERS = tuple(one for one in filters.choices("channel") if one != "line")
FILTERS = (
    Filters(),
    Filters(contact_result=RULE),
    Filters(channel=("line",)),
    Filters(channel=OTHERS),
    Filters(new_or_repeat=("new",)),
    Filters(channel=("line",), new_or_repeat=("new",)),
    Filters(channel=("line",), contact_result=RULE),
    Filters(municipality=("143014",)),
    Filters(municipality=("141003",)),
    Filters(*YEARS[2025], contact_result=RULE),
    Filters(*YEARS[2026], contact_result=RULE),
    Filters(date(2026, 4, 1), date(2026, 9, 30)),
    Filters(date(2026, 5, 1), date(2026, 9, 30)),
    Filters(date(2026, 5, 1), date(2026, 10, 31)),
)
DIMENSIONS = ("month", *VALUES, "issue")
PAIRS = [pair for pair in combinations(DIMENSIONS, 2) if "issue" not in pair or "month" in pair or "channel" in pair]
# Of all hidden numbers those that adding and subtracting comes closest to: each takes two linear programs of thousands.
NUMBERS = 10


@dataclass(frozen=True)
class Desk:
    """A database, and what its records have."""

    database: Database
    items: dict[str, frozenset[str]]


def built(file: Path, seed_number: int) -> Desk:
    """Some 260 records over eighteen months, most combinations of them rare; the month that runs, too."""
    draw, database = random.Random(seed_number), Database(f"sqlite:///{file}")
    migrating.upgrade(database)
    items: dict[str, set[str]] = {}
    with database.write() as session:
        seed.load(session, published.read(), NOW, figures=False)
        start(session, NOW)
        number = 0
        for month in MONTHS:
            for _ in range(draw.choice((3, 8, 9, 14, 19, 24, 31))):
                number += 1
                own = {item: those[min(int(draw.expovariate(0.8)), len(those) - 1)] for item, those in VALUES.items()}
                issues = draw.sample(ISSUES, draw.choice((1, 1, 2)))
                record(session, NOW, number, date(month // 100, month % 100, draw.randrange(1, 27)), *issues, **own)
                if month < 202611:
                    for item, value in [*own.items(), *(("issue", one) for one in issues), ("month", str(month))]:
                        shown = disclosure.merged_value(item, filters.BLANK if value is None else str(value))
                        items.setdefault(totals.DIMENSIONS[item], set()).add(totals.word(item, shown))
    return Desk(database, {item: frozenset(values) for item, values in items.items()})


@pytest.fixture(scope="module", params=[1])
def desk(request, tmp_path_factory) -> Iterator[Desk]:
    made = built(tmp_path_factory.mktemp("attacked") / "records.db", request.param)
    yield made
    made.database.close()


def taken(desk: Desk, wanted: Export) -> bytes:
    """The bytes that leave, by the way that all files leave."""
    with desk.database.write() as session:
        token = exports.prepare(session, LEAD, NOW, wanted, access.DOWNLOADS)
    handed = exports.hand_out(desk.database, LEAD, token, NOW, access.DOWNLOADS, downloads._report)
    return b"".join(handed.body)


def as_rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def read(text: str) -> Cell:
    """What stands in a file, as a number that may be seen."""
    for floor in (disclosure.FLOOR, disclosure.TOWN_FLOOR):
        if text == f"{floor}未満":
            return Cell(None, floor=floor)
    return disclosure.WITHHELD_CELL if text == disclosure.WITHHELD else Cell(int(text.replace(",", "")))


def chosen(asked: Filters) -> dict[str, list[str]]:
    """A filter as the records it takes."""
    found = {}
    for item in VALUES:
        values = getattr(asked, item)
        if values:
            found[totals.DIMENSIONS[item]] = [totals.word(item, disclosure.merged_value(item, one)) for one in values]
    if asked.since and asked.until:
        first, last = calendar.month_of(asked.since), calendar.month_of(asked.until)
        found["月"] = [totals.word("month", str(month)) for month in MONTHS if first <= month <= last]
    return found


def from_totals(desk: Desk, known: Knowledge, meant: Meaning) -> None:
    """The totals of the search page: each filter by each item, and by two of them where it takes many records."""
    for asked in FILTERS:
        pairs = PAIRS if asked in (Filters(), Filters(contact_result=RULE)) else [("month", "channel")]
        for by in [*((one,) for one in DIMENSIONS), *pairs]:
            rows = as_rows(taken(desk, Export("totals", "csv", asked, by)))
            head_at = next(place for place, row in enumerate(rows) if row and row[0] == totals.DIMENSIONS[by[0]])
            head = rows[head_at]
            for row in rows[head_at + 1 :]:
                first = {} if row[0] == "計" else {totals.DIMENSIONS[by[0]]: [row[0]]}
                for over, text in list(zip(head, row, strict=False))[1 : 2 if len(by) == 1 else None]:
                    second = {} if len(by) == 1 or over == "計" else {totals.DIMENSIONS[by[1]]: [over]}
                    known.learn(meet(chosen(asked), first | second), meant(read(text)))


def meet(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """The records that are in both."""
    both = {item: [value for value in one[item] if value in other[item]] for item in one.keys() & other.keys()}
    return one | other | both


def from_open_data(desk: Desk, known: Knowledge, meant: Meaning) -> None:
    """Consultations and those by LINE, month by month."""
    head, *lines = [row for row in as_rows(taken(desk, Export("open_data"))) if len(row) > 5]
    for row in (dict(zip(head, line, strict=True)) for line in lines):
        only_line = {"相談の方法": [LINE]} if row["指標"] == "LINE相談件数" else {}
        if row["指標"] in ("相談受付件数", "LINE相談件数") and row["値"]:
            known.learn({"月": [row["月"]], "結果": COUNTED, **only_line}, meant(read(row["値"])))


def from_charts(desk: Desk, known: Knowledge, meant: Meaning) -> None:
    """The tables of the chart of trends, unfiltered and filtered, as their files hold them."""
    with desk.database.read() as session:
        last = leaving.last_month(session, TODAY)
        for asked in (
            Filters(),
            Filters(channel=("line",)),
            Filters(new_or_repeat=("new",)),
            Filters(municipality=("143014",)),
        ):
            if asked == Filters():
                found = series.read(session, only(session), "consultations", (2025, 2026), TODAY)
            else:
                held = columns.read(session, 1)
                found = trends.filtered(session, only(session), held, asked, (2025, 2026), TODAY)
            found = leaving.months(found, last, disclosure.floor_of(asked.municipality))
            rows = as_rows(as_csv(trends_tables.plain(found, [2025, 2026]), Texts("推移")))
            for row in [one for one in rows if one and one[0].rstrip("月").isdecimal()]:
                number = int(row[0].rstrip("月"))
                for year, text in zip((2025, 2026), row[1:], strict=True):
                    month = f"{year + (number < 4)}-{number:02}"
                    if text != "データなし":
                        known.learn({"月": [month], "結果": COUNTED, **chosen(asked)}, meant(read(text)))


def from_report(desk: Desk, known: Knowledge, meant: Meaning, year: int) -> None:
    """The workbook of a yearly report: months, totals, LINE, breakdowns, as every figure stands in its last sheet."""
    book = load_workbook(io.BytesIO(taken(desk, Export("report", "xlsx", Year(year)))))
    span = {"月": [totals.word("month", str(month)) for month in calendar.months_of(year)], "結果": COUNTED}
    labels = {label: item for item, label in totals.DIMENSIONS.items()}
    for what, value in told(book):
        parts = what.split()
        if parts[0] in ("相談受付件数", "LINE相談件数") and len(parts) == 3:
            only_line = {"相談の方法": [LINE]} if parts[0] == "LINE相談件数" else {}
            of_year = next(one for one in YEARS if calendar.wareki(one) == parts[1])
            months = {"月": [totals.word("month", str(month)) for month in calendar.months_of(of_year)]}
            if parts[2] == "計":
                known.learn(span | months | only_line, meant(read(value)))
            elif parts[2].rstrip("月").isdecimal():
                number = int(parts[2].rstrip("月"))
                known.learn(span | only_line | {"月": [f"{of_year + (number < 4)}-{number:02}"]}, meant(read(value)))
        elif what.startswith("相談受付件数の内わけ："):
            item = totals.DIMENSIONS[labels[what.partition("：")[2].partition("（")[0]]]
            if item in known.items:
                own = {} if parts[-1] == "計" else {item: [" ".join(parts[1:])]}
                known.learn(span | own, meant(read(value)))


def told(book: Workbook) -> Iterator[tuple[str, str]]:
    """(what, value) of every figure of the last sheet, where those of one kind share a row; without what is no number."""
    for what, values, *_ in book["どこからの数字か"].iter_rows(min_row=3, values_only=True):
        if "割合" in what or what.endswith(("差", "目標")):
            continue
        for one in str(values).split("、"):
            name, _, value = one.rpartition(" ")
            value = value.removesuffix("（速報）").removesuffix("件")
            if value not in ("データなし", "X", "・"):
                yield f"{what} {name}".strip(), value


def everything(desk: Desk, meant: Meaning = possible) -> Knowledge:
    known = Knowledge(desk.items, frozenset({"課題"}))
    from_totals(desk, known, meant)
    from_open_data(desk, known, meant)
    from_charts(desk, known, meant)
    for year in YEARS:
        from_report(desk, known, meant, year)
    return known


def test_all_files_together_give_no_small_number_away(desk):
    known = everything(desk)
    assert len(known.attacker.known) > 900
    found = known.exposed(NUMBERS)
    assert len(found) == NUMBERS
    assert known.exact(found) == []


def plain(cell: Cell) -> Interval:
    """What a number says that is true wherever it is not hidden."""
    return (1, cell.floor - 1) if cell.value is None else (cell.value, cell.value)


def test_the_same_attacker_finds_them_where_only_the_small_ones_are_hidden(desk, monkeypatch):
    monkeypatch.setattr(
        disclosure, "protect", lambda count, floor=10: Cell(None if 1 <= count < floor else count, floor=floor)
    )
    monkeypatch.setattr(disclosure, "_safe", lambda seen, floors, lines, small: dict(seen))
    known = everything(desk, plain)
    assert known.exact(known.exposed(NUMBERS)) != []


def test_the_workbook_says_what_the_other_files_of_the_report_say(desk):
    """All four are drawn from one document; what stands in one of them stands in all (tests/reports reads them)."""
    known, other = (Knowledge(desk.items, frozenset({"課題"})) for _ in range(2))
    from_report(desk, known, possible, 2026)
    from_totals_of_year(desk, other)
    both = known.attacker.known.keys() & other.attacker.known.keys()
    assert len(both) >= 10
    assert all(known.attacker.known[one] == other.attacker.known[one] for one in both)


def from_totals_of_year(desk: Desk, known: Knowledge) -> None:
    asked = Filters(*YEARS[2026], contact_result=RULE)
    for by in ("channel", "age_band", "new_or_repeat"):
        rows = as_rows(taken(desk, Export("totals", "csv", asked, (by,))))
        for row in rows:
            if len(row) > 1 and row[0] not in (totals.DIMENSIONS[by], "計"):
                known.learn(chosen(asked) | {totals.DIMENSIONS[by]: [row[0]]}, possible(read(row[1])))


def test_no_file_holds_a_count_of_the_month_that_runs(desk):
    assert leaving_month(desk, TODAY) == 202610
    assert leaving_month(desk, TODAY.replace(day=10)) == 202609
    running = totals.word("month", "202611")
    for wanted in (Export("totals", "csv", Filters(), ("month", "channel")), Export("open_data")):
        assert running not in taken(desk, wanted).decode("utf-8-sig").replace(f"{running}-", "")
    assert "データなし" in taken_months(desk)


def test_saving_more_records_of_the_running_month_changes_no_byte_of_any_file(tmp_path):
    """Two looks at the same table, a few records apart: what grows is in neither."""
    desk = built(tmp_path / "records.db", 3)
    files = [
        Export("totals", "csv", asked, by) for asked in FILTERS[:4] for by in (("channel",), ("month", "age_band"))
    ]
    files.append(Export("open_data"))
    before = [taken(desk, one) for one in files], report_cells(desk)
    with desk.database.write() as session:
        for number in range(9001, 9006):
            record(session, NOW, number, TODAY, "housing", channel="visit", age_band="10s", municipality="144029")
    assert ([taken(desk, one) for one in files], report_cells(desk)) == before
    desk.database.close()


def report_cells(desk: Desk) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(taken(desk, Export("report", "xlsx", Year(2026)))))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def leaving_month(desk: Desk, today: date) -> int:
    with desk.database.read() as session:
        return leaving.last_month(session, today)


def taken_months(desk: Desk) -> str:
    with desk.database.read() as session:
        found = series.read(session, only(session), "consultations", (2026,), TODAY)
        shown = leaving.months(found, leaving.last_month(session, TODAY))
    return str(trends_tables.plain(shown, [2026]).rows[7][1])
