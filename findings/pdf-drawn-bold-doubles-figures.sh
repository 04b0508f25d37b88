#!/usr/bin/env bash
# pdfplumber, pdfminer.six, PyMuPDF: a figure in drawn bold is read twice, in two ways
#
# One would guess:
#   Bold that is drawn as the same glyphs twice, a third of a point apart (usual where a Chinese
#   font has no bold face), is read as one text.
# What happens:
#   pdfplumber sorts the glyphs by place and gives 1122 for 12; pdfminer.six gives 1212; PyMuPDF
#   gives the figure on two lines. pdfplumber gets it right only after dedupe_chars(), which it
#   does not do by itself.
# Why it matters:
#   Headings and totals are what is bold in a report. 1122 is a figure as good as any other, and
#   no rule of sums can tell why it is wrong.
# Versions:
#   pdfplumber 0.11.10 (pdfminer.six 20260107), pymupdf 2.0, reportlab 5.1.0 (writes the input)
#   from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  pdfplumber==0.11.10 pdfminer.six==20260107 pymupdf==2.0 reportlab==5.1.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys

import pdfplumber
import pymupdf
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
page = canvas.Canvas("a.pdf")
page.setFont("STSong-Light", 12)
page.drawString(72, 700, "合计")
for offset in (0, 0.3):
    page.drawString(140 + offset, 700, "12")
page.save()
with pdfplumber.open("a.pdf") as pdf:
    plumber = pdf.pages[0].extract_text()
    deduped = pdf.pages[0].dedupe_chars().extract_text()
with pymupdf.open("a.pdf") as pdf:
    mupdf = pdf[0].get_text().split()
seen = {"pdfplumber": plumber, "dedupe_chars": deduped, "pdfminer": extract_text("a.pdf").split(), "pymupdf": mupdf}
if list(seen.values()) != ["合计 1122", "合计 12", ["合计", "1212"], ["合计", "12", "12"]]:
    sys.exit(f"changed: {seen}")
print(f"合计 and a 12 in drawn bold are read as {seen}")
PY
