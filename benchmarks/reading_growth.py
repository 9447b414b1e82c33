"""What reading a plan costs as it grows: CPU seconds and peak memory of plans 1, 5 and 50 times as long, in one run.

    python benchmarks/reading_growth.py [PLAN.txt …]

Without arguments the invented plan that comes with the package is read. Several files are read whole first and timed
together, then the longest is repeated.
"""

import resource
import sys
import time
from importlib.resources import as_file, files
from pathlib import Path

from kechuang.domain.plans.reading import read_plan
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.text import read_text

TIMES = (1, 5, 50)


def main(paths: list[Path]) -> None:
    """Time the files together, then the longest of them repeated."""
    texts = [path.read_bytes() for path in paths]
    for text in texts:
        cost_of(text)
    print(f"{len(texts)} plans together: {sum(cost_of(text) for text in texts):.2f} CPU s")
    longest = max(texts, key=len)
    once = min(cost_of(longest) for _ in range(3))
    for times in TIMES:
        cost = cost_of(b"\n".join([longest] * times))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{times:3} x as long: {cost:7.2f} CPU s, {cost / once:6.1f} x the cost, peak {peak:5.0f} MB")


def cost_of(text: bytes) -> float:
    """CPU seconds to read one plan, rulebooks already loaded."""
    vocabulary, regions = read_vocabulary(), read_regions()
    begun = time.process_time()
    read_plan(read_text(text, name="plan.txt"), vocabulary, regions)
    return time.process_time() - begun


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    if given:
        main(given)
    else:
        with as_file(files("kechuang.samples").joinpath("invented")) as folder:
            main(sorted(folder.glob("*.txt")))
