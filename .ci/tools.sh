# What only tests need and pip does not give: a browser, the page checkers, a throw-away PostgreSQL. Sourced by ./test.

# Chromium with a font that carries Vietnamese; without them the browser tests are skipped and say why.
use_browser() {
  if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then return; fi
  if may_install; then
    say "Đang cài Chromium…"
    apt_install chromium fonts-dejavu-core || true
  fi
  command -v chromium >/dev/null || say "Không có Chromium và không cài được: các thử nghiệm bằng trình duyệt được bỏ qua."
}

# fetch NAME VERSION SHA256: one package of npm, unpacked into .tools/NAME.
fetch() {
  local name=$1 version=$2 digest=$3 archive=".tools/$1-$2.tgz"
  [ -f ".tools/$name-$version/package.json" ] && return
  if ! command -v npm >/dev/null; then
    say "Không có npm: bỏ qua phần kiểm bằng $name."
    return
  fi
  mkdir -p ".tools/$name-$version"
  if (cd .tools && npm pack --silent "$name@$version" >/dev/null 2>&1) &&
     echo "$digest  $archive" | sha256sum --check --quiet - 2>/dev/null &&
     tar -xzf "$archive" -C ".tools/$name-$version" --strip-components=1; then
    rm -f "$archive"
  else
    rm -rf "$archive" ".tools/$name-$version"
    say "Không tải được $name $version: bỏ qua phần kiểm bằng $name."
  fi
}

# Tesseract with Vietnamese, for the tests that read scans; the portal itself does without.
use_reader() {
  if command -v tesseract >/dev/null; then return; fi
  if may_install; then apt_install tesseract-ocr tesseract-ocr-vie || true; fi
  command -v tesseract >/dev/null || say "Không có tesseract: bỏ qua phần thử nhận dạng chữ."
}

use_checkers() {
  mkdir -p .tools
  fetch axe-core 4.14.1 e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745
  if command -v java >/dev/null; then
    fetch vnu-jar 26.9.27 5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7
  else
    say "Không có Java: bỏ qua phần kiểm HTML bằng vnu."
  fi
}

postgres_bin() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /none/x)")"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; return; fi
  done
  return 1
}

as_server() {
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid="$owner" --regid="$owner" --init-groups "$@"); else "$@"; fi
}

# Starts PostgreSQL on a free local port without fsync, in a folder that goes away; sets PORTAL_TEST_POSTGRES.
start_postgres() {
  local bin port
  bin=$(postgres_bin) || { say "Không có PostgreSQL: chỉ thử trên SQLite."; return 1; }
  owner=$(id -un)
  if [ "$(id -u)" = 0 ]; then owner=$(id -un postgres 2>/dev/null || echo nobody); fi
  server=$(mktemp -d)
  server_bin=$bin
  chown "$owner" "$server" && chmod 700 "$server"
  port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  if as_server "$bin/initdb" -D "$server/data" -U portal -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null &&
     as_server "$bin/pg_ctl" -D "$server/data" -w -l "$server/log" start -o "-c listen_addresses=127.0.0.1 -c port=$port \
       -c unix_socket_directories=$server -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
       -c autovacuum=off -c jit=off -c plan_cache_mode=force_generic_plan -c wal_level=minimal -c max_wal_senders=0" >/dev/null; then
    export PORTAL_TEST_POSTGRES="postgresql://portal@127.0.0.1:$port/postgres"
    return
  fi
  say "PostgreSQL không khởi động được: chỉ thử trên SQLite."
  return 1
}

stop_postgres() {
  [ -n "${server:-}" ] || return 0
  as_server "$server_bin/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$server"
}
