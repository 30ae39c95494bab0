"""What one indicator came to in its year, as figures of the report: total, target, how much of it, and by how much off."""

from data import calendar, codes
from data.queries.figures import BROKEN, Figure
from data.queries.series import NO_DATA
from data.queries.yearly import Yearly
from reports.facts import NO_SUM, Fact, Ledger, plain, signed

POINTS = "ポイント"


def name_of(one: Figure) -> str:
    """相談受付件数."""
    return codes.label("indicator", one.indicator)


def total(one: Figure, ledger: Ledger) -> Fact:
    """The value of the year; where it was added up, how."""
    name = f"{name_of(one)} {calendar.wareki(one.fiscal_year)} 計"
    if one.value is None:
        word = NO_SUM if one.status == BROKEN else one.hidden
        return ledger.told(name, None, one.scale, one.unit, None, one.status if one.hidden else NO_DATA, "", word)
    if one.printed is not None:
        return ledger.told(name, one.value, one.scale, one.unit, one.printed_source, one.status)
    formula = f"{one.counted_months}か月の合計" if one.counted_months else "研修ごとの数の合計"
    return ledger.worked(name, plain(one.value, one.scale, one.unit), one.value / one.scale, formula, one.status)


def target(one: Figure, ledger: Ledger) -> Fact | None:
    """The target."""
    if one.target is None:
        return None
    name = f"{name_of(one)} {calendar.wareki(one.fiscal_year)} 目標"
    if one.target.value % one.scale:
        return ledger.told(name, one.target.value, one.scale, one.unit, one.target.source, "final")
    # 97%, as people set it, not 97.0%.
    return ledger.told(name, one.target.value // one.scale, 1, one.unit, one.target.source, "final")


def ratio(one: Figure, ledger: Ledger) -> Fact | None:
    """How much of the target the year came to; over 100 % as it is."""
    if one.ratio is None:
        return None
    said = plain(one.ratio, 10, "%")
    return ledger.worked(f"{name_of(one)} 目標に対する割合", said, one.ratio / 10, "計÷目標", one.status)


def difference(one: Figure, ledger: Ledger) -> Fact | None:
    """By how much the year is over (or, below 0, under) its target."""
    if one.value is None or one.target is None:
        return None
    gap = one.value - one.target.value
    return ledger.worked(
        f"{name_of(one)} 目標との差", signed(gap, one.scale, one.unit), gap / one.scale, "計−目標", one.status
    )


def points(gap: int, occasion: str, one: Figure, ledger: Ledger) -> Fact:
    """By how many points one training is over its target."""
    group = f"{name_of(one)} 目標との差"
    said = signed(gap, one.scale, POINTS)
    return ledger.worked(f"{group} {occasion}", said, gap / one.scale, "有益度−目標", group=group)


def state_of(found: Yearly, *years: int) -> str:
    """What is worked out of these years is no more final than their months."""
    cells = (cell for year in years for cell in found.months.of_year(year))
    return "provisional" if any(cell.status == "provisional" for cell in cells) else "final"
