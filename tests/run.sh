#!/usr/bin/env bash
# Install what the tests need, and run all of them: lint, types, units, doctests, pages, browser.
# Needs Python 3.11 or later with venv; on Debian and Ubuntu it installs Chromium, Node and Caddy itself.
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
[ "$(uname)" != Linux ] || /sbin/ldconfig -p | grep jemalloc >/dev/null || install libjemalloc2

venv=${BACKPASS_VENV:-.venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
npm ci --silent --no-fund --no-audit

step() { printf '\n== %s\n' "$*"; "$@"; }
step npm run --silent lint
step npm test --silent
step "$venv/bin/ruff" check .
step "$venv/bin/ruff" format --check .
step "$venv/bin/mypy"
step "$venv/bin/hadolint" deploy/Dockerfile
step "$venv/bin/kubernetes-validate" --quiet --strict deploy/kubernetes.yaml
step "$venv/bin/python" -m tests.audit
step "$venv/bin/python" -m pytest -q --numprocesses auto --doctest-modules core pages/figures tests -m "not browser"
step "$venv/bin/python" -m pytest -q --numprocesses auto tests/browser tests/load -m browser
