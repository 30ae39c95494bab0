"""The desks we know, with filters."""

from ui import directory

directory.draw()
