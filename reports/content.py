"""A fiscal year becomes a report: six headings in their order, sentences that follow the data, every figure with its origin."""

from collections.abc import Sequence
from datetime import date

from data import calendar, codes
from data.queries.report_texts import Edited
from data.queries.yearly import Yearly
from reports import effects, goals, indicators, numbers, words
from reports.facts import Fact, Ledger, Origin, origins, plain, signed
from reports.model import Drawn, Report, Row, Section, Table, mark, numbered
from reports.words import Quoted, say

HEADINGS = ("situation", "features", "effects", "goals", "partners", "challenges")


def build(found: Yearly) -> Report:
    """The report of a fiscal year as it stands now, edited headings in the words of who edited them."""
    ledger = Ledger()
    said = {} if found.is_demo else words.quoted(found.year, found.documents)
    drawn = {"effects": effects.draw(found, ledger), "goals": goals.draw(found, ledger)}
    drawn["challenges"] = goals.challenges(found, ledger, has_words="challenges" in said)
    agree = _mismatches(found, ledger)
    facts = tuple(ledger.facts)
    sections = tuple(_section(found, heading, drawn.get(heading), said.get(heading), facts) for heading in HEADINGS)
    rows = origins(facts) + tuple(_words(heading, one) for heading, one in said.items())
    return Report(
        found.year,
        say("title", desk=found.desk, year=found.label),
        found.label,
        say("made", day=calendar.spoken_day(found.today)),
        say("made_up") if found.is_demo else "",
        numbered(sections),
        facts,
        rows + tuple(_own(found, one) for one in sections if one.own),
        agree,
        _notes(found),
    )


def _section(found: Yearly, heading: str, drawn: Drawn | None, said: Quoted | None, facts: Sequence[Fact]) -> Section:
    generated = (*(said.lines if said else ()), *(drawn.lines if drawn else ()))
    if not generated:
        generated = (say("not_written"),)
    title, parts = codes.label("report_heading", heading), drawn.parts if drawn else ()
    # What no figure is drawn into may still be written about every one of them.
    now = mark(drawn.figures if drawn else tuple((one.name, one.said) for one in facts), said)
    edited = found.edited.get(heading)
    if edited is None or not edited.text:
        version = edited.version if edited else None
        source = _source(drawn, said)
        return Section(heading, title, generated, generated, source, now, version=version, parts=parts)
    lines = tuple(line for line in edited.text.split("\n") if line.strip())
    known = [*(one.said for one in facts), *generated]
    stale = edited.figures != now and (drawn is not None or any(numbers.of(edited.text)))
    source = say("edited_stale" if stale else "edited", by=edited.by, day=calendar.spoken_day(_day(edited)))
    return Section(
        heading, title, generated, lines, source, now, edited.by, edited.version, stale,
        numbers.unknown(edited.text, known), parts,
    )  # fmt: skip


def _source(drawn: Drawn | None, said: Quoted | None) -> str:
    if said:
        return say("from", document=said.document, place=said.place)
    return say("by_data") if drawn and drawn.lines else ""


def _day(edited: Edited) -> date:
    return edited.at.astimezone(calendar.TOKYO).date()


def _own(found: Yearly, section: Section) -> Origin:
    """Numbers that somebody wrote and no figure stands behind: named, so that a reader can ask her."""
    edited = found.edited[section.heading]
    how = say("edited", by=edited.by, day=calendar.spoken_day(_day(edited)))
    return Origin(
        say("own", title=section.title), "、".join(section.own), say("own_document"), "", "", how, say("own_status")
    )


def _mismatches(found: Yearly, ledger: Ledger) -> Table:
    rows: list[Row] = []
    for one in found.mismatches:
        first, second = (side.value or 0 for side in one.sides[:2])
        unit = indicators.POINTS if one.unit == "%" else one.unit
        for side in one.sides:
            ledger.worked(
                f"{one.about} {side.what}", plain(side.value or 0, one.scale, one.unit), (side.value or 0) / one.scale,
                "比べるために並べた数",
            )  # fmt: skip
        gap = abs(second - first) * (-1 if one.difference.startswith("−") else 1)
        apart = ledger.worked(f"{one.about} 差", signed(gap, one.scale, unit), gap / one.scale, "一つめと二つめの差")
        where = "\n".join(dict.fromkeys(side.where for side in one.sides))
        rows.append((one.about, *(f"{side.what}\n{side.said}" for side in one.sides[:2]), apart, where, one.reason))
    notes = [] if rows else [say("all_agree")]
    if found.sources_differ:
        notes.append(say("sources_differ"))
    head = ("何が", "一つめ", "二つめ", "差", "どこ", "説明")
    return Table("合わない数字", head, tuple(rows), tuple(notes), (2.2, 2, 2.4, 1.8, 3.7, 1.6))


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
            since = calendar.spoken_month(meant.valid_from)
            made.append(
                f"{codes.label('indicator', one.indicator)} 定義 第{meant.version}版（{since}から）: {meant.text}"
            )
    return tuple(made)
