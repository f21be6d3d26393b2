"""Names of IMAP folders on the wire: 已处理 is `&XfJZBHQG-`."""

import base64
import re

_AS_IS = re.compile(r"[\x20-\x7e]+")
_RUNS = re.compile(r"([\x20-\x7e]+)")


def on_the_wire(name: str) -> str:
    """The name in modified UTF-7, quoted (RFC 3501, 5.1.3)."""
    return quoted("".join(map(_written, _RUNS.split(name))))


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written(run: str) -> str:
    if not run:
        return ""
    if _AS_IS.fullmatch(run):
        return run.replace("&", "&-")
    packed = base64.b64encode(run.encode("utf-16-be", "replace")).rstrip(b"=")
    return f"&{packed.decode('ascii').replace('/', ',')}-"
