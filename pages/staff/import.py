"""Spreadsheets in: what was understood, row by row, before anything is stored."""

from ui.staff import entry, importing

importing.draw(entry.require("import"))
