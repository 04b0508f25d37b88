#!/usr/bin/env bash
# openpyxl, exceljs: a cell shown as 2024年1月31日 comes out as 45322
#
# One would guess:
#   The number format 31 is reserved by ECMA-376 (18.8.30), which prints it for Chinese as
#   yyyy"年"m"月"d"日"; a file names it and does not spell it out. Who knows the format 14 as a date
#   knows 31 too, as calamine does.
# What happens:
#   openpyxl, so pandas with it, and exceljs do not have 31 (nor 58, m"月"d"日") and return the bare
#   number 45322, of no date type. Beside it the format 14, or the same pattern spelt out in the
#   file, gives a date.
# Why it matters:
#   Dates of application, answer and publication in ledgers kept in Chinese may be in this format. A
#   column of numbers passes for a column of figures; it can be summed and compared.
# Versions:
#   openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1 from PyPI; exceljs 4.4.0 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1
npm install --silent --no-audit --no-fund --prefix . exceljs@4.4.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

import openpyxl
import pandas
import python_calamine

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
formats = (0, 14, 31, 58, 164)


def relation(name, kind, target):
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def override(part, kind):
    return f'<Override PartName="/xl/{part}.xml" ContentType="{SML}{kind}+xml"/>'


style = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0"{}/>'
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + override("workbook", "sheet.main") + override("worksheets/sheet1", "worksheet") + override("styles", "styles")
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships">'
    + relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships">'
    + relation("r1", "worksheet", "worksheets/sheet1.xml") + relation("r2", "styles", "styles.xml")
    + "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{S}">'
    '<numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{style.format(0, "")}</cellStyleXfs><cellXfs count="{len(formats)}">'
    + "".join(style.format(number, ' xfId="0" applyNumberFormat="1"') for number in formats)
    + "</cellXfs></styleSheet>",
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData><row r="1">'
    + "".join(f'<c r="{column}1" s="{index}"><v>45322</v></c>' for index, column in enumerate("ABCDE"))
    + "</row></sheetData></worksheet>",
}
with zipfile.ZipFile("a.xlsx", "w") as package:
    for path, xml in parts.items():
        package.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + xml)


def short(values):
    return ["45322" if value == 45322 else str(value)[:10] for value in values]


day = "2024-01-31"
seen = {
    "openpyxl 3.1.5": short(cell.value for cell in openpyxl.load_workbook("a.xlsx").active[1]),
    "pandas 3.1.1": short(pandas.read_excel("a.xlsx", header=None, engine="openpyxl").iloc[0]),
    "python-calamine 0.9.1": short(python_calamine.load_workbook("a.xlsx").get_sheet_by_index(0).to_python()[0]),
}
wanted = [["45322", day, "45322", "45322", day]] * 2 + [["45322", day, day, day, day]]
if list(seen.values()) != wanted:
    sys.exit(f"changed: {seen}")
print(f"45322 in the formats {formats}: {seen}", end="; ")
PY
cat > run.cjs <<'JS'
const { Workbook } = require('exceljs');

const book = new Workbook();
book.xlsx.readFile('a.xlsx').then(() => {
  const values = book.worksheets[0].getRow(1).values.slice(1);
  const seen = values.map((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)));
  if (seen.join() !== '45322,2024-01-31,45322,45322,2024-01-31') {
    throw new Error(`changed: ${seen}`);
  }
  console.log(`exceljs 4.4.0 ${seen}`);
});
JS
node run.cjs
