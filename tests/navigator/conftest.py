"""The real content, loaded once, and a plan of answers written the short way."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from navigator.content import load
from navigator.hours import moment
from navigator.journey import checked
from navigator.model import Content
from navigator.plan import Plan, plan

CONFIG = Path(__file__).parents[2] / "config"
TUESDAY = "2026-12-08T11:00"


@pytest.fixture(scope="session")
def content() -> Content:
    return load(CONFIG)


Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def planned(content: Content) -> Planned:
    """planned(answers, at, lang): the plan; a plain Tuesday morning unless a moment is given."""

    def make(answers: Mapping[str, Any], at: str = TUESDAY, lang: str = "ja", of: Content | None = None) -> Plan:
        chosen = of or content
        return plan(chosen, checked(chosen, answers), moment(at), lang)

    return make
