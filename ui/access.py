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


@dataclass(frozen=True, slots=True)
class Page:
    """A script below pages/, its address ('' is the first page), the text key of its title, and who may open it."""

    script: str
    address: str
    title: str
    roles: tuple[str, ...] = (EVERYONE,)

    @property
    def is_public(self) -> bool:
        """Whether it is one of the anonymous pages, drawn with the visitor's languages and the way out."""
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
    "monday": Page("staff/monday.py", "monday", "pages.monday", (LEAD,)),
    "record": Page("staff/record.py", "record", "pages.record", RECORDS),
    "cases": Page("staff/cases.py", "cases", "pages.cases", RECORDS),
    "assist": Page("staff/assist.py", "assist", "pages.assist", RECORDS),
    "search": Page("staff/search.py", "search", "pages.search", RECORDS),
    "import": Page("staff/import.py", "import", "pages.import", (LEAD, ADMIN)),
    "helpful": Page("staff/helpful.py", "helpful", "pages.helpful", (COUNSELLOR, LEAD, OFFICER, ADMIN)),
    "accounts": Page("admin/accounts.py", "accounts", "pages.accounts", (ADMIN,)),
    "audit": Page("admin/audit.py", "audit", "pages.audit", (ADMIN,)),
}


def may_open(page: Page, role: str) -> bool:
    """Whether someone of that role may open the page; everyone has the role of a visitor."""
    return EVERYONE in page.roles or role in page.roles


def public() -> dict[str, Page]:
    """The pages of the anonymous side, which its footer links to."""
    return {name: page for name, page in PAGES.items() if page.is_public}


def addresses(*, is_public: bool = True) -> tuple[str, ...]:
    """The addresses of the public pages, or of the staff's, for the gate in front of Streamlit."""
    return tuple(page.address for page in PAGES.values() if page.is_public == is_public)
