"""目的・目標 and 今後の課題: each target beside what was done, and what fell short."""

from collections.abc import Iterator

from data import calendar
from data.queries.figures import (
    BROKEN,
    BY_OCCASION,
    NO_ACTUAL,
    NO_TARGET,
    ON_THE_WAY,
    REACHED,
    UNDER,
    UNSURE,
    ZERO,
    Figure,
)
from data.queries.yearly import Yearly
from reports import indicators
from reports.facts import NO_SUM, NONE, Fact, Ledger, plain
from reports.model import Chart, Drawn, Row, Table
from reports.words import say

STATES = {
    REACHED: "目標に届いた", UNDER: "目標に届かなかった", ON_THE_WAY: "途中",
    UNSURE: "届いたか、丸めた数ではわからない", NO_ACTUAL: "目標のみ・実績データなし",
    NO_TARGET: "目標の記載なし", BROKEN: "年度の途中で数え方が変わった（計なし）", ZERO: "目標が0（割合なし）",
}  # fmt: skip
NOT_STATED = "年度の記載なし"


def draw(found: Yearly, ledger: Ledger) -> Drawn:
    """The heading: one row a target."""
    before = len(ledger.facts)
    those = [one for one in found.figures if one.target is not None]
    if not those:
        return Drawn((say("no_target"),))
    lines = [f"・{indicators.name_of(one)}: {indicators.target(one, ledger)}" for one in those]
    if any(one.target and not one.target.year_stated for one in those):
        lines.append(say("year_not_stated", year=found.label))
    rows = tuple(_row(one, ledger) for one in those)
    head = ("指標", "目標", "実績", "目標に対する割合", "差", "状態", "目標の年度")
    table = Table(f"{found.label}の目標と実績", head, rows, weights=(1.9, 1.3, 2.1, 1.3, 2.7, 1.9, 2.2))
    facts = tuple((one.name, one.said) for one in ledger.facts[before:])
    return Drawn(tuple(lines), (table, *_charts(those)), (facts, tuple(one.state for one in those)))


def challenges(found: Yearly, ledger: Ledger, *, has_words: bool) -> Drawn:
    """What fell short of its target, as sentences; what a printed report says of it already is not said twice."""
    lines = [] if has_words else list(_short(found, ledger))
    lines += [
        say(
            "mismatch", subject=one.about, explained=one.reason.rstrip("。"),
            first=f"{one.sides[0].what}（{one.sides[0].said}）", second=f"{one.sides[1].what}（{one.sides[1].said}）",
        )
        for one in found.mismatches
    ]  # fmt: skip
    return Drawn(tuple(lines), figures=(tuple(lines),))


def _short(found: Yearly, ledger: Ledger) -> Iterator[str]:
    for one in found.figures:
        if one.state == UNDER and one.value is not None and one.target is not None:
            indicators.difference(one, ledger)
            gap = plain(one.target.value - one.value, one.scale, one.unit)
            yield say("fell_short", indicator=indicators.name_of(one), gap=gap)
        elif one.status == BY_OCCASION and one.target is not None:
            short = [part.name for part in one.occasions if part.value is not None and part.value < one.target.value]
            if short:
                yield say("useful_short", parts="、".join(short))
    lacking = [indicators.name_of(one) for one in found.figures if one.state == NO_ACTUAL]
    if lacking:
        yield say("no_actual", indicators="と".join(lacking))


def _row(one: Figure, ledger: Ledger) -> Row:
    stated = (
        "あり"
        if one.target and one.target.year_stated
        else f"{NOT_STATED}（{calendar.wareki(one.fiscal_year)}とみなす）"
    )
    return (
        indicators.name_of(one),
        indicators.target(one, ledger) or NONE,
        _actual(one, ledger),
        indicators.ratio(one, ledger) or "－",
        indicators.difference(one, ledger) or _by_occasion(one, ledger) or "－",
        STATES[one.state],
        stated,
    )


def _actual(one: Figure, ledger: Ledger) -> Fact | str:
    if one.value is not None or one.hidden:
        return indicators.total(one, ledger)
    if one.occasions:
        return "\n".join(
            f"{part.name} {NONE if part.value is None else plain(part.value, one.scale, one.unit)}"
            for part in one.occasions
        )
    return NO_SUM if one.status == BROKEN else NONE


def _by_occasion(one: Figure, ledger: Ledger) -> str:
    if one.target is None or one.unit != "%":
        return ""
    return "\n".join(
        f"{part.name} {indicators.points(part.value - one.target.value, part.name, one, ledger)}"
        for part in one.occasions
        if part.value is not None
    )


def _charts(those: list[Figure]) -> Iterator[Chart]:
    """One bar and its target a chart: counts and shares never stand on one axis."""
    for one in those:
        if one.value is None or one.target is None or one.ratio is None:
            continue
        name = indicators.name_of(one)
        said = f"{plain(one.value, one.scale, one.unit)} / 目標 {plain(one.target.value, one.scale, one.unit)}（{one.ratio / 10:.1f}%）"
        source = one.target.source.title if one.target.source else ""
        row = {"value": one.value / one.scale, "target": one.target.value / one.scale, "said": said}
        yield Chart("target", name, f"{name}。{said}。", source, (row,))
