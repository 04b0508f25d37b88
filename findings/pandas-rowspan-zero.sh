#!/usr/bin/env bash
# pandas.read_html: rowspan="0" moves the figures into the label column
#
# One would guess:
#   rowspan="0" is valid HTML and means "to the end of this group of rows": the label covers all
#   three rows, and the sum of the column is 35.
# What happens:
#   pandas takes it for 1. The rows below begin one column to the left, their last cell is NaN,
#   and the sum is 10. No warning, with lxml as with html5lib.
# Why it matters:
#   rowspan="0" is the short way to let a label reach to the end of a table. The sum skips NaN,
#   so that a table that adds up seems not to.
# Versions:
#   pandas 3.1.1, lxml 6.1.3, html5lib 1.1, beautifulsoup4 4.15.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  pandas==3.1.1 lxml==6.1.3 html5lib==1.1 beautifulsoup4==4.15.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import io
import sys

import pandas

table = (
    "<table><thead><tr><th>类别</th><th>对象</th><th>件</th></tr></thead><tbody>"
    '<tr><td rowspan="0">予以公开</td><td>公民</td><td>10</td></tr>'
    "<tr><td>法人</td><td>20</td></tr><tr><td>其他</td><td>5</td></tr></tbody></table>"
)
seen = []
for flavor in ("lxml", "html5lib"):
    frame = pandas.read_html(io.StringIO(table), flavor=flavor)[0]
    seen.append((list(frame["类别"]), list(frame["对象"]), float(frame["件"].sum())))
if seen != [(["予以公开", "法人", "其他"], ["公民", "20", "5"], 10.0)] * 2:
    sys.exit(f"changed: {seen}")
print(f"pandas 3.1.1: 类别 {seen[0][0]}, 对象 {seen[0][1]}, sum of 件 {seen[0][2]} in place of 35")
PY
