"""Programs, scripts and documents with macros, by name and by bytes: what no table needs beside it (G-40)."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from harvesters.gate.reading import archive

_NAMES = frozenset(
    {
        *("exe", "com", "scr", "pif", "dll", "sys", "ocx", "cpl", "drv", "msi", "msp", "msu", "msix", "appx", "apk"),
        *("bat", "cmd", "ps1", "psm1", "vbs", "vbe", "vb", "js", "jse", "mjs", "wsf", "wsh", "wsc", "sct", "hta"),
        *("lnk", "url", "reg", "inf", "scf", "chm", "hlp", "jar", "class", "jnlp", "sh", "bash", "command", "run"),
        *("py", "pyc", "pyw", "pl", "rb", "php", "asp", "aspx", "jsp", "swf", "deb", "rpm", "dmg", "pkg", "app", "elf"),
        *("so", "xlsm", "xltm", "xlam", "xlsb", "xla", "xll", "docm", "dotm", "pptm", "potm", "ppam", "ppsm"),
    }
)
_BYTES = re.compile(
    rb"MZ.{0,64}\x00|\x7fELF|#!\s*/|L\x00\x00\x00\x01\x14\x02\x00|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|ITSF\x03",
    re.DOTALL,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROJECT = "_VBA_PROJECT".encode("utf-16-le")


def is_program(name: str, path: Path) -> bool:
    """Whether opening this file may start something."""
    if PurePosixPath(name).suffix.lstrip(".").lower() in _NAMES:
        return True
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith(_OLE):
            return _PROJECT in head + stream.read(8 << 20)
    if head.startswith(b"PK\x03\x04"):
        return _has_macros(path)
    return _BYTES.match(head) is not None


def _has_macros(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.lower().endswith("vbaproject.bin") for name in packed.namelist())
    except archive.ERRORS:
        return False
