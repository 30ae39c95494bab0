"""The tables of the page of outcomes as html: true for those who keep the records, protected for the officer."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data import codes, disclosure
from data.disclosure import Key
from data.queries import outcomes, spells
from data.queries.outcomes import UNWRITTEN
from ui.figures import Table, Value, grid
from ui.staff.words import say, shown

NONE = "データなし"


@dataclass(frozen=True, slots=True)
class Seen:
    """How counts may be seen: as they are, or protected: a single count by itself, a table as a whole.

    `tables` are those that were made, by their captions.
    """

    protected: bool
    tables: dict[str, Table] = field(default_factory=dict)

    def number(self, count: int) -> str:
        """A count."""
        return str(disclosure.protect(count)) if self.protected else f"{count:,}"

    def days(self, value: float) -> str:
        """A number of days; protected to the nearest five: two exact looks would tell the days of one woman."""
        said = f"{5 * round(value / 5)}" if self.protected else f"{value:.1f}".removesuffix(".0")
        return say("outcomes.about_days" if self.protected else "outcomes.days", n=said)

    def is_few(self, total: int) -> bool:
        """Whether a total is hidden: then nothing of what it is made of is told, also not which rows there are."""
        return self.protected and disclosure.protect(total).value is None

    def share(self, part: int, whole: int) -> str:
        """A part in percent; a word where there are too few to tell."""
        if self.protected:
            return disclosure.share(disclosure.protect(part), disclosure.protect(whole))
        return f"{part / whole * 100:.1f}%" if whole else NONE

    def listed(self, values: Sequence[str], counts: Mapping[str, int]) -> dict[str, str]:
        """{value: count} of a list whose sum stands elsewhere on the page."""
        if not self.protected:
            return {value: f"{counts.get(value, 0):,}" for value in values}
        found = disclosure.listed(values, counts, sum(counts.values()))
        return {value: str(cell) for value, cell in found.row_totals.items()}

    def grid(
        self,
        rows: Mapping[str, int],
        cells: Mapping[Key, int],
        *,
        several: bool = False,
    ) -> tuple[dict[str, str], dict[Key, str]]:
        """({row: its total}, {(row, column): count}) as they may be seen; `several`: one may stand in more columns than one.

        `rows` are the totals of the rows, which no other total on the page contradicts.
        """
        columns = tuple(dict.fromkeys(column for _, column in cells))
        if not self.protected:
            return {row: f"{n:,}" for row, n in rows.items()}, {key: f"{n:,}" for key, n in cells.items()}
        downward = {column: sum(n for (_, one), n in cells.items() if one == column) for column in columns}
        found = disclosure.table(rows, columns, cells, rows, downward, sum(rows.values()), several=(False, several))
        return (
            {row: str(cell) for row, cell in found.row_totals.items()},
            {key: str(cell) for key, cell in found.cells.items()},
        )

    def table(
        self, caption: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], *, named_above: bool = False
    ) -> str:
        """A table whose first column names the row, kept for a file as well. What stands above already is not said twice to
        the eye."""
        self.tables[caption] = made = Table(heads, list(rows))
        return grid(made, caption, "s-table s-figures", named=not named_above)

    @property
    def fewest(self) -> int:
        """With fewer cases their days and shares are not told."""
        return disclosure.FLOOR if self.protected else spells.FEWEST


def plans(seen: Seen, found: outcomes.Plans) -> str:
    """Plans and goals: counts, reasons of closing, states of the goals."""
    counts = {
        "opened": found.opened,
        "reviewed": found.reviewed,
        "reviews": found.reviews,
        "closed": found.closed,
        "open": found.open_now,
        "met": found.met,
    }
    words = {name: f"plans_{name}" for name in counts} | ({"open": "plans_open_then"} if seen.protected else {})
    rows = [(say(f"outcomes.{words[name]}"), seen.number(count)) for name, count in counts.items()]
    heads = (say("outcomes.item"), say("outcomes.count"))
    return (
        f"<h2>{shown('outcomes.plans')}</h2>"
        + '<div class="s-side">'
        + seen.table(say("outcomes.plans"), heads, rows, named_above=True)
        + _by_code(seen, "close_reason", "reasons", "reason", found.reasons)
        + _by_code(seen, "goal_state", "goals", "goal", found.goals)
        + "</div>"
        + f'<p class="s-soft">{shown("outcomes.goals_what")}</p>'
    )


def _by_code(seen: Seen, of: str, caption: str, head: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return f"<div><h3>{shown(f'outcomes.{caption}')}</h3><p>{shown('outcomes.none_part')}</p></div>"
    listed = _codes(of, counts)
    told = seen.listed([code for code, _ in listed], counts)
    rows = [(name, told[code]) for code, name in listed]
    return seen.table(say(f"outcomes.{caption}"), (say(f"outcomes.{head}"), say("outcomes.count")), rows)


def _codes(of: str, there: Iterable[str], *, used: bool = False) -> list[tuple[str, str]]:
    """(code, label) of a list in its order, what is not written last; with `used` only those that are there."""
    known = codes.labels(of)
    listed = [(code, name) for code, name in known.items() if not used or code in there]
    others = [
        (code, say("outcomes.unwritten") if code == UNWRITTEN else codes.label(of, code))
        for code in there
        if code not in known
    ]
    return listed + sorted(others, key=lambda one: one[0] == UNWRITTEN)


def spells_part(seen: Seen, found: Mapping[str, spells.Spell]) -> str:
    """Median and quartiles in days, with how many cases; of few cases no days."""
    heads = [say(f"outcomes.{name}") for name in ("spell", "spell_n", "spell_low", "spell_median", "spell_high")]
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    for step, one in found.items():
        name = say(f"outcomes.spell_{step}")
        if one.median is None or one.low is None or one.high is None or one.count < seen.fewest:
            few = say("outcomes.spell_few", fewest=seen.fewest)
            rows.append((name, seen.number(one.count), "―", few, "―"))
        else:
            days = [seen.days(value) for value in (one.low, one.median, one.high)]
            rows.append((name, seen.number(one.count), *days))
        if one.left_out:
            notes.append(f"{name}：{say('outcomes.spell_left', n=seen.number(one.left_out))}")
    said = "".join(f'<p class="s-soft">{html.escape(note)}</p>' for note in (say("outcomes.spells_what"), *notes))
    return (
        f"<h2>{shown('outcomes.spells')}</h2>{seen.table(say('outcomes.spells'), heads, rows, named_above=True)}{said}"
    )


def went(seen: Seen, found: outcomes.Accompaniments) -> str:
    """Where to and how it went; then by issue, with how many of them were done."""
    title = f"<h2>{shown('outcomes.went')}</h2>"
    if not found.total:
        return f"{title}<p>{shown('outcomes.none_part')}</p>"
    if seen.is_few(found.total):
        return f"{title}<p>{shown('outcomes.went_few', n=seen.number(found.total))}</p>"
    done = sum(one.results.get("done", 0) for one in found.places.values())
    lead = f"<p>{shown('outcomes.went_lead', n=seen.number(found.total), done=seen.number(done))}</p>"
    results = _codes("activity_result", {result for one in found.places.values() for result in one.results}, used=True)
    places = _codes("destination", found.places, used=True)
    totals, cells = seen.grid(
        {place: found.places[place].total for place, _ in places},
        {(place, result): found.places[place].results.get(result, 0) for place, _ in places for result, _ in results},
    )
    rows = [(name, totals[place], *(cells[place, result] for result, _ in results)) for place, name in places]
    heads = [say("outcomes.place"), say("outcomes.total"), *(name for _, name in results)]
    return title + lead + seen.table(say("outcomes.went_results"), heads, rows) + _issues(seen, found, places)


def _issues(seen: Seen, found: outcomes.Accompaniments, places: Sequence[tuple[str, str]]) -> str:
    issues = _codes("issue", {issue for one in found.places.values() for issue in one.issues}, used=True)
    said = f'<p class="s-soft">{shown("outcomes.issues_what", n=seen.number(found.with_issue))}</p>'
    if not issues or seen.is_few(found.with_issue):
        return said
    both = {(place, issue): found.places[place].issues.get(issue, (0, 0)) for place, _ in places for issue, _ in issues}
    _, cells = seen.grid(
        {place: found.places[place].total for place, _ in places},
        {key: count for key, (count, _) in both.items()},
        several=True,
    )
    rows = [
        (name, *(_count_and_done(seen, cells[place, issue], both[place, issue]) for issue, _ in issues))
        for place, name in places
    ]
    return seen.table(say("outcomes.issues"), [say("outcomes.place"), *(name for _, name in issues)], rows) + said


def _count_and_done(seen: Seen, shown_count: str, both: tuple[int, int]) -> str:
    """The count and how many of them were done; of a count that may not be seen nothing more is said."""
    if not both[0] or shown_count in (disclosure.HIDDEN_WORD, disclosure.WITHHELD):
        return shown_count
    return say("outcomes.done_of", n=shown_count, done=seen.number(both[1]))


def others(seen: Seen, found: outcomes.Others) -> str:
    """居場所, visits and goods: how many times, how many people or pieces where that is written."""
    rows = [_work(seen, say("outcomes.work_ibasho"), found.ibasho, counted=True)]
    rows.append(_work(seen, say("outcomes.work_visit"), found.visits, counted=False))
    for item, name in _codes("goods_item", found.goods, used=True):
        rows.append(_work(seen, say("outcomes.goods", item=name), found.goods[item], counted=True))
    heads = [say("outcomes.item"), say("outcomes.times"), say("outcomes.pieces")]
    return f"<h2>{shown('outcomes.ibasho')}</h2>{seen.table(say('outcomes.ibasho'), heads, rows, named_above=True)}"


def _work(seen: Seen, name: str, one: outcomes.Work, *, counted: bool) -> tuple[str, str, str]:
    if not counted:
        return name, seen.number(one.times), "―"
    # Nothing was written at all: that is no 0.
    pieces = NONE if one.times and one.unwritten == one.times else seen.number(one.pieces)
    if one.unwritten and pieces != NONE:
        pieces += f"（{say('outcomes.pieces_unwritten', n=seen.number(one.unwritten))}）"
    return name, seen.number(one.times), pieces


def hand_overs(seen: Seen, found: Mapping[str, outcomes.HandOvers]) -> str:
    """Where to, how many, and how they were answered."""
    title = f"<h2>{shown('outcomes.over')}</h2>"
    if not found:
        return f"{title}<p>{shown('outcomes.none_part')}</p>"
    made = sum(one.made for one in found.values())
    if seen.is_few(made):
        return f"{title}<p>{shown('outcomes.over_few', n=seen.number(made))}</p>"
    answers = codes.labels("hand_over")
    by_answer = {answer: sum(one.answers.get(answer, 0) for one in found.values()) for answer in answers}
    said = {answer: seen.number(count) for answer, count in by_answer.items()}
    lead = shown("outcomes.over_lead", n=seen.number(made), **said)
    places = _codes("destination", found, used=True)
    totals, cells = seen.grid(
        {place: found[place].made for place, _ in places},
        {(place, one): found[place].answers.get(one, 0) for place, _ in places for one in answers},
    )
    rows = [(name, totals[place], *(cells[place, one] for one in answers)) for place, name in places]
    heads = [say("outcomes.place"), say("outcomes.total"), *answers.values()]
    return f"{title}<p>{lead}</p>{seen.table(say('outcomes.over'), heads, rows, named_above=True)}"
