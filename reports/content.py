"""A fiscal year becomes a report: six headings in their order, sentences that follow the data, every figure with its origin."""

from collections.abc import Sequence
from datetime import date

from data import codes
from data.queries.yearly import Mismatch, Yearly
from reports import effects, goals, words
from reports.facts import Ledger, Origin, origins, plain
from reports.model import Report, Row, Section, Table, mark
from reports.words import Quoted, say

HEADINGS = ("situation", "features", "effects", "goals", "partners", "challenges")


def build(found: Yearly) -> Report:
    """The report of a fiscal year as it stands now, edited headings in the words of who edited them."""
    ledger = Ledger()
    said = {} if found.is_demo else words.quoted(found.year, found.documents)
    drawn = {"effects": effects.draw(found, ledger), "goals": goals.draw(found, ledger)}
    drawn["challenges"] = goals.challenges(found, ledger, has_words="challenges" in said)
    sections = tuple(_section(found, heading, drawn.get(heading), said.get(heading)) for heading in HEADINGS)
    agree = _mismatches(found.mismatches, ledger)
    facts = tuple(ledger.facts)
    rows = origins(facts) + tuple(_words(heading, one) for heading, one in said.items())
    return Report(
        found.year,
        say("title", desk=found.desk, year=found.label),
        found.label,
        say("made", day=spoken(found.today)),
        say("made_up") if found.is_demo else "",
        sections,
        facts,
        rows,
        agree,
        _notes(found),
    )


def spoken(day: date) -> str:
    """2026年11月27日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _section(found: Yearly, heading: str, drawn: effects.Drawn | None, said: Quoted | None) -> Section:
    generated = (*(said.lines if said else ()), *(drawn.lines if drawn else ()))
    if not generated:
        generated = (say("not_written"),)
    source = (
        say("from", document=said.document, place=said.place)
        if said
        else say("by_data")
        if drawn and drawn.lines
        else ""
    )
    now = mark(drawn.figures if drawn else (), said)
    tables, charts = (drawn.tables, drawn.charts) if drawn else ((), ())
    title = codes.label("report_heading", heading)
    edited = found.edited.get(heading)
    if edited is None or not edited.text:
        version = edited.version if edited else None
        return Section(heading, title, generated, generated, source, now, "", version, False, tables, charts)
    lines = tuple(line for line in edited.text.split("\n") if line.strip())
    return Section(
        heading, title, generated, lines, say("edited", by=edited.by, day=spoken(edited.at.date())), now, edited.by,
        edited.version, edited.figures != now, tables, charts,
    )  # fmt: skip


def _mismatches(found: Sequence[Mismatch], ledger: Ledger) -> Table:
    rows: list[Row] = []
    for one in found:
        gap = abs(one.first[1] - one.second[1])
        both = [f"{name} {plain(value, one.scale, one.unit)}" for name, value in (one.first, one.second)]
        unit = effects.POINTS if one.unit == "%" else one.unit
        ledger.worked(
            f"{one.subject} {one.second[0]}", plain(one.second[1], one.scale, one.unit), one.second[1] / one.scale,
            "資料の数字の合計",
        )  # fmt: skip
        apart = ledger.worked(
            f"{one.subject} 差", plain(gap, one.scale, unit), gap / one.scale, f"{one.first[0]}と{one.second[0]}の差"
        )
        rows.append((one.subject, *both, apart, one.place, one.explained))
    head = ("何が", "一つめ", "二つめ", "差", "どこ", "説明")
    notes = () if rows else ("合わない数字は見つからなかった。",)
    return Table("合わない数字", head, tuple(rows), notes, (2.6, 2.2, 3, 1.2, 3, 1.8))


def _words(heading: str, one: Quoted) -> Origin:
    return Origin(
        f"{codes.label('report_heading', heading)}の文", "（言葉）", one.document, one.place, "", "そのまま", ""
    )


def _notes(found: Yearly) -> tuple[str, ...]:
    """What a reader of the figures has to know."""
    made = []
    for one in found.figures:
        if one.cells or one.occasions:
            counted = codes.label("counting", one.counting)
            made.append(f"{codes.label('indicator', one.indicator)}: {counted}。")
        for meant in one.series.definitions:
            since = effects.month_of(meant.valid_from)
            made.append(
                f"{codes.label('indicator', one.indicator)} 定義 第{meant.version}版（{since}から）: {meant.text}"
            )
    return tuple(made)
