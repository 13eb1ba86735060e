"""A program in the place of LibreOffice, where a test asks who may have a PDF, or what failing looks like."""

import os
from pathlib import Path

PRINTS = 'for last; do :; done; printf "%%PDF-1.4" > "$(dirname "$last")/bao-cao.pdf"'


def in_place_of_libreoffice(folder: Path, script: str = PRINTS) -> str:
    """The PATH under which it is found first."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
