"""The rights matrix whole: every address × everybody × everything, in one process on SQLite in memory.

python benchmarks/rights_matrix.py            # prints requests, leaks and the rate; ends with 1 where there is a leak
python benchmarks/rights_matrix.py --parts 2  # the same in two processes
python benchmarks/rights_matrix.py --only collection: plans:version --each 5  # a fifth of those whose names begin so
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.web.settings")
os.environ["KECHUANG_DATABASE_URL"] = "sqlite:///:memory:"

_MOST_SHOWN = 40


def run(
    part: int, parts: int, each: int, only: tuple[str, ...] = ("",)
) -> tuple[int, Counter, list[str], float, float]:
    """One part of the matrix in a database of its own: how large the whole is, what was expected, the leaks, the seconds of
    asking by the clock and of the processor.
    """
    import django  # noqa: PLC0415 - app ready
    from django.conf import settings  # noqa: PLC0415 - app ready

    django.setup()
    settings.SECOND_FACTOR_ROLES = []
    settings.MEDIA_ROOT = Path(tempfile.mkdtemp())
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command  # noqa: PLC0415 - app ready
    from django.test.utils import setup_test_environment  # noqa: PLC0415 - app ready
    from tests.web.rights.matrix import build_world, cases, leaks  # noqa: PLC0415 - app ready

    setup_test_environment()
    call_command("migrate", verbosity=0)
    counts: Counter = Counter()
    whole = [case for case in cases(*build_world()) if case.name.startswith(only)]
    chosen = whole[part * each :: parts * each]
    begin, begin_cpu = time.monotonic(), time.process_time()
    found = list(leaks(chosen, counts))
    return len(whole), counts, found, time.monotonic() - begin, time.process_time() - begin_cpu


def main() -> int:
    """Ask everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[""], help="names of addresses, or how they begin")
    asked = parser.parse_args()
    parts = asked.parts
    with get_context("spawn").Pool(parts) as pool:
        done = pool.starmap(run, [(part, parts, asked.each, tuple(asked.only)) for part in range(parts)])
    counts = sum((one for _, one, _, _, _ in done), Counter())
    found = [leak for _, _, leaks_of_part, _, _ in done for leak in leaks_of_part]
    seconds, cpu = max(one for _, _, _, one, _ in done), sum(one for *_, one in done)
    for leak in found[:_MOST_SHOWN]:
        print(leak)
    told = ", ".join(f"{answer}: {count:,}" for answer, count in sorted(counts.items()))
    print(
        f"{counts.total():,} requests of {done[0][0]:,} ({told}), {len(found):,} answered otherwise than the tables say"
    )
    print(f"{seconds:.0f} s, {counts.total() / seconds:,.0f} requests a second in {parts} process(es)")
    print(f"{cpu:.0f} s of the processor, {counts.total() / cpu:,.0f} requests a second of a core")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
