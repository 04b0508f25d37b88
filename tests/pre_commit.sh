#!/bin/sh
# Proves the hook with the real pre-commit: a draft with a wrong total is refused, a clean one passes, a README is skipped.
# Usage: tests/pre_commit.sh [HOOK]     HOOK is gouji-check-system (default; needs a built gouji) or gouji-check (builds one).
# Needs git and pre-commit (pip install pre-commit); PRE_COMMIT names another command, GOUJI another binary.
set -eu

hook=${1:-gouji-check-system}
project=$(cd "$(dirname "$0")/.." && pwd)
pre_commit=${PRE_COMMIT:-pre-commit}
binary=${GOUJI:-$project/target/release/gouji}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ "$hook" = gouji-check-system ]; then
    [ -x "$binary" ] || binary=$project/target/debug/gouji
    mkdir "$scratch/bin"
    ln -s "$binary" "$scratch/bin/gouji"
    PATH=$scratch/bin:$PATH
fi
export PRE_COMMIT_HOME="$scratch/cache"

# Hooks come from a commit: a clone with the work tree as it stands committed on top.
git clone -q "$project" "$scratch/gouji"
(cd "$project" && git ls-files -z --cached --others --exclude-standard | xargs -0 tar cf - 2>/dev/null) | tar xf - -C "$scratch/gouji"
cd "$scratch/gouji"
git add -A
git -c user.name=t -c user.email=t@example.org commit -q --allow-empty -m "as it stands"
rev=$(git rev-parse HEAD)

git init -q "$scratch/office"
cd "$scratch/office"
git config user.name t
git config user.email t@example.org
cat > .pre-commit-config.yaml <<EOF
repos:
  - repo: $scratch/gouji
    rev: $rev
    hooks: [{id: $hook}]
EOF
git add -A
"$pre_commit" install >/dev/null

fail() {
    echo "FAILED: $1"
    exit 1
}

clean=$project/fixtures/clean/yunhe-minzheng-2023.md
cp "$clean" 2023.md
printf '# 说明\n\n这里存放各单位的年度报告草稿。\n' > README.md
git add -A
git commit -q -m "a clean draft and a README" >out 2>&1 || { cat out; fail "a clean draft was refused"; }

# One figure more in the row of totals of the requests table.
awk '/\(七\)总计|（七）总计/ { n = split($0, cell, "|"); gsub(/ /, "", cell[n - 1]); cell[n - 1] = " " cell[n - 1] + 1 " "
     line = cell[1]; for (i = 2; i <= n; i++) line = line "|" cell[i]; print line; next } { print }' "$clean" > 2023.md
cmp -s "$clean" 2023.md && fail "the fixture has no row of totals to change"
git add -A
if git commit -q -m "a wrong total" >out 2>&1; then cat out; fail "a wrong total was let through"; fi
grep -q '2023.md' out || { cat out; fail "the refusal does not name the file"; }

git checkout -q HEAD -- 2023.md
printf 'Notes.\n' > README.md
git add -A
git commit -q -m "only a README" >out 2>&1 || { cat out; fail "a README was refused"; }
echo "ok: $hook"
