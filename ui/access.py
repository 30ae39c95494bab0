"""The only place that says which pages there are and who may open what."""

from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "pages"
EVERYONE = "everyone"
# 相談員、統括、県職員（集計のみ）、管理者: the roles of config/records/codes.yaml.
COUNSELLOR, LEAD, OFFICER, ADMIN = "counsellor", "lead", "officer", "admin"
RECORDS = (COUNSELLOR, LEAD)
STAFF = (COUNSELLOR, LEAD, OFFICER, ADMIN)
MANAGERS = (LEAD, OFFICER, ADMIN)
# Where somebody of the role begins; and the one page that is open while a password has to be changed.
HOMES = {COUNSELLOR: "record", LEAD: "monday", OFFICER: "targets", ADMIN: "accounts"}
SIGN_IN, OWN = "sign_in", "own"
# Who may send a file to the server at all; the page asks again.
MAY_UPLOAD = (LEAD, ADMIN)
# Who may set a target, and close a month or open it again; the pages are open to the officer too.
MAY_SET_TARGETS = MAY_CLOSE = (LEAD, ADMIN)
# Who may read what counsellors noted in their own words, and look for words in it.
MAY_READ_NOTES = RECORDS
# Who writes trainings down and opens their surveys; everybody of the staff may look.
MAY_EDIT_TRAININGS = (COUNSELLOR, LEAD, ADMIN)
# What leaves as a file, and who may take it: protected totals, records row by row, the audit log, charts of what may leave;
# and whose file may hold notes, or be chosen by a word in them.
DOWNLOADS = {
    "totals": (COUNSELLOR, LEAD, ADMIN),
    "rows": (LEAD, ADMIN),
    "audit": (ADMIN,),
    "notes": MAY_READ_NOTES,
    "report": MANAGERS,
    "open_data": MANAGERS,
    "figure": STAFF,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A script below pages/, its address ('' is the first page), the text key of its title, and who may open it."""

    script: str
    address: str
    title: str
    roles: tuple[str, ...] = (EVERYONE,)

    @property
    def is_public(self) -> bool:
        """Whether it is one of the visitor's pages, with her languages and the way out; the sign-in is not."""
        return self.script.startswith("public/")

    def as_streamlit(self, title: str) -> StreamlitPage:
        """The page as Streamlit registers it; the title is the same neutral one on all, it stands in the history."""
        return copy(_made(self, title))


@lru_cache(maxsize=64)
def _made(page: Page, title: str) -> StreamlitPage:
    """Made once, because it asks the disk where the script is; st.navigation writes to what it gets, so to a copy."""
    return st.Page(PAGES_FOLDER / page.script, title=title, url_path=page.address, default=page.address == "")


PAGES = {
    "questions": Page("public/questions.py", "", "chrome.nav.start"),
    "talk": Page("public/talk.py", "talk", "chrome.nav.talk"),
    "directory": Page("public/directory.py", "directory", "chrome.nav.directory"),
    "about": Page("public/about.py", "about", "chrome.nav.about"),
    "sign_in": Page("staff/sign_in.py", "sign-in", "pages.sign_in"),
    "monday": Page("staff/monday.py", "monday", "pages.monday", (LEAD,)),
    "record": Page("staff/record.py", "record", "pages.record", RECORDS),
    "cases": Page("staff/cases.py", "cases", "pages.cases", RECORDS),
    "assist": Page("staff/assist.py", "assist", "pages.assist", RECORDS),
    "search": Page("staff/search.py", "search", "pages.search", (*RECORDS, ADMIN)),
    "import": Page("staff/import.py", "import", "pages.import", (LEAD, ADMIN)),
    "trends": Page("staff/trends.py", "trends", "pages.trends", STAFF),
    "outcomes": Page("staff/outcomes.py", "outcomes", "pages.outcomes", STAFF),
    "training": Page("staff/training.py", "training", "pages.training", STAFF),
    "targets": Page("manager/targets.py", "targets", "pages.targets", MANAGERS),
    "report": Page("manager/report.py", "report", "pages.report", MANAGERS),
    "month_close": Page("manager/month_close.py", "month-close", "pages.month_close", MANAGERS),
    "reconciliation": Page("manager/reconciliation.py", "reconciliation", "pages.reconciliation", MANAGERS),
    "helpful": Page("staff/helpful.py", "helpful", "pages.helpful", STAFF),
    "accounts": Page("admin/accounts.py", "accounts", "pages.accounts", (ADMIN,)),
    "audit": Page("admin/audit.py", "audit", "pages.audit", (ADMIN,)),
    "own": Page("staff/own.py", "own", "pages.own", STAFF),
}


def may_open(page: Page, role: str) -> bool:
    """Whether someone of that role may open the page; everyone has the role of a visitor."""
    return EVERYONE in page.roles or role in page.roles


def name_of(chosen: StreamlitPage, otherwise: str) -> str:
    """The name of a page that Streamlit chose."""
    return next((name for name, page in PAGES.items() if page.address == chosen.url_path), otherwise)


def of(role: str, must_change: bool = False) -> dict[str, Page]:
    """The pages that somebody of the role may open now; of the staff's only one while her password must be changed."""
    mine = {name: page for name, page in PAGES.items() if may_open(page, role)}
    return {name: page for name, page in mine.items() if not must_change or page.is_public or name == OWN}


def doors() -> dict[str, tuple[str, ...]]:
    """{address: the roles that may open it} of the pages that are not the visitors'."""
    return {page.address: page.roles for page in PAGES.values() if not page.is_public}


def homes() -> dict[str, str]:
    """{role: the address where it begins}."""
    return {role: PAGES[name].address for role, name in HOMES.items()}


def public() -> dict[str, Page]:
    """The pages of the anonymous side, which its footer links to."""
    return {name: page for name, page in PAGES.items() if page.is_public}


def addresses(*, is_public: bool = True) -> tuple[str, ...]:
    """The addresses of the public pages, or of the staff's, for the gate in front of Streamlit."""
    return tuple(page.address for page in PAGES.values() if page.is_public == is_public)
