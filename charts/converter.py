"""The process that draws: reads a line of JSON, answers with a line "ok <bytes>" or "no <bytes>" and as many bytes.

Started by charts.child by its path, with neither the folder nor the environment of the server. It ends by itself when
nobody asks for a while, and when the server that asked is gone.
"""

import json
import os
import select
import sys
from pathlib import Path
from typing import Any

import vl_convert

FONTS = Path(__file__).with_name("fonts")
IDLE = 60


def main() -> None:
    """Serves until the pipe is shut or IDLE seconds have passed without a wish."""
    # Whoever waits for a page comes first.
    os.nice(10)
    # Without this typeface the converter draws boxes and says nothing.
    vl_convert.register_font_directory(str(FONTS))
    rest = b""
    while True:
        if b"\n" not in rest:
            if not select.select([0], [], [], IDLE)[0]:
                return
            chunk = os.read(0, 1 << 16)
            if not chunk:
                return
            rest += chunk
            continue
        line, rest = rest.split(b"\n", 1)
        word, answer = _answer(json.loads(line))
        sys.stdout.buffer.write(f"{word} {len(answer)}\n".encode() + answer)
        sys.stdout.buffer.flush()


def _answer(wish: dict[str, Any]) -> tuple[str, bytes]:
    try:
        if wish["kind"] == "svg":
            return "ok", vl_convert.vegalite_to_svg(wish["text"]).encode()
        return "ok", bytes(vl_convert.svg_to_png(wish["text"], scale=wish["scale"]))
    except Exception as error:
        return "no", str(error).encode()


if __name__ == "__main__":
    main()
