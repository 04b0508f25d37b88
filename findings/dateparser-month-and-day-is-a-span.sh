#!/usr/bin/env bash
# dateparser: 12月31日 is 31 January 2012, and 1月31日 is one month and 31 days ago
#
# One would guess:
#   A month and a day without a year is that day of the current year, as with January 31: a month
#   of the Chinese calendar carries its number before 月.
# What happens:
#   dateparser reads 12 and 31 as year and day: 12月31日 alone is 2012-01-31, though 1月31日 is right.
#   With a blank (1 月 31 日), and in search_dates for Chinese, 月 and 日 are spans of time: counted
#   back from 2024-01-20, 1月31日前 is 2023-11-19 and 3月31日前 is 2023-09-19. 2023年12月31日 is right.
# Why it matters:
#   31 January and 31 March are the terms of these reports, 12月31日 the end of what they cover, and
#   all three often stand without a year. The answers look like dates of a report that was in time,
#   or of another year.
# Versions:
#   dateparser 1.5.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import datetime
import sys

import dateparser
from dateparser.search import search_dates

settings = {"RELATIVE_BASE": datetime.datetime(2024, 1, 20)}
dates = ("1月31日", "12月31日", "1 月 31 日", "2023年12月31日", "January 31")
seen = {text: str(dateparser.parse(text, settings=settings).date()) for text in dates}
sentence = "部门应当于1月31日前报送，政府应当于3月31日前公布。"
found = [(text, str(date.date())) for text, date in search_dates(sentence, languages=["zh"], settings=settings)]
if list(seen.values()) != ["2024-01-31", "2012-01-31", "2023-11-19", "2023-12-31", "2024-01-31"]:
    sys.exit(f"changed: {seen}")
if found != [("1月31日前", "2023-11-19"), ("3月31日前", "2023-09-19")]:
    sys.exit(f"changed: {found}")
print(f"dateparser 1.5.0, base 2024-01-20: {seen}, in a sentence {found}")
PY
