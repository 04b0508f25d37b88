#!/usr/bin/env bash
# JioNLP: a date with blanks around its digits is another time, called accurate
#
# One would guess:
#   Blanks between digits and 年, 月, 日 (tools that space Chinese text set them so) do not matter,
#   or the text is refused.
# What happens:
#   The parts after the blank are dropped without a word: 2023 年 3 月 5 日 is the whole of 2023;
#   2023 年3月5日 is 5 March of the year of the base, since the year is dropped instead. Fullwidth
#   digits give the year 23. All three are "accurate".
# Why it matters:
#   Dates of publication and of the span that the report covers are checked against the year;
#   2023 年1月20日 read as 2024-01-20 turns a wrong year to a right one.
# Versions:
#   jionlp 1.5.31 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jionlp==1.5.31
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import contextlib
import io
import sys

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    import jionlp
seen = {}
for text in ("2023年3月5日", "2023 年 3 月 5 日", "2023 年3月5日", "２０２３年３月５日"):
    answer = jionlp.parse_time(text, time_base={"year": 2024, "month": 1, "day": 20})
    seen[text] = (answer["definition"], *(time.split()[0] for time in answer["time"]))
wanted = [
    ("accurate", "2023-03-05", "2023-03-05"),
    ("accurate", "2023-01-01", "2023-12-31"),
    ("accurate", "2024-03-05", "2024-03-05"),
    ("accurate", "23-01-01", "23-12-31"),
]
if list(seen.values()) != wanted:
    sys.exit(f"changed: {seen}")
print(f"jionlp 1.5.31, base 2024-01-20: {seen}")
PY
