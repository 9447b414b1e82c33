"""Requests nobody would write, by the thousand, against every operation of the API (模糊测试).

    python benchmarks/api_fuzz.py [--cases 10000] [--seed 1]

Schemathesis makes them from the API's own description, half of them fitting it and half not; they are asked with tokens of
people in every role, against a bureau with an adopted plan. Shown: server errors, answers that the description does not know,
answers that are no JSON, and whether every list still answers afterwards. A database of its own is made and thrown away.
"""

import argparse
import logging
import os
import random
import tempfile
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.web.settings")
os.environ["KECHUANG_DATA"] = tempfile.mkdtemp(prefix="api-fuzz-")
os.environ["KECHUANG_API_CALLS"] = "100000000"  # nobody waits here

import django  # the data folder is named before the settings are read

django.setup()

from django.core.management import call_command  # noqa: E402  the settings come first
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.web.api.fuzzing import Fuzzer, make_world  # noqa: E402


def main() -> None:
    """Make the world, ask, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)  # thousands of refusals are what is asked for
    setup_test_environment()
    call_command("migrate", verbosity=0)
    fuzzer = Fuzzer(make_world(timezone.now()), random.Random(args.seed))
    wrong = fuzzer.run(args.cases)
    print(f"{fuzzer.asked} requests to {len(fuzzer.operations)} operations")
    print("answers:", ", ".join(f"{status} {count}" for status, count in sorted(fuzzer.answers.items())))
    print(f"server errors: {sum(count for status, count in fuzzer.answers.items() if status >= 500)}")
    print(f"answers the description does not know: {len(wrong)}")
    for line, count in Counter(wrong).most_common(20):
        print(f"  {count} × {line}")
    after = fuzzer.ask_lists()
    print("lists afterwards:", "all answer" if set(after.values()) == {200} else after)


if __name__ == "__main__":
    main()
