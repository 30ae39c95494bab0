"""What the labels around a figure say together: its year, indicator, category, and whether it is a total."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.importing.grid import Meaning, is_figure, meaning, text_of
from data.importing.reading import Cell


@dataclass(frozen=True, slots=True)
class Context:
    """What the labels around a figure say; `texts` are those that say nothing we know."""

    year: tuple[str, int] | None = None
    indicator: str = ""
    category: str = ""
    dimension: str = ""
    total: bool = False
    unused: bool = False
    crossed: bool = False
    bad: str = ""
    texts: tuple[str, ...] = ()

    def under(self, other: "Context") -> "Context":
        """Both together; what this one says goes before what the other says."""
        return Context(
            self.year or other.year,
            self.indicator or other.indicator,
            self.category or other.category,
            self.dimension or other.dimension,
            self.total or other.total,
            self.unused or other.unused,
            self.crossed or other.crossed or bool(self.category and other.category and self.category != other.category),
            self.bad or other.bad,
            tuple(dict.fromkeys(self.texts + other.texts)),
        )


def context(cells: Iterable[Cell], hint: str = "") -> Context:
    """The labels together; `hint` says how to take a bare 2023 (fiscal or calendar)."""
    found = Context()
    for cell in cells:
        found = found.under(_one(meaning(cell), cell, hint))
    return found


def _one(label: Meaning, cell: Cell, hint: str) -> Context:
    if hint and label.text.isdigit() and 1990 <= int(label.text) <= 2099:
        return Context(year=(hint, int(label.text)))
    match label.kind:
        case "year":
            return Context(year=label.year)
        case "indicator":
            return Context(indicator=label.id)
        case "category":
            return Context(category=label.text)
        case "dimension":
            return Context(dimension=label.id)
        case "total":
            return Context(total=True)
        case "unused":
            return Context(unused=True)
        case "bad":
            return Context(bad=label.text)
        case "text" if not is_figure(cell):
            return Context(texts=(text_of(cell),))
        case _:
            return Context()
