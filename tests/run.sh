#!/usr/bin/env bash
# Install what the tests need, and run all of them: lint, types, units, doctests, pages, browser.
# Needs Python 3.11 or later with venv; on Debian and Ubuntu it installs Chromium, Node, Caddy and LaTeX itself.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install() {
  command -v apt-get >/dev/null || { echo "Please install: $*" >&2; exit 1; }
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq "$@"
}

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

has_browser >/dev/null || install chromium
command -v npm >/dev/null || install nodejs npm
command -v caddy >/dev/null || install caddy
command -v pdflatex >/dev/null || install --no-install-recommends texlive-latex-recommended texlive-pictures
command -v pdftoppm >/dev/null || install poppler-utils
[ "$(uname)" != Linux ] || /sbin/ldconfig -p | grep jemalloc >/dev/null || install libjemalloc2

venv=${BACKPASS_VENV:-.venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
npm ci --silent --no-fund --no-audit

times=$(mktemp)
trap 'rm -f "$times" "$times.log"' EXIT

# Run one step; note how long it took and whether it passed.
step() {
  local name=$1 began=$SECONDS status=0
  shift
  printf '\n== %s\n' "$*"
  "$@" || status=$?
  printf '%5d s  %s%s\n' "$((SECONDS - began))" "$name" "$([ "$status" = 0 ] || echo ': FAILED')" >>"$times"
  return "$status"
}

checks() {
  set -e
  step "JavaScript lint" npm run --silent lint
  step "JavaScript units" npm test --silent
  step "Python lint" "$venv/bin/ruff" check .
  step "Python format" "$venv/bin/ruff" format --check .
  step "types" "$venv/bin/mypy"
  step "Dockerfile" "$venv/bin/hadolint" deploy/Dockerfile
  step "Kubernetes manifest" "$venv/bin/kubernetes-validate" --quiet --strict deploy/kubernetes.yaml
  step "known vulnerabilities" "$venv/bin/python" -m tests.audit
}

# The checks run beside the tests: browser tests wait much of their time. One run of pytest takes all tests,
# so that no worker is idle while another has work left.
checks >"$times.log" 2>&1 &
checking=$!
failed=0
# The workers share the cores; threads of one multiplication would only wait for each other.
export OPENBLAS_NUM_THREADS=1
# Browser tests leave a core idle more than half of the time, so there are more workers than cores.
workers=$("$venv/bin/python" -c 'import os; print(3 * os.cpu_count() // 2)')
step "tests" "$venv/bin/python" -m pytest -q --no-skips --numprocesses "$workers" --dist worksteal --durations=40 \
  --doctest-modules core pages/figures tests || failed=1
wait "$checking" || failed=1
cat "$times.log"
printf '\n== seconds of each step; the checks ran beside the tests\n'
cat "$times"
[ "$failed" = 0 ] || echo "FAILED" >&2
exit "$failed"
