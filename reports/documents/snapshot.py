"""The data behind an issued report, as one JSON file: to read, and to build the same files from again.

`report` is the scorecard as every reader of JSON gets it (as_json.py), `words` the text of the report by section;
`material` is what the builders were given.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from reports.documents.as_json import scorecard_json
from reports.documents.material import Material
from reports.documents.packing import Unreadable, pack, unpack
from reports.narrative.facts import facts_of
from reports.narrative.text import narrative

SCHEMA = 1
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def write_snapshot(material: Material) -> bytes:
    """UTF-8; the same material gives the same bytes."""
    content = {
        "schema": SCHEMA,
        "frozen_at": material.at.isoformat(),
        "version": material.version,
        **said(material),
        "material": pack(material),
    }
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def said(material: Material) -> dict[str, Any]:
    """What the report says, for readers and for the list of changes."""
    sections = narrative(facts_of(material.card), material.edits)
    words = [
        {"section": one.key.value, "edited": one.key in material.edits.texts, "text": one.text} for one in sections
    ]
    return {"report": scorecard_json(material.card), "words": words}


def said_in(content: bytes) -> dict[str, Any]:
    """The same, of a snapshot of any schema; one that was frozen without its words has none. Raises Unreadable."""
    found = _parsed(content)
    if not isinstance(found.get("report"), dict):
        raise Unreadable("no report")
    return {"report": found["report"], "words": found.get("words", [])}


def read_snapshot(content: bytes) -> Material:
    """Costs no query. Raises Unreadable."""
    found = _parsed(content)
    if found.get("schema") != SCHEMA:
        raise Unreadable(f"schema {found.get('schema')}")
    material = unpack(found.get("material"))
    if not isinstance(material, Material):
        raise Unreadable("no material")
    return material


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    if not isinstance(found, dict):
        raise Unreadable("no object")
    return found


def digest(material: Material) -> str:
    """Names what will go out, whoever signs: the same as long as nothing in it changes, whenever it is asked."""
    bare = pack(replace(material, signer=None, at=NO_MOMENT, version=0, changes=()))
    return sha256(json.dumps(bare, ensure_ascii=False).encode()).hexdigest()
