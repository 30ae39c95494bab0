"""The way in for the staff."""

from ui.staff import sign_in

sign_in.draw()
