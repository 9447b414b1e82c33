"""Runs the benchmarks that need nothing but the project; those that measure beside a peer say how to install it.

python -m benchmarks
"""

import subprocess
import sys
from pathlib import Path

ALONE = ("reading_growth", "outlook_cases")

for name in ALONE:
    print(f"== {name}", flush=True)
    subprocess.run([sys.executable, Path(__file__).with_name(f"{name}.py")], check=True)
for path in sorted(Path(__file__).parent.glob("*.py")):
    if path.stem not in (*ALONE, "__init__", "__main__"):
        print(f"-- {path.stem}: python benchmarks/{path.name} --help")
