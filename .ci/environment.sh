# What ./run and ./test share: a Python, its environment in .venv, installed from a hashed list. Sourced, never run.

unset PYTHONDONTWRITEBYTECODE  # every start would compile some 500 modules anew

say() { printf '%s\n' "$*" >&2; }

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1
}

# The system's own first: built with profiling and link-time optimisation, it is a third faster than one compiled by hand.
fit_python() {
  local name
  for name in "${PYTHON:-/usr/bin/python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

find_python() {
  fit_python && return
  if may_install; then
    say "Đang cài Python…"
    apt_install python3 python3-venv || true
    fit_python && return
  fi
  say "Thiếu Python 3.11 trở lên kèm mô-đun venv (trên Debian: apt-get install python3 python3-venv)."
  return 1
}

pip_install() { .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps "$@"; }

# install_list LIST [OPTIONS of pip]: in two halves at once, as pip takes one package after the other; the list is whole.
install_list() {
  local list=$1 first failed=0
  shift
  awk '/^[^ ]/ { n++ } { print > ".venv/half" n % 2 }' "$list"
  pip_install --require-hashes "$@" -r .venv/half0 & first=$!
  pip_install --require-hashes "$@" -r .venv/half1 || failed=1
  wait "$first" && return "$failed"
}

# use_environment LIST [OPTIONS of pip]: .venv holds exactly what .requirements/LIST names; nothing to do where its stamp says so.
use_environment() {
  local list=".requirements/$1" stamp=.venv/installed wanted python
  wanted="$1 $(cat "$list" pyproject.toml | sha256sum | cut -d' ' -f1) $PWD"
  shift
  if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
  if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python) || return 1
    say "Đang tạo môi trường Python…"
    rm -rf .venv
    "$python" -m venv .venv
  fi
  say "Đang cài thư viện (lần đầu mất chừng nửa phút)…"
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  if ! { install_list "$list" "$@" && pip_install --no-build-isolation -e .; }; then
    say "Không cài được thư viện: cần tới được PyPI (hoặc kho gói mà pip đã được đặt)."
    return 1
  fi
  printf '%s' "$wanted" >"$stamp"
}
