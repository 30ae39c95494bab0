"""Tables of totals by month: which figure each cell is, what cannot be known without asking, what is stored already."""

from collections import Counter
from dataclasses import dataclass, replace

from data import calendar
from data.importing import dates
from data.importing.cells import number, word
from data.importing.grid import DIMENSIONS, Grid, labelled, meaning, text_of
from data.importing.labels import Context
from data.importing.layout import Item, Table, months_in, single, tables
from data.importing.reading import Sheet
from data.importing.result import Preview, Same
from data.importing.signature import RefusedError
from data.importing.stored import Known
from data.importing.words import code_words, label_of, words

OLDEST_YEAR = 1990


@dataclass
class Page:
    """A sheet with its captions and what they say of all its figures."""

    sheet: str
    grid: Grid
    table: Table
    captions: list[str]
    outer: Context


def read(sheet: Sheet, whole: Grid, preview: Preview) -> Page | None:
    """The figures of one sheet as they stand there; None where it holds no months."""
    across, down = months_in(whole)
    top = min((row for (row, _), cell in whole.cells.items() if meaning(cell).kind in ("month", "bad")), default=0)
    if not max(across, down):
        month = _month_of_name(sheet.name)
        if month is None:
            return None
        body, captions = _without_captions(whole, _first_figures(whole))
        return Page(sheet.name, body, single(body, month, preview, sheet.label), captions, _outer(captions, sheet.name))
    body, captions = _without_captions(whole, top)
    return Page(sheet.name, body, tables(body, preview, sheet.label), captions, _outer(captions, sheet.name))


def _month_of_name(name: str) -> tuple[int | None, int] | None:
    try:
        return dates.month(name)
    except dates.DateError:
        return None


def _first_figures(whole: Grid) -> int:
    return next((r for r in range(1, whole.height + 1) if any(isinstance(c, int | float) for c in whole.row(r))), 1)


def _without_captions(whole: Grid, top: int) -> tuple[Grid, list[str]]:
    """The grid without the lines above its table in which one thing stands, and those as texts."""
    captions: list[str] = []
    kept = dict(whole.cells)
    for row in range(1, top):
        said = {text_of(cell) for cell in whole.row(row) if cell != ""}
        if len(said) == 1:
            captions += said
            kept = {place: cell for place, cell in kept.items() if place[0] != row}
    return replace(whole, cells=kept), captions


def _outer(captions: list[str], name: str) -> Context:
    """What captions and the sheet's name say: year and indicator, only where they say one."""
    found = Context()
    for text in (name, *captions):
        years = dates.years_in(text)
        fiscal = {one for one in years if one[0] == "fiscal"} or years
        month = _month_of_name(text)
        if len(fiscal) == 1 and month is None:
            found = found.under(Context(year=next(iter(fiscal))))
        plain = word(text)
        named = max((one for one in words().indicators if one in plain), key=len, default="")
        stated = max((one for one in words().dimensions if one in plain and one.endswith("別")), key=len, default="")
        found = found.under(
            Context(indicator=words().indicators.get(named, ""), dimension=words().dimensions.get(stated, ""))
        )
    return found


def resolve(pages: list[Page], preview: Preview, known: Known) -> None:
    """Turns the figures of all sheets into rows to store; asks what they do not say."""
    preview.kind = "monthly"
    seen: dict[tuple[object, ...], tuple[int, float | None, str]] = {}
    provisional = any("速報" in text or "暫定" in text for page in pages for text in page.captions)
    for place, page in enumerate(pages):
        suffix = "" if len(pages) == 1 or all(_month_of_name(one.sheet) for one in pages) else f".{place + 1}"
        items = _chosen(page, preview, suffix)
        dimension = _dimension(page, items, preview, suffix)
        preview.sheets.append(page.sheet or preview.file_name)
        preview.header_rows[page.sheet or preview.file_name] = sorted(page.table.header_rows)
        if dimension:
            preview.kind = "breakdown"
        unclear = not dimension and any(one.context.category for one in items)
        for item in [] if unclear else items:
            _figure(item, page, dimension, suffix, preview, known, seen, "provisional" if provisional else "final")


def _chosen(page: Page, preview: Preview, suffix: str) -> list[Item]:
    """The figures that count: where one month has two of a kind, the answer says which."""
    items = [replace(one, context=one.context.under(page.outer)) for one in page.table.items]
    kinds: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
    for one in items:
        key = (one.month, one.context.year, one.context.indicator, one.context.category)
        kinds.setdefault(key, set()).add(one.context.texts)
    has_categories = any(one.context.category for one in items)
    unclear = {texts for some in kinds.values() if len(some) > 1 for texts in some if texts or not has_categories}
    if len(unclear) < 2 or (
        has_categories and all(not one.context.category for one in items if one.context.texts in unclear)
    ):
        return items
    choices = [("・".join(texts) or "（見出しなし）") for texts in sorted(unclear)]
    where = f"シート「{page.sheet}」の" if suffix else ""
    answer = preview.ask(f"count{suffix}", f"{where}どの列（行）が件数ですか。", [(one, one) for one in choices])
    for texts in sorted(unclear):
        name = "・".join(texts) or "（見出しなし）"
        if answer:
            preview.say(name, "件数" if name == answer else "使わない")
    return [
        one
        for one in items
        if one.context.texts not in unclear
        or "・".join(one.context.texts) == answer
        or (not one.context.texts and answer == "（見出しなし）")
    ]


def _dimension(page: Page, items: list[Item], preview: Preview, suffix: str) -> str:
    """The list that the categories are of; '' where the table has none or the answer is missing."""
    labels = {one.context.category for one in items if one.context.category}
    if not labels:
        return ""
    stated = {one.context.dimension for one in items if one.context.dimension} | {page.outer.dimension} - {""}
    cover = Counter({name: sum(one in code_words(name) for one in labels) for name in stated or DIMENSIONS})
    most = max(cover.values())
    best = [name for name in cover if cover[name] == most and most]
    if len(best) > 1:
        where = f"シート「{page.sheet}」は、" if suffix else ""
        text = f"{where}何で分けた表ですか（{'・'.join(sorted(labels)[:4])} など）。"
        return preview.ask(f"dimension{suffix}", text, [(one, label_of("dimensions", one)) for one in best]) or ""
    return best[0] if best else ""


def _figure(
    item: Item,
    page: Page,
    dimension: str,
    suffix: str,
    preview: Preview,
    known: Known,
    seen: dict[tuple[object, ...], tuple[int, float | None, str]],
    status: str,
) -> None:
    """One cell: into the rows to store, or among the rejected, the duplicates, the conflicts."""
    about, found = item.context, number(item.cell)
    shown = text_of(item.cell)
    category = code_words(dimension).get(about.category, "") if dimension else ""
    why = about.bad or found.why or _odd_label(about, dimension, category)
    if why:
        preview.reject(item.row, item.column, shown, why)
        return
    month, indicator = _month(item, suffix, page, preview), _indicator(about, page, preview, known)
    if (found.value is None and not found.state) or month is None or not indicator:
        return
    value, state, why = known.value(indicator, month, found)
    if why:
        preview.reject(item.row, item.column, shown, why)
        return
    state = state or status
    key = (indicator, month, dimension if category else "", category)
    if key in seen:
        row, other, was = seen[key]
        if (other, was) == (value, state):
            preview.duplicates.add(Same(item.row, item.column, shown, f"{row}行目と同じ"))
        else:
            preview.reject(item.row, item.column, shown, f"同じ月の数が{row}行目にもあり、ちがう数です")
        return
    seen[key] = (item.row, value, state)
    _say(about, indicator, dimension, category, preview)
    known.take_fact(preview, page.sheet, (item.row, item.column, shown), key, value, state)


def _odd_label(about: Context, dimension: str, category: str) -> str:
    if about.crossed:
        return "区分が縦と横で二重になった表は、取り込めません。どちらか一つで分けた表にしてください"
    if about.category and dimension and not category:
        return f"「{about.category}」は、{label_of('dimensions', dimension)}の選択肢にありません"
    if dimension and not about.category and about.texts:
        return f"「{about.texts[-1]}」は、{label_of('dimensions', dimension)}の選択肢にありません"
    return ""


def _say(about: Context, indicator: str, dimension: str, category: str, preview: Preview) -> None:
    preview.say("数", label_of("indicators", indicator))
    if category:
        preview.say(about.category, f"{label_of('dimensions', dimension)}: {labelled(dimension, category)}")


def _month(item: Item, suffix: str, page: Page, preview: Preview) -> int | None:
    """The month as 202304; None where its year must be asked."""
    year, number_of = item.month
    if year is not None:
        return year * 100 + number_of
    said = item.context.year
    where = f"シート「{page.sheet}」の" if suffix else ""
    if said is None:
        years = range(preview.fiscal_year, preview.fiscal_year - 8, -1)
        answer = preview.ask(
            f"year{suffix}",
            f"{where}表に年度が書いてありません。何年度の数ですか。",
            [(str(one), calendar.wareki(one)) for one in years],
        )
        said = ("fiscal", int(answer)) if answer else None
    elif said[0] == "calendar" and item.wraps:
        this = _era(said[1])
        answer = preview.ask(
            f"january{suffix}.{said[1]}",
            f"{where}「{this}」の表は4月から翌3月の順です。1月は何年の1月ですか。",
            [("next", f"{_era(said[1] + 1)}1月（{calendar.wareki(said[1])}の表）"), ("same", f"{this}1月")],
        )
        said = None if answer is None else (("fiscal" if answer == "next" else "calendar"), said[1])
    if said is None:
        return None
    if not OLDEST_YEAR <= said[1] <= 2099:
        return None
    preview.say("月", f"{_era(said[1])}{'度' if said[0] == 'fiscal' else ''}の月")
    return (said[1] + (said[0] == "fiscal" and number_of < calendar.FIRST_MONTH)) * 100 + number_of


def _era(year: int) -> str:
    return f"令和{year - 2018}年".replace("令和1年", "令和元年") if year >= 2019 else f"平成{year - 1988}年"


def _indicator(about: Context, page: Page, preview: Preview, known: Known) -> str:
    """The id of the indicator; '' where it must be asked or the database has none of that kind."""
    if about.indicator:
        if about.indicator not in known.indicators:
            raise RefusedError(f"「{label_of('indicators', about.indicator)}」という指標は、この記録にまだありません。")
        return about.indicator
    name = "・".join(about.texts) or page.sheet or "この表"
    choices = [(one, label_of("indicators", one)) for one in known.indicators]
    if not choices:
        raise RefusedError("指標がまだ登録されていません。先に管理者が用意します。")
    return preview.ask("indicator", f"「{name}」は何の数ですか。", choices) or ""
