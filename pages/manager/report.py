"""The yearly report: its texts, how it will print, its four files."""

from ui.manager import report
from ui.staff import entry

report.draw(entry.require("report"))
