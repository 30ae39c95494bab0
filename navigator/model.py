"""The shapes of the content (config/) and nothing else: frozen, typed, without behaviour that needs a clock.

What serves as a key of a cache is compared by identity (eq=False): content is loaded once and never copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

UNKNOWN, RATHER_NOT = "unknown", "rather_not"
NOT_SAID = (UNKNOWN, RATHER_NOT)

Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]
Band = Literal["today", "this_week", "later"]
Display = Literal["main", "folded", "other_door"]
BANDS: tuple[Band, ...] = ("today", "this_week", "later")

SPOKEN = frozenset({"phone"})
WRITTEN = frozenset({"line", "web_chat", "email", "email_form", "fax"})
MAIL = frozenset({"email", "email_form"})
ANY_TIME = MAIL | {"fax"}  # may be sent at any hour
IN_PERSON = frozenset({"in_person", "outreach"})
CHANNELS = ("phone", "line", "web_chat", "email", "email_form", "fax", "in_person", "outreach", "web")


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of the closed table in conditions.py; `question` is empty where the kind needs none."""

    kind: str
    question: str = ""
    values: tuple[str, ...] = ()


ALWAYS = Condition("always")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer; `needs` in the words of topics.yaml; `red_flag` raises a card (`card` names its wording)."""

    id: str
    ja: str
    needs: tuple[str, ...] = ()
    red_flag: str = ""
    card: str = ""
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`role` says what an answer may do: safety and need derive issues, refine and contact only order and confirm."""

    id: str
    section: str
    type: Literal["single", "multiple"]
    role: Literal["safety", "need", "refine", "contact"]
    ja: str
    options: tuple[Option, ...]
    asked_when: Condition = ALWAYS
    why: str = ""
    list_box: bool = False

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Need:
    """A sentence she may tick; `asks` are the follow-up questions it owns; `issue_codes` join it to the records."""

    id: str
    group: str
    ja: str
    phrase: str
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    issue_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Suggest:
    """Services with one of `needs` (and one of `kinds`, if any are named); `when` false hides only where `hard`."""

    needs: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    when: Condition = ALWAYS
    hard: bool = False


@dataclass(frozen=True, slots=True)
class OrderRule:
    """Moves an issue to `order` when the condition is known to be true."""

    when: Condition
    order: Band


@dataclass(frozen=True, slots=True, eq=False)
class Issue:
    """A separated problem (課題); derived when any of `derive` is true, unless one of `refine` is known to be false."""

    id: str
    ja: str
    needs: tuple[str, ...]
    derive: tuple[Condition, ...]
    refine: tuple[Condition, ...]
    order: Band
    order_rules: tuple[OrderRule, ...]
    suggest: tuple[Suggest, ...]
    steps: tuple[str, ...]
    phrase: str


@dataclass(frozen=True, slots=True, eq=False)
class UrgentCard:
    """What stands on top when a red flag is raised; `services` in order, spoken and silent together."""

    id: str
    red_flag: str
    rank: int
    title: str
    lines: tuple[str, ...]
    services: tuple[str, ...]
    missing_silent: str = ""


@dataclass(frozen=True, slots=True)
class Knot:
    """`before` is easier or safer first than `after` (steps of issues), with the reason."""

    id: str
    before: str
    after: str
    hard: Literal["must", "usual", "gentle"]
    why: str
    hide_if: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place that turned her away: `kinds` of that place, doors to come first, and what to say there next time."""

    id: str
    kinds: tuple[str, ...]
    next_kinds: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class FirstDoorRule:
    """The first rule whose condition (and `also`) is true names the door; the last one is the comprehensive desk."""

    when: Condition
    services: tuple[str, ...]
    also: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, town or ward; `parent` is the city of a ward, `code` the six digits the state gives it."""

    id: str
    ja: str
    code: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    id: str
    url: str
    publisher: str
    page_date: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One way to reach a service; `hours` in opening_hours syntax without PH, empty where nobody said.

    `confidence` is for staff who check the route again; no visitor sees it and nothing is ordered by it.
    """

    service: str
    channel: str
    value: str
    label: str
    usable: bool
    hours: str
    hours_note: str
    holidays: Literal["open", "closed", "as_sunday", "depends", "seasonal", "unknown"]
    year_end: Literal["open", "closed", "unknown"]
    languages: tuple[str, ...]
    cost: Literal["free", "charged", "unknown"]
    callback: Literal["none", "withheld", "shown", "unknown"]
    appointment: Literal["needed", "not_needed", "unknown"]
    confidence: str
    sources: tuple[str, ...]
    source_date: str
    verified_on: date | None
    recheck_by: date
    official: bool = False

    @property
    def leaves_trace(self) -> bool:
        """Whether the way itself stays on a phone, a bill or a screen; only a visit does not."""
        return self.channel not in IN_PERSON


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """A desk; `shown` is the publish rule's verdict: main, folded, via, or staff for what no visitor sees.

    A seasonal desk is main once its `seasons` are announced, and then stands only while one of them lasts.
    """

    id: str
    name: str
    operator: str
    kinds: tuple[str, ...]
    needs: tuple[str, ...]
    level: Literal["nationwide", "prefecture", "city"]
    municipalities: tuple[str, ...]
    area_note: str
    women_only: bool
    age_min: int | None
    age_max: int | None
    residence: str
    for_whom: str
    anonymous: Literal["possible", "unknown"]
    accompaniment: Literal["offered", "unknown"]
    cost: str
    address: str
    publish: Literal["shown", "recheck_first", "via_other_desk", "seasonal", "hold"]
    freshness: Literal["fresh", "recent", "stale", "undated"]
    hidden_reason: str
    via: str
    seasons: tuple[tuple[date, date], ...]
    staff_notes: tuple[str, ...]
    sources: tuple[str, ...]
    routes: tuple[Route, ...]
    switchboard: bool = False
    shown: Literal["main", "folded", "via", "staff"] = "staff"


@dataclass(frozen=True, slots=True)
class Site:
    """What the deployment chooses: the comprehensive desk, the neutral page behind 「すぐ閉じる」, the emergency lines."""

    desk: str
    leave_to: str
    emergency: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Content:
    """Everything of config/ that the navigator reads, checked."""

    site: Site
    topics: Mapping[str, str]
    kinds: Mapping[str, str]
    groups: Mapping[str, str]
    sections: Mapping[str, str]
    needs: Mapping[str, Need]
    questions: Mapping[str, Question]
    issues: Mapping[str, Issue]
    cards: Mapping[str, UrgentCard]
    steps: Mapping[str, str]
    knots: tuple[Knot, ...]
    refusals: Mapping[str, Refusal]
    first_doors: tuple[FirstDoorRule, ...]
    municipalities: Mapping[str, Municipality]
    sources: Mapping[str, Source]
    services: Mapping[str, Service]
    exceptions: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    fingerprint: str = field(default="", compare=False)
