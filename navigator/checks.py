"""What one file cannot know alone: every name that config/ mentions exists, and every route can be read."""

import re
from collections.abc import Collection, Iterable

from navigator.fitting import AGES, NEVER_HIDDEN, PLACES_NOT_FIXED, TALK_TIMES
from navigator.hours import parse_error
from navigator.model import Condition, Content, Route, Service
from navigator.reading import Folder
from navigator.schema import Known, Problem, not_allowed
from navigator.services import GENERAL_ISSUE
from navigator.text_checks import check_texts

ID = re.compile(r"[a-z][a-z0-9_]*")
YAML_TRAPS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null", "unknown", "rather_not"})


def check(content: Content, folder: Folder) -> list[Problem]:
    """Every fault between the files, in the order of the files."""
    problems = [
        *_named_by_the_code(content),
        *(_site(content) if folder.whole("config/site.yaml") else ()),
        *_questions(content),
        *_issues(content),
        *_cards(content),
        *_knots(content, folder.known(folder.sound("config/knot_sources.yaml"), "config/knot_sources.yaml")),
        *_doors(content, folder.whole("config/first_doors.yaml")),
        *(fault for service in content.services.values() for fault in _service(content, service)),
    ]
    return problems + check_texts(content, folder)


def _missing(file: str, key: str, found: Iterable[str], allowed: Collection[str]) -> list[Problem]:
    return [Problem(file, key, not_allowed(name, allowed)) for name in found if name not in allowed]


# What the rules in fitting, doors, memo and proofs name: without it an answer would silently stop to count.
NAMED_OPTIONS = {
    "safe_now": ("watched",),
    "needs": ("unsure",),
    "voice": ("overheard", "hard_to_speak", "later"),
    "talk_time": tuple(TALK_TIMES),
    "device": ("nobody", "maybe", "looked_at"),
    "payer": ("self_only",),
    "go_alone": ("with_someone", "cannot_go"),
    "refused": ("first_time",),
    "age_band": tuple(AGES),
    "children_age": ("no_children",),
    "municipality": ("outside", *PLACES_NOT_FIXED),
}


def _named_by_the_code(content: Content) -> list[Problem]:
    """Questions, options, issues and services that the program itself counts on."""
    problems = []
    for question, options in NAMED_OPTIONS.items():
        problems += _missing("config/questions.yaml", "questions", [question], content.questions)
        if asked := content.questions.get(question):
            given = [option.id for option in asked.options]
            lost = [option for option in options if option not in given]
            problems += [
                Problem(
                    "config/questions.yaml",
                    f"questions.{question}",
                    f"答え「{name}」が要ります（並べ方の規則が読みます）。",
                )
                for name in lost
            ]
    ages = content.questions.get("age_band")
    bands = [band.id for band in ages.options] if ages else []
    problems += _missing("config/questions.yaml", "questions.age_band", bands, AGES)
    problems += _missing("config/issues.yaml", "id", [GENERAL_ISSUE], content.issues)
    problems += _missing("config/services", "id", sorted(NEVER_HIDDEN), content.services)
    return problems


def _site(content: Content) -> list[Problem]:
    named = (content.site.desk, *content.site.emergency)
    problems = _missing("config/site.yaml", "desk / emergency", named, content.services)
    if not content.site.emergency:
        problems.append(Problem("config/site.yaml", "emergency", "緊急の番号の窓口が、一つも書かれていません。"))
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+\.[a-z]+(/[A-Za-z0-9._~/-]*)?", content.site.leave_to):
        problems.append(Problem("config/site.yaml", "leave_to", "https:// で始まる、めだたないページが要ります。"))
    desk = content.services.get(content.site.desk)
    if desk and not any(r.usable and r.channel in ("email", "email_form") for r in desk.routes):
        problems.append(Problem("config/site.yaml", "desk", "総合の窓口には、いつでも書けるメールの道が要ります。"))
    return problems


def _questions(content: Content) -> list[Problem]:
    file, problems = "config/questions.yaml", []
    for question in content.questions.values():
        where = f"questions.{question.id}"
        problems += _missing(file, f"{where}.section", [question.section], content.sections)
        problems += _condition(content, file, f"{where}.asked_when", question.asked_when)
        ids = [option.id for option in question.options]
        for option in ids:
            if question.id != "municipality" and (not ID.fullmatch(option) or option in YAML_TRAPS):
                problems.append(
                    Problem(file, where, f"答えの名前「{option}」は YAML が取り違えます。小文字の英語の語に。")
                )
        if len(set(ids)) != len(ids):
            problems.append(Problem(file, where, "同じ名前の答えが二つあります。"))
        cards = [option.card or option.red_flag for option in question.options if option.red_flag]
        problems += _missing(file, f"{where}.card", cards, content.cards)
    for need in content.needs.values():
        problems += _missing("config/needs.yaml", f"{need.id}.asks", need.asks, content.questions)
        problems += _missing("config/needs.yaml", f"{need.id}.group", [need.group], content.groups)
        problems += _missing(file, "questions", [f"near_{need.id}"], content.questions)
    return problems


def _condition(content: Content, file: str, key: str, condition: Condition) -> list[Problem]:
    """The question and values a condition names exist."""
    if condition.kind in ("need", "need_chosen"):
        if not condition.values and isinstance(content.needs, Known):
            return []  # It may be a need that could not be read that asks for it.
        if not condition.values:
            return [
                Problem(file, key, "どの困りごと（n_…）の時か、values が要ります。どの困りごとの asks にもありません。")
            ]
        return _missing(file, key, condition.values, content.needs)
    if condition.kind == "flag":
        return _missing(file, key, condition.values, _flags(content))
    if condition.kind not in ("is", "is_not"):
        return []
    if condition.question not in content.questions:
        return _missing(file, key, [condition.question], content.questions)
    asked = content.questions.get(condition.question)
    return _missing(file, key, condition.values, [option.id for option in asked.options]) if asked else []


def _flags(content: Content) -> Collection[str]:
    """The red flags that an answer can raise; any, where a question could not be read."""
    found = {option.red_flag for q in content.questions.values() for option in q.options if option.red_flag}
    return Known({}, None) if isinstance(content.questions, Known) else found


def _issues(content: Content) -> list[Problem]:
    file, problems = "config/issues.yaml", []
    for issue in content.issues.values():
        rules = [(f"suggest[{n}].when", rule.when) for n, rule in enumerate(issue.suggest)]
        rules += [(f"order_rules[{n}].when", rule.when) for n, rule in enumerate(issue.order_rules)]
        rules += [("derive", c) for c in issue.derive] + [("refine", c) for c in issue.refine]
        for key, condition in rules:
            problems += _condition(content, file, f"{issue.id}.{key}", condition)
        problems += _missing(file, f"{issue.id}.steps", issue.steps, content.steps)
    return problems


def _cards(content: Content) -> list[Problem]:
    file = "config/red_flags.yaml"
    problems = []
    for card in content.cards.values():
        problems += _missing(file, f"{card.id}.red_flag", [card.red_flag], _flags(content))
        problems += _missing(file, f"{card.id}.services", card.services, content.services)
        for service in (content.services.get(name) for name in card.services):
            if service and service.shown != "main":
                problems.append(
                    Problem(file, f"{card.id}.services", f"「{service.id}」は確かめた窓口（shown）ではありません。")
                )
    ranks = [card.rank for card in content.cards.values()]
    if len(set(ranks)) != len(ranks):
        problems.append(Problem(file, "rank", "同じ順番のカードが二つあります。"))
    return problems


def _knots(content: Content, sources: Collection[str]) -> list[Problem]:
    file = "config/knots.yaml"
    unknown = [f for knot in content.knots for f in _missing(file, f"{knot.id}.sources", knot.sources, sources)]
    return unknown + [
        fault
        for knot in content.knots
        for key in ("before", "after")
        for fault in _missing(file, f"{knot.id}.{key}", [getattr(knot, key)], content.steps)
    ]


def _doors(content: Content, are_all: bool) -> list[Problem]:
    file, problems = "config/first_doors.yaml", []
    for number, rule in enumerate(content.first_doors):
        problems += _condition(content, file, f"[{number}].when", rule.when)
        problems += _condition(content, file, f"[{number}].also", rule.also)
        problems += _missing(file, f"[{number}].services", rule.services, content.services)
    last = content.first_doors[-1] if are_all else None
    if last and (last.when.kind != "always" or (content.site.desk and content.site.desk not in last.services)):
        problems.append(Problem(file, "", "最後の行は、いつでも（always）総合の窓口に着くようにしてください。"))
    asked = content.questions.get("refused")
    refused = [option.id for option in asked.options] if asked else content.refusals
    return problems + _missing("config/refusals.yaml", "id", content.refusals, refused)


def _service(content: Content, service: Service) -> list[Problem]:
    file, problems = f"config/services/{service.id}.yaml", []
    problems += _missing(file, "sources", service.sources, content.sources)
    problems += _missing(file, "area.municipalities", service.municipalities, content.municipalities)
    problems += _missing(file, "via", [service.via] if service.via else [], content.services)
    if service.level == "city" and not service.municipalities:
        problems.append(Problem(file, "area.municipalities", "市町村の窓口には、市町村の名前が要ります。"))
    if service.shown == "staff" and not service.hidden_reason and not isinstance(content.sources, Known):
        problems.append(Problem(file, "hidden_reason", "案内に出さない窓口には、その理由が要ります。"))
    for number, route in enumerate(service.routes):
        problems += _missing(file, f"routes[{number}].sources", route.sources, content.sources)
        fault = parse_error(route.hours) if route.hours else None
        if fault:
            problems.append(Problem(file, f"routes[{number}].hours", f"「{route.hours}」は読めません: {fault}"))
        problems += _value(file, f"routes[{number}]", route)
    if service.age_min is not None and service.age_max is not None and service.age_min > service.age_max:
        problems.append(
            Problem(file, "eligibility", f"age_min {service.age_min} が age_max {service.age_max} より上です。")
        )
    return problems


# A mistyped number is the worst fault there is: each channel takes only what can be one.
PAGE = r"https?://[A-Za-z0-9.-]+\.[a-z]+(/[A-Za-z0-9._~/%#?=&+-]*)?"
SHAPES = {
    "phone": (
        r"0[\d-]{9,12}|#\d{4}|110|119|188|189",
        "0 から始まる10桁か11桁の番号（区切りは -）、#と4桁、110・119・188・189",
    ),
    "fax": (r"0[\d-]{9,12}", "0 から始まる10桁か11桁の番号（区切りは -）"),
    "email": (r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "メールアドレス"),
    "line": (r"@[A-Za-z0-9_-]+", "@ から始まるLINEのID"),
    "web": (PAGE, "https:// から始まるアドレス"),
    "web_chat": (PAGE, "https:// から始まるアドレス"),
    "email_form": (PAGE, "https:// から始まるアドレス"),
}


def _value(file: str, key: str, route: Route) -> list[Problem]:
    """A value that can be what its channel says, and dates in their order."""
    problems = []
    shape, words = SHAPES.get(route.channel, (r".+", ""))
    digits = sum(letter.isdigit() for letter in route.value)
    if route.usable and not route.value:
        problems.append(Problem(file, f"{key}.value", "使える道（usable: true）には値が要ります。"))
    elif route.value and (
        not re.fullmatch(shape, route.value, re.ASCII)
        or (route.channel in ("phone", "fax") and route.value[0] == "0" and digits not in (10, 11))
    ):
        problems.append(
            Problem(file, f"{key}.value", f"「{route.value}」は使えません。{route.channel} には {words}が要ります。")
        )
    if route.verified_on and route.verified_on > route.recheck_by:
        problems.append(Problem(file, f"{key}.recheck_by", "確かめた日（verified_on）より前です。"))
    return problems
