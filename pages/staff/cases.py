"""One case: its timeline, its plan, its print for a case conference."""

from ui.staff import cases, entry

cases.draw(entry.require("cases"))
