#!/usr/bin/env bash
# JioNLP: 20个工作日内 ends on a day of the Spring Festival
#
# One would guess:
#   A term of working days is counted over working days: weekends and holidays are passed over,
#   and the last day is a working day. The answer is called "accurate".
# What happens:
#   JioNLP takes seven calendar days for five working days: 20 working days are 28 days from any
#   day of the year. From 2024-01-20 the term ends on 2024-02-16, in the statutory Spring
#   Festival holiday; counted with the official calendar it ends on 2024-02-21.
# Why it matters:
#   An application for information must be answered within 20 working days. With this date an
#   answer that came in time is called late.
# Versions:
#   jionlp 1.5.31, chinesecalendar 1.11.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jionlp==1.5.31 chinesecalendar==1.11.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import contextlib
import datetime
import io
import sys

import chinese_calendar

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    import jionlp
base = datetime.date(2024, 1, 20)
answer = jionlp.parse_time("20个工作日内", time_base={"year": 2024, "month": 1, "day": 20})
last = datetime.date.fromisoformat(answer["time"][1][:10])
day, counted = base, 0
while counted < 20:
    day += datetime.timedelta(days=1)
    counted += chinese_calendar.is_workday(day)
holiday = chinese_calendar.get_holiday_detail(last)
seen = (answer["definition"], str(last), holiday, str(day))
if seen != ("accurate", "2024-02-16", (True, "Spring Festival"), "2024-02-21"):
    sys.exit(f"changed: {seen}")
print(f"jionlp 1.5.31: 20 working days from {base} end on {last} ({holiday[1]}), by the calendar on {day}")
PY
