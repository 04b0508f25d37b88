#!/usr/bin/env bash
# chinese-numbers-converter: 勾稽 becomes 9稽, 空洞 becomes 空0, 拐点 becomes 7点
#
# One would guess:
#   A converter of Chinese numerals within a text turns 一百二十三 into 123 and leaves words alone.
# What happens:
#   Among its digits are those spoken over the radio: 洞 (0), 幺 (1), 拐 (7), 勾 (9). They are
#   replaced in any word, and toInteger gives 9 for 勾稽.
# Why it matters:
#   The word for sums that must agree is 勾稽关系; a report that speaks of 内容空洞 (empty content)
#   gains a zero. Normalising the text before a check changes its words and its figures.
# Versions:
#   chinese-numbers-converter 2.3.1 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . chinese-numbers-converter@2.3.1
cat > run.cjs <<'JS'
const ChineseNumber = require('chinese-numbers-converter');

const texts = ['勾稽关系', '内容空洞', '拐点', '一百二十三件'];
const seen = texts.map((text) => new ChineseNumber(text).toArabicString());
const number = new ChineseNumber('勾稽').toInteger();
if (seen.join() !== '9稽关系,内容空0,7点,123件' || number !== 9) {
  throw new Error(`changed: ${seen} ${number}`);
}
console.log(`chinese-numbers-converter 2.3.1: ${texts.map((text, i) => `${text} → ${seen[i]}`).join(', ')}`);
JS
node run.cjs
