#!/usr/bin/env bash
# cn2an: 五六件, five or six, becomes 56件
#
# One would guess:
#   Two numerals in a row (五六件, 七八个工作日) say "five or six", "seven or eight"; a converter of
#   sentences leaves them, as it leaves 二三十件.
# What happens:
#   transform takes them for digits of one number: 56件, 78个工作日, 两三件 is 23件. 二三十件, with the
#   same meaning, stays as it is (with a warning); 五六件 gives none.
# Why it matters:
#   Reports may say of small numbers 五六件 and 两三次. Ten times the number, in a sentence that is then
#   compared with the tables, is a contradiction that the report does not hold.
# Versions:
#   cn2an 0.5.24 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cn2an==0.5.24
venv/bin/python - <<'PY'
import sys
import warnings

import cn2an

texts = ("办结五六件", "延长七八个工作日", "两三件", "二三十件", "五件至六件")
seen, warned = [], []
for text in texts:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        seen.append(cn2an.transform(text, "cn2an"))
    warned.append(any("不符合格式" in str(warning.message) for warning in caught))
if seen != ["办结56件", "延长78个工作日", "23件", "二三十件", "5件至6件"]:
    sys.exit(f"changed: {seen}")
if warned != [False, False, False, True, False]:
    sys.exit(f"changed: {warned}")
print(f"cn2an 0.5.24: {dict(zip(texts, seen))}")
PY
