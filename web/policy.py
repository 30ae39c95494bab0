"""The security headers, and the two content policies: one for pages that run Streamlit, one for all the others."""

import base64
import hashlib
import re

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)

# No sensor, no payment, no advertising interface has any business on these pages.
_DENIED = ("accelerometer browsing-topics camera display-capture geolocation gyroscope hid magnetometer microphone "
           "midi payment publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking")  # fmt: skip

ALWAYS: dict[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _DENIED.split()),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
}
TRANSPORT = "max-age=31536000; includeSubDomains"


def hashes(html: str) -> list[str]:
    """A CSP source for every inline script of the page."""
    return [f"'sha256-{_digest(script)}'" for script in _INLINE.findall(html)]


def for_streamlit(html: str) -> str:
    """The policy of Streamlit's page; its styles are made at run time, its scripts are files or one of the hashes."""
    return (
        f"default-src 'none'; script-src 'self' {' '.join(hashes(html))}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def for_plain(html: str = "") -> str:
    """The policy of a page without Streamlit: its own hashed script and style, and nothing else."""
    scripts = " ".join(hashes(html)) or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
