"""The way through: her answers become separated problems and one first door."""

from ui import way

way.draw()
