"""How long a search takes: 100,000 things with 32 million characters, on whichever database KECHUANG_DATABASE_URL names.

    python -m benchmarks.search [things]

Texts are put together from the invented plan's own lines; 60 questions of two to six characters are drawn from them. Every
answer is held against a plain scan of the texts: recall and precision, and the times of a page of twenty and of a count.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from importlib.resources import files

_LINES_A_TEXT = 8
_QUESTIONS = 60


def main() -> None:
    """Fill an empty database, ask, and print what was measured."""
    os.environ.setdefault("KECHUANG_DATA", tempfile.mkdtemp(prefix="kechuang-search-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.web.settings")
    import django  # noqa: PLC0415 - optional dependency

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - optional dependency

    call_command("migrate", verbosity=0)
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)


def measure(things: int) -> None:
    """Put ``things`` texts in, ask the questions, print the figures."""
    from kechuang.web.search.actions import Listing, put_all  # noqa: PLC0415 - optional dependency
    from kechuang.web.search.bigrams import shadow  # noqa: PLC0415 - optional dependency
    from kechuang.web.search.queries import found_for  # noqa: PLC0415 - optional dependency

    chance = random.Random(2026)
    sample = files("kechuang.samples").joinpath("invented", "yunling_county_plan_2026_2030.txt").read_text("gb18030")
    lines = [line for line in sample.splitlines() if len(line) > 12]
    texts = ["".join(chance.choices(lines, k=_LINES_A_TEXT)) for _ in range(things)]
    begun = time.perf_counter()
    put_all(Listing("item", number, f"{number:06d}", text) for number, text in enumerate(texts))
    print(f"put in: {things} things, {sum(map(len, texts)):,} characters, {time.perf_counter() - begun:.0f} s")
    shadows = [shadow(text) for text in texts]
    pages, counts, missed, wrong = [], [], 0, 0
    for _ in range(_QUESTIONS):
        asked = _question(chance, texts)
        begun = time.perf_counter()
        list(found_for(asked)[:20])
        pages.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        found_for(asked).count()
        counts.append(time.perf_counter() - begun)
        found = set(found_for(asked).values_list("subject", flat=True))
        holds = {number for number, dark in enumerate(shadows) if shadow(asked) in dark}
        missed, wrong = missed + len(holds - found), wrong + len(found - holds)
    print(f"missed {missed}, wrong {wrong}")
    for name, times in (("page of 20", pages), ("count", counts)):
        ordered = sorted(times)
        median, high = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        print(f"{name}: median {median * 1000:.0f} ms, 95 % {high * 1000:.0f} ms")


def _question(chance: random.Random, texts: list[str]) -> str:
    while True:
        text, length = chance.choice(texts), chance.randint(2, 6)
        start = chance.randrange(len(text) - length)
        asked = text[start : start + length]
        if not any(one.isspace() for one in asked) and not asked.isdecimal():
            return asked


if __name__ == "__main__":
    main()
