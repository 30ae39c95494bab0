"""Whom she can talk to now: no question, only what is open."""

from ui import talk

talk.draw()
