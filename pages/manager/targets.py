"""Targets and actuals of a fiscal year."""

from ui.manager import targets
from ui.staff import entry

targets.draw(entry.require("targets"))
