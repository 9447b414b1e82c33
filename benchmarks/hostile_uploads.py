"""Thirteen kinds of hostile files × a hundred mutations, each taken in as the site does, in a capped process.

    python benchmarks/hostile_uploads.py [MUTATIONS]

Prints a line a kind: how many were refused and taken in, the slowest by the processor and by the clock, and the most memory of
the capped process; first of all what the kind itself costs a process that is only just started, as the site starts one for
each upload. Ends with 1 where a refusal has no words, a file costs more than the bar, or the capped process ended.
"""

import random
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.readers.hostile_files import KINDS, Cost, cost_of, job_of, mutate
from tests.readers.test_hostile_files import CAPS, has_words

from kechuang.readers.capped import Worker, run_capped
from kechuang.readers.errors import Unreadable

_ENDINGS = {"reader-crashed", "reader-failed", "out-of-memory", "too-slow"}
_MOST_SECONDS, _MOST_MEGABYTES = 2.0, 256


def ask(run, job):
    """What a job cost, also where it ended its process."""
    began = time.monotonic()
    try:
        cost = run(partial(cost_of, job), CAPS)
    except Unreadable as ended:
        cost = Cost(ended.code)
    return Cost(cost.code, cost.cpu, cost.megabytes, time.monotonic() - began)


def main(mutations: int) -> int:
    """Take everything in."""
    worker, costs, wordless = Worker(), [], set()
    for kind, (ending, make) in KINDS.items():
        data, chance = make(), random.Random(kind)
        first = ask(run_capped, job_of(ending, data))
        ask(worker.run, job_of(ending, data))  # what reading this kind needs is loaded
        found = [ask(worker.run, job_of(ending, mutate(data, chance))) for _ in range(mutations)]
        counts = Counter(cost.code for cost in found)
        wordless |= {code for code in counts if code and not has_words(code)}
        costs += [first, *found]
        told = ", ".join(f"{code or 'taken in'} {count}" for code, count in counts.most_common(4))
        print(f"{kind}: {told}; {_most(found)}; a fresh process {_most([first])}", flush=True)
    ended = Counter(cost.code for cost in costs if cost.code in _ENDINGS)
    print(
        f"{len(costs):,} files; {dict(ended)} met a limit of the capped process; {_most(costs)}; this process has lived"
    )
    print(f"refusals without words: {sorted(wordless)}")
    worker.close()
    dear = any(cost.cpu > _MOST_SECONDS or cost.megabytes > _MOST_MEGABYTES for cost in costs)
    return 1 if wordless or ended or dear else 0


def _most(costs):
    cpu, wall = max(cost.cpu for cost in costs), max(cost.wall for cost in costs)
    return f"{cpu:.2f} s of the processor, {wall:.2f} s, {max(cost.megabytes for cost in costs)} MB"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
