"""How the trends page says months, shares and changes, and its first line."""

from collections.abc import Mapping, Sequence

from data import calendar, codes, disclosure
from data.disclosure import Cell as Seen
from data.queries.comparison import Difference
from data.queries.series import NO_DATA, Cell
from data.queries.trends import Head
from ui.staff.words import say

NONE = "データなし"


def month_name(month: int) -> str:
    """202312 → 令和5年12月; before 令和 with the year of 平成."""
    year, number = divmod(month, 100)
    if month >= 201905:
        return f"令和{'元' if year == 2019 else year - 2018}年{number}月"
    return f"平成{year - 1988}年{number}月"


def percent(tenths: int, *, signed: bool = False) -> str:
    """Tenths of a percent: 267 → +26.7% (signed), −5.1%."""
    sign = "−" if tenths < 0 else "+" if signed and tenths > 0 else ""
    return f"{sign}{abs(tenths) / 10:,.1f}%"


def change(found: Difference | None) -> str:
    """A difference as it stands in a table: +860（+26.7%）; from 0 without a percentage; nothing where there is none."""
    if found is None:
        return "－"
    sign = "−" if found.change < 0 else "+" if found.change > 0 else "±"
    share = f"（{percent(found.share, signed=True)}）" if found.share is not None else ""
    return f"{sign}{abs(found.change):,}{share}"


def seen(cell: Seen | None) -> str:
    """A count as it may be seen: its number, 10未満, or データなし."""
    if cell is None:
        return NONE
    return str(cell) if cell.value is None else f"{cell.value:,}"


def counted(cell: Seen) -> str:
    """The same with its unit; a state has none."""
    return seen(cell) + ("件" if cell.value is not None else "")


def days_shown(cells: Mapping[tuple[int, int], Seen]) -> list[int]:
    """The weekdays of a table by hour: Monday to Friday, and a day of the weekend on which anybody came."""
    came = {day for (day, _), cell in cells.items() if cell.value != 0}
    return [day for day in range(7) if day < 5 or day in came]


def value(cell: Cell) -> str:
    """A month's count, or in a word what stands instead."""
    if cell.value is not None:
        return f"{cell.value:,}"
    if cell.hidden:
        return cell.hidden
    return NONE if cell.status == NO_DATA else codes.label("status", cell.status)


def span(months: Sequence[int]) -> str:
    """Months of the year in the order of a fiscal year: 9月〜3月, 4月; with gaps each by itself."""
    order = sorted(months, key=lambda month: (month - 4) % 12)
    steps = [(month - 4) % 12 for month in order]
    if len(order) > 1 and steps == list(range(steps[0], steps[-1] + 1)):
        return say("trends.months_span", first=f"{order[0]}月", last=f"{order[-1]}月")
    return "・".join(f"{month}月" for month in order)


def lead(head: Head, *, filtered: bool) -> str:
    """The first line: how many, of what target, and against the year before."""
    year = calendar.wareki(head.year)
    if head.changed:
        return say("trends.year_changed", year=year, month=f"{head.changed % 100}月")
    if head.value is None and not head.hidden:
        return f"{say('trends.year_none', year=year)}。"
    kind = "_filtered" if filtered else ""
    shown = head_value(head)
    if head.through is None:
        first = say(f"trends.whole{kind}", year=year, value=shown)
    else:
        first = say(f"trends.part{kind}", year=year, value=shown, month=f"{head.through % 100}月")
    # 10件未満, not 10未満件.
    first = first.replace(f"{head.hidden}件", head.hidden.replace("未満", "件未満")) if head.hidden else first
    before = _before(head)
    if filtered:
        return f"{first}。{before}。"
    # A target that is not there has a sentence of its own.
    joint = "、".join((_goal(head), before)) if head.ratio is not None else f"{before}。{_goal(head)}"
    return f"{first}。{joint}。"


def head_value(head: Head) -> str:
    """A year's count; the word for one that may not be told, that nobody counted, or whose months have no sum."""
    if head.changed:
        return say("trends.no_sum")
    return head.hidden or (NONE if head.value is None else f"{head.value:,}")


def total(count: int, *, protected: bool, floor: int = disclosure.FLOOR) -> str:
    """A count as this person may see it."""
    return seen(disclosure.protect(count, floor) if protected else Seen(count))


def _goal(head: Head) -> str:
    if head.goal is None:
        return say("trends.goal_none")
    if head.ratio is None:
        return say("trends.goal_zero")
    return say("trends.goal", goal=f"{head.goal.value:,}", ratio=percent(head.ratio))


def _before(head: Head) -> str:
    if head.before is None:
        return say("trends.before_broken" if head.broken else "trends.before_none")
    before = head.before
    if before.share is None:
        return say("trends.before_zero")
    share = percent(before.share, signed=True)
    if len(head.months) == 12:
        return say("trends.before", share=share)
    return say("trends.before_part", months=span(head.months), share=share)
