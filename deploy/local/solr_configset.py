"""The Solr configset: CKAN's own ``schema.xml`` from the installed wheel plus ``config/solr/schema-additions.xml``.

The core schema is not copied into this repository: it belongs to the CKAN version that is locked.
The same folder serves any Solr 9.10 with the ICU analyzers, also that of a production site.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

CONFIG = Path(__file__).resolve().parents[2] / "config" / "solr"
ADDITIONS = CONFIG / "schema-additions.xml"

#: CKAN's `text` type names these two word lists; both are empty for us (our own types do not use them).
EMPTY_LISTS = ("protwords.txt", "synonyms.txt")


def build(conf: Path, wheel_schema: Path) -> bool:
    """Write the configset into ``conf``. True if any file changed (Solr must be restarted)."""
    conf.mkdir(parents=True, exist_ok=True)
    files = dict.fromkeys(EMPTY_LISTS, b"")
    files["schema.xml"] = _schema(wheel_schema)
    files["solrconfig.xml"] = (CONFIG / "solrconfig.xml").read_bytes()
    changed = [name for name, content in files.items() if replace(conf / name, content)]
    return bool(changed)


def replace(path: Path, content: bytes) -> bool:
    """Write only what differs, by rename, so that a reader never sees half a file."""
    if path.is_file() and path.read_bytes() == content:
        return False
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def _schema(wheel_schema: Path) -> bytes:
    core = ET.parse(wheel_schema).getroot()
    taken = {(_kind(element), element.get("name")) for element in core.iter() if element.get("name")}
    for element in ET.parse(ADDITIONS).getroot():
        if (_kind(element), element.get("name")) in taken:
            raise ValueError(
                f"{wheel_schema}: CKAN's schema has a {element.tag} {element.get('name')!r} of its own now"
            )
        core.append(element)
    ET.indent(core)
    text: bytes = ET.tostring(core, encoding="utf-8", xml_declaration=True)
    return text


def _kind(element: ET.Element) -> str:
    return element.tag.lower()  # Solr reads both fieldType and fieldtype, and CKAN's file has both
