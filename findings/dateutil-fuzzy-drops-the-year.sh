#!/usr/bin/env bash
# dateutil: fuzzy reading of 2023年1月20日 drops the year, but not if blanks stand in it
#
# One would guess:
#   fuzzy=True skips what it does not know (年, 月, 日) and keeps the numbers, of which 2023 can
#   only be the year; blanks change nothing.
# What happens:
#   Without blanks the year is dropped, and the year of the default, otherwise of today, stands
#   in its place: month and day are right, no error. With blanks, 2023 年 1 月 20 日, the year is
#   kept.
# Why it matters:
#   A report of last year that is dated with its own year looks as if dated with this one, and
#   is found right or wrong by the day on which the check runs.
# Versions:
#   python-dateutil 4.0.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==4.0.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import datetime
import sys

from dateutil import parser

default = datetime.datetime(2000, 1, 1)
seen = {
    text: str(parser.parse(text, fuzzy=True, default=default).date())
    for text in ("2023年1月20日", "截至2023年12月31日", "2023 年 1 月 20 日")
}
if list(seen.values()) != ["2000-01-20", "2000-12-31", "2023-01-20"]:
    sys.exit(f"changed: {seen}")
print(f"dateutil 4.0.0, default year 2000: {seen}")
PY
