"""Consultations by month and fiscal year, their breakdowns, and the remarks of staff."""

from ui.staff import entry, trends

trends.draw(entry.require("trends"))
