"""Thirteen kinds of hostile files × a hundred mutations, each taken in as the site does, in a capped process.

    python benchmarks/hostile_uploads.py [MUTATIONS]

Prints a line a kind: how many were refused and taken in, how many ended the capped process, the slowest; ends with 1 where a
refusal has no words or the process that asks would have died.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.readers.hostile_files import KINDS, job_of, mutate
from tests.readers.test_hostile_files import CAPS, has_words

from kechuang.readers.capped import Worker
from kechuang.readers.errors import Unreadable


def main(mutations: int) -> int:
    """Take everything in."""
    worker, total, wordless = Worker(), Counter(), set()
    for kind, (ending, make) in KINDS.items():
        data, chance, counts, slowest = make(), random.Random(kind), Counter(), 0.0
        for _ in range(mutations):
            job, begin = job_of(ending, mutate(data, chance)), time.monotonic()
            try:
                worker.run(job, CAPS)
                code = ""
            except Unreadable as refused:
                code = refused.code
            slowest = max(slowest, time.monotonic() - begin)
            counts[code] += 1
            if code and not has_words(code):
                wordless.add(code)
        total += counts
        told = ", ".join(f"{code or 'taken in'} {count}" for code, count in counts.most_common(4))
        print(f"{kind}: {told}; slowest {slowest:.1f} s", flush=True)
    ended = total["reader-crashed"] + total["out-of-memory"] + total["too-slow"]
    print(f"{total.total():,} files; {ended} met a limit of the capped process; this process has lived")
    print(f"refusals without words: {sorted(wordless)}")
    worker.close()
    return 1 if wordless else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
