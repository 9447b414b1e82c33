"""A disk that loses its power: what was written but not synced reaches it in sectors picked at random, or not at all.

Below SQLite stands a file system of Python (apsw): files live in a folder of their own and are written there at once, as the
page cache of the kernel would show them; beside it is kept what the disk holds for certain, and what is still under way.
"""

import random
from pathlib import Path

import apsw

_SECTOR = 512


class PowerCut(Exception):
    """The moment the power goes."""


class Disk(apsw.VFS):
    """The file system; the power goes at the write or sync number ``cut``."""

    def __init__(self, cut: int) -> None:
        self.cut, self.done = cut, 0
        self.certain: dict[str, bytearray] = {}
        self.under_way: dict[str, list[tuple[int, bytes | None]]] = {}
        super().__init__("disk", base="")

    def xOpen(self, name, flags):
        return _File(self, name, flags)

    def xDelete(self, name, sync):
        if self.done < self.cut:
            self.certain.pop(name, None)
            self.under_way.pop(name, None)
        super().xDelete(name, sync)

    def has_power(self) -> bool:
        """Whether the disk still does what it is asked; raises PowerCut at the moment it no longer does."""
        self.done += 1
        if self.done == self.cut:
            raise PowerCut
        return self.done < self.cut

    def write(self, name: str, data: bytes, offset: int) -> None:
        """Data under way, in sectors."""
        if not self.has_power():
            return
        for start in range(0, len(data), _SECTOR):
            self.under_way[name].append((offset + start, data[start : start + _SECTOR]))

    def sync(self, name: str) -> None:
        """All that is under way arrives."""
        if not self.has_power():
            return
        for change in self.under_way[name]:
            _apply(self.certain[name], change)
        self.under_way[name].clear()

    def leave(self, folder: Path, chance: random.Random) -> None:
        """Put into ``folder`` what the disk holds after the power went."""
        for name, certain in self.certain.items():
            content = bytearray(certain)
            for change in self.under_way[name]:
                if chance.random() < 0.5:
                    _apply(content, change)
            (folder / Path(name).name).write_bytes(content)


class _File(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        super().__init__("", name, flags)
        self.disk, self.name = disk, name if isinstance(name, str) else name.filename()
        if self.name not in disk.certain:
            path = Path(self.name)
            disk.certain[self.name] = bytearray(path.read_bytes()) if path.exists() else bytearray()
            disk.under_way[self.name] = []

    def xWrite(self, data, offset):
        self.disk.write(self.name, bytes(data), offset)
        super().xWrite(data, offset)

    def xTruncate(self, size):
        if self.disk.done < self.disk.cut:
            self.disk.under_way[self.name].append((size, None))
        super().xTruncate(size)

    def xSync(self, flags):
        self.disk.sync(self.name)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    offset, data = change
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
