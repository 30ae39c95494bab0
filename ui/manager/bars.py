"""The bar of a target as html: how far, a tick where the target stands, over 100 % as long as it is."""

import html


def bar(value: int, target: int, said: str) -> str:
    """A bar from 0 to whichever is more, with a tick at the target; `said` is all of it in words, for those who hear it."""
    top = max(value, target) or 1
    fill, tick = 100 * value / top, 100 * target / top
    return (
        f'<div class="s-bar" role="img" aria-label="{html.escape(said, quote=True)}">'
        f'<span class="s-bar-fill" style="width:{fill:.2f}%"></span>'
        f'<span class="s-bar-tick" style="left:{tick:.2f}%"></span></div>'
    )
