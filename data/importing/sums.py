"""The totals of a table beside the sum of their parts: they are checked, and never taken as figures."""

from data.importing.cells import number
from data.importing.grid import Grid, Month, named
from data.importing.labels import Context
from data.importing.result import Check, Preview


def check(
    grid: Grid,
    preview: Preview,
    sheet: str,
    months: dict[int, Month],
    columns: dict[int, Context],
    lines: list[tuple[int, Context]],
) -> None:
    """Totals at the end of a line over its months, and lines of totals over the lines they belong to."""
    first = min(months)
    totals = [column for column in range(first + 1, grid.width + 1) if column not in months and columns[column].total]
    for row, line in lines:
        before = first
        for total in totals if not line.unused else []:
            parts = [c for c in months if before <= c < total and _alike(columns[c], columns[total])]
            _compare(grid, preview, sheet, (row, total), [(row, column) for column in parts], "月の合計")
            before = before if columns[total].texts else total + 1
    for row, line in (one for one in lines if one[1].total and not one[1].unused):
        members = [r for r, other in lines if not (other.total or other.unused) and line.year in (None, other.year)]
        categories = [r for r, other in lines if r in members and other.category]
        members = categories or members
        if line.texts == () and members:
            for column in (c for c in months if not columns[c].unused):
                _compare(grid, preview, sheet, (row, column), [(r, column) for r in members], "内訳の合計")


def _alike(one: Context, total: Context) -> bool:
    return (
        not one.unused
        and (not total.texts or one.texts == total.texts)
        and (not total.category or one.category == total.category)
    )


def _compare(
    grid: Grid, preview: Preview, sheet: str, at: tuple[int, int], parts: list[tuple[int, int]], of: str
) -> None:
    row, column = grid.place(*at)
    place, stated = f"{named(sheet, column)}{row}", number(grid.get(*at)).value
    found = [number(grid.get(*part)) for part in parts]
    if stated is None or not parts:
        return
    if any(one.state in ("suppressed", "not_reported") for one in found):
        preview.checks.append(Check(f"{place}の計は、秘匿か未報告があり、確かめられません", stated, None, True))
        return
    computed = sum(one.value or 0 for one in found)
    preview.checks.append(total_check(stated, computed, of, place))


def total_check(stated: float, computed: float, of: str, place: str) -> Check:
    """A stated total beside the computed one, in words; what does not agree says by how much."""
    ok = abs(stated - computed) < 1e-6
    both = f"計 {_number(stated)} と{of} {_number(computed)}"
    if not ok:
        both += f" が合いません（差 {_number(stated - computed).replace('-', '−')}）"
    return Check(f"{place}: {both}", stated, computed, ok)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
