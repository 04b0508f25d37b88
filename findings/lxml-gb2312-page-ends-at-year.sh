#!/usr/bin/env bash
# lxml: a page labelled gb2312 ends at the first 〇, after one character of 二〇二三年
#
# One would guess:
#   The label gb2312 means GBK, as in browsers (WHATWG Encoding), or a character outside GB 2312
#   is replaced by U+FFFD; the rest of the page is read.
# What happens:
#   〇 is in GBK, not in GB 2312. lxml decodes strictly, stops there and gives the tree up to
#   that place, without an exception: one paragraph 二, no table. The same page labelled gbk is
#   read whole.
# Why it matters:
#   Chinese pages in GBK are often labelled gb2312, and a report begins with the year, 二〇二三年.
#   The page seems nearly empty, not unreadable.
# Versions:
#   lxml 6.1.3 (libxml2 2.14.6) from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys

from lxml import html

page = (
    '<html><head><meta charset="{}"><title>年报</title></head><body><p>二〇二三年，收到12件。</p>'
    "<table><tr><td>合计</td><td>12</td></tr></table></body></html>"
)
seen = {}
for label in ("gb2312", "gbk"):
    tree = html.document_fromstring(page.format(label).encode("gbk"))
    seen[label] = ([p.text for p in tree.iter("p")], [td.text for td in tree.iter("td")])
if seen != {"gb2312": (["二"], []), "gbk": (["二〇二三年，收到12件。"], ["合计", "12"])}:
    sys.exit(f"changed: {seen}")
print(f"lxml 6.1.3, paragraphs and cells by label: {seen}")
PY
