#!/usr/bin/env bash
# nzh: 二〇二三 is decoded to 223, and 两百 to 0
#
# One would guess:
#   The decoder of a library for Chinese numbers reads 二〇二三 as 2023, or refuses what is written
#   digit by digit; what it does not know, it refuses.
# What happens:
#   decodeS drops zeros between digits (一〇五 is 15) and skips what it does not know: 两百 is 0,
#   两千零二十三 is 23, 廿三 is 3, 百分之五十 is 150, 三分之一 is 31. Nothing is refused, not even abc (0).
# Why it matters:
#   Years and document numbers are written digit by digit, counts with 两. Each is read as a
#   small number, never as an error.
# Versions:
#   nzh 1.0.14 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . nzh@1.0.14
cat > run.cjs <<'JS'
const { cn } = require('nzh');

const texts = ['二〇二三', '一〇五', '两百', '两千零二十三', '廿三', '百分之五十', '三分之一', 'abc', '二千零二十三'];
const seen = texts.map((text) => cn.decodeS(text));
if (JSON.stringify(seen) !== JSON.stringify([223, 15, 0, 23, 3, 150, 31, 0, 2023])) {
  throw new Error(`changed: ${seen}`);
}
console.log(`nzh 1.0.14: ${texts.map((text, i) => `${text} → ${seen[i]}`).join(', ')}`);
JS
node run.cjs
