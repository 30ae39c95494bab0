"""Whose turn it is: the public pages are drawn one at a time.

Python runs one thread at once anyway. Runs side by side only take the processor from each other and from the line to
the browsers: measured with 400 visitors, the middle press took 3.5 s side by side and 0.1 s in turn.
"""

from threading import Semaphore

TURN = Semaphore()
