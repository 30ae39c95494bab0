"""The trainings of a year: when, what about, who came, and how useful those who came found them."""

from collections.abc import Iterator
from datetime import date

from data import calendar
from data.queries.figures import Figure, Occasion
from data.queries.series import NO_DATA
from data.queries.yearly import Training, Yearly
from reports.facts import NONE, Fact, Ledger, label, plain
from reports.indicators import name_of, points, target
from reports.model import Row, Table
from reports.words import say

USEFUL = "training_usefulness"


def table(found: Yearly, ledger: Ledger) -> Table:
    useful = next((one for one in found.figures if one.indicator == USEFUL), None)
    rows = tuple(_training(one, useful, ledger) for one in found.trainings)
    head = ("回", "実施日", "テーマ", "形", "申込", "参加", "有益度")
    return Table("支援従事者向け研修", head, rows, weights=(1, 1.9, 3.8, 2.3, 1.5, 1.1, 1.2))


def _training(one: Training, useful: Figure | None, ledger: Ledger) -> Row:
    named = f"第{one.number}回研修"
    own = next((part for part in useful.occasions if part.name == one.name), None) if useful else None
    share: Fact | str = NONE
    if useful and own:
        group = "研修参加者による有益度の評価"
        share = ledger.told(f"{group} {one.name}", own.value, useful.scale, useful.unit, own.source, own.status, group)
    state = "final" if one.attendance is not None else NO_DATA
    people = ledger.told(f"研修参加人数 {one.name}", one.attendance, 1, "人", one.source, state, "研修参加人数")
    signed_up: Fact | str = NONE
    if one.sign_ups is not None:
        signed_up = ledger.told(f"{named} 申込", one.sign_ups, 1, "人", one.source, "final", "研修の申込")
    return (f"第{one.number}回", day(one.held_on), one.theme or NONE, one.form or NONE, signed_up, people, share)


def day(value: date | None) -> str:
    """令和5年9月15日（金）; a state where it is not known."""
    if value is None:
        return NONE
    weekday = "月火水木金土日"[value.weekday()]
    return f"{calendar.spoken_day(value)}（{weekday}）"


def useful(found: Yearly, ledger: Ledger) -> Iterator[str]:
    one = next((one for one in found.figures if one.indicator == USEFUL and one.occasions), None)
    if one is None:
        return
    group = name_of(one)
    parts = [(part, _said(part, one, group, ledger)) for part in one.occasions]
    yield say("useful", parts="、".join(f"{part.name}{fact}" for part, fact in parts))
    goal = target(one, ledger)
    if goal is not None and one.target is not None:
        gaps = "、".join(
            f"{part.name}{points(part.value - one.target.value, part.name, one, ledger)}"
            for part in one.occasions
            if part.value is not None
        )
        yield say("useful_target", target=goal, parts=gaps)
    if one.weighted is not None and one.simple is not None:
        means = {
            name: ledger.worked(f"{group} {said}", plain(value, one.scale, one.unit), value / one.scale, formula)
            for name, value, said, formula in (
                ("weighted", one.weighted, "参加人数で重みをつけた平均", "（有益度×参加人数）の計÷参加人数の計"),
                ("simple", one.simple, "単純な平均", "有益度の計÷研修の回数"),
            )
        }
        yield say("useful_means", **means)


def _said(part: Occasion, one: Figure, group: str, ledger: Ledger) -> Fact:
    """The usefulness of one training; in a sentence what is not told is a word, not the mark that stands in tables."""
    word = "" if part.value is not None else label(part.status)
    return ledger.told(f"{group} {part.name}", part.value, one.scale, one.unit, part.source, part.status, group, word)
