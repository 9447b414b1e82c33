"""The invented plan as PDF: the Word file printed by LibreOffice, its text layer damaged as real ones are.

Real text layers hold radical characters (⾼⺠⻔) where ordinary ones are shown, so some entries of the character maps are turned
into radicals. Needs LibreOffice and, for the maps, pikepdf; neither is a dependency of the package.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

try:
    import pikepdf
except ImportError:  # optional: only whoever prints the PDF anew needs it
    pikepdf = None

RADICALS = dict(zip("高工人大生力立民长见门行", "⾼⼯⼈⼤⽣⼒⽴⺠⻓⻅⻔⾏", strict=True))
_TARGET = re.compile(rb"<([0-9A-Fa-f]{4})>(?=[\r\n\s\]])")


def write(word_file: Path, path: Path) -> None:
    """Print a Word file; the PDF stays as it is where a tool is missing."""
    office = shutil.which("soffice")
    if office is None or pikepdf is None:
        print("LibreOffice or pikepdf is not installed: the PDF was left as it is")
        return
    with tempfile.TemporaryDirectory() as folder:
        options = [
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
        ]
        subprocess.run([office, *options, str(word_file)], check=True, timeout=120, capture_output=True)
        with pikepdf.open(Path(folder) / path.name) as pdf:
            for entry in pdf.objects:
                if isinstance(entry, pikepdf.Dictionary) and "/ToUnicode" in entry:
                    entry.ToUnicode.write(damaged(entry.ToUnicode.read_bytes()))
            del pdf.trailer["/Info"]
            pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def damaged(character_map: bytes) -> bytes:
    """A character map whose targets are radicals where there is one."""
    codes = {f"{ord(plain):04X}".encode(): f"{ord(radical):04X}".encode() for plain, radical in RADICALS.items()}
    return _TARGET.sub(lambda found: b"<" + codes.get(found[1].upper(), found[1]) + b">", character_map)
