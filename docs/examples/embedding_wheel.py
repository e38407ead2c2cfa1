"""Makes the wheel for plugins out of the whole one: the same code, without the rooms that no plugin asks at run time.

    python embedding_wheel.py supportcore-0.1.0-py3-none-any.whl [directory]

Left out are `whatif`, the command line, the strategies of tests, `arrays` (who carries NumPy has room for the whole
wheel), and the file of JSON Schemas, which `supportcore.wire.schema` makes as well.
The metadata lose the README, and the version gains ``+embedding``, so that nobody takes one wheel for the other.
"""

import base64
import hashlib
import sys
import zipfile
from pathlib import Path

LEFT_OUT = tuple(
    f"supportcore/{room}"
    for room in ("whatif/", "command/", "__main__.py", "strategies/", "arrays/", "wire/schemas.json")
)
LABEL = "+embedding"


def row(name: str, data: bytes) -> str:
    """Return a file's row in RECORD, as the specification of wheels wants it."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}"


def embedding(whole: Path, directory: Path) -> Path:
    """Write the wheel for plugins, and return its path."""
    name, version, *tags = whole.name.split("-")
    before, after = f"{name}-{version}.dist-info/", f"{name}-{version}{LABEL}.dist-info/"
    made = directory / "-".join([name, version + LABEL, *tags])
    rows = []
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:

        def add(kept: zipfile.ZipInfo, data: bytes) -> None:
            file = zipfile.ZipInfo(kept.filename.replace(before, after), kept.date_time)
            file.compress_type, file.external_attr = zipfile.ZIP_DEFLATED, kept.external_attr
            new.writestr(file, data, compresslevel=9)
            rows.append(row(file.filename, data))

        record = old.getinfo(before + "RECORD")
        for kept in old.infolist():
            data = old.read(kept)
            if kept.filename == before + "METADATA":
                line = f"\nVersion: {version}".encode()
                data = data.partition(b"\n\n")[0].replace(line, line + LABEL.encode(), 1) + b"\n"
            if kept is not record and not kept.filename.startswith(LEFT_OUT):
                add(kept, data)
        rows.append(f"{after}RECORD,,")
        add(record, "".join(f"{one}\n" for one in rows).encode())
    return made


if __name__ == "__main__":
    path = embedding(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "."))
    print(f"{path}: {path.stat().st_size:,} bytes")
