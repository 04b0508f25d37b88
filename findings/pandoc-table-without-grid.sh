#!/usr/bin/env bash
# pandoc: a table without grid columns loses its last column of figures
#
# One would guess:
#   A w:tblGrid without w:gridCol is allowed (the columns then follow from the cells), so every
#   cell is read.
# What happens:
#   pandoc takes the number of columns from the number of cells in the first row. If that row
#   has a merged cell (w:gridSpan=2 beside one cell: three columns wide, two cells), the table
#   gets two columns, and the last cell of every row, its figure, is dropped without a warning.
# Why it matters:
#   The statistical tables of an annual report begin with merged headings and have the totals in
#   the last columns: a conversion that loses just those looks tidy.
# Versions:
#   pypandoc_binary 1.17 (pandoc 3.9) from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

import pypandoc

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def write_docx(name, body):
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WML}document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}"><w:body>'
        f"{body}<w:sectPr/></w:body></w:document>",
    }
    with zipfile.ZipFile(name, "w") as package:
        for path, xml in parts.items():
            package.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + xml)


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


rows = (
    "<w:tr>" + cell("合计", '<w:gridSpan w:val="2"/>') + cell("30") + "</w:tr>"
    "<w:tr>" + cell("公民") + cell("公开") + cell("10") + "</w:tr>"
    "<w:tr>" + cell("法人") + cell("公开") + cell("20") + "</w:tr>"
)
figures = {}
for name, grid in {"empty": "", "full": '<w:gridCol w:w="2000"/>' * 3}.items():
    write_docx("a.docx", f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>")
    html = pypandoc.convert_file("a.docx", "html")
    figures[name] = [n for n in ("30", "10", "20") if f">{n}</td>" in html]
if figures != {"empty": [], "full": ["30", "10", "20"]}:
    sys.exit(f"changed: {figures}")
print(f"pandoc 3.9: figures kept with a full grid {figures['full']}, with an empty grid {figures['empty']}")
PY
