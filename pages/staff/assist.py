"""The questions of the navigator, asked together with a caller; the issues go over into a record."""

from ui.staff import assist, entry

assist.draw(entry.require("assist"))
