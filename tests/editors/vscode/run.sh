#!/usr/bin/env bash
# Tries the packaged VS Code client in a real workbench, on a copy of an example program.
#
#   tests/editors/vscode/run.sh
#
# The workbench is code-server in a headless Chromium. On the first run everything it needs is fetched into the
# project's .cache/workbench, which takes about five minutes; Chromium and the libraries that code-server is compiled
# with come from Debian's packages, for which the script must run as root (or they must be there). Node 20 and the
# project's virtual environment (`make install`) are expected. The last line printed is the verdict.
#
#   STACKPROOF_WORKBENCH_CACHE   another place for what is fetched
#   STACKPROOF_PYTHON            the Python that has Stackproof (default: the project's virtual environment)
#   STACKPROOF_PICTURES          a folder that gets pictures for the documentation
#   CHROMIUM                     the browser (default: chromium on the PATH)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
cache=${STACKPROOF_WORKBENCH_CACHE:-$project/.cache/workbench}
python=${STACKPROOF_PYTHON:-$project/.venv/bin/python}
code_server_version=4.139.1
playwright_version=1.65.1

fail() {
    echo "VERDICT: could not be tried: $1" >&2
    exit 2
}

"$python" -P -c 'import stackproof' 2>/dev/null || fail "no Stackproof in $python; run 'make install' first"

# --- what is needed, once ---------------------------------------------------------------------------------------

debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "$1 is missing; install: $2"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # It is a list of packages.
    apt-get install -y -qq --no-install-recommends $2 >"$cache/apt.log" 2>&1 || fail "apt-get failed, see $cache/apt.log"
}

npm_package() {
    # Packages that must build or fetch something when they are installed have to be named for newer versions of npm.
    mkdir -p "$cache/$1"
    echo "{\"private\": true, \"allowScripts\": {\"node\": true, \"code-server\": true, \"argon2\": true}}" >"$cache/$1/package.json"
    (cd "$cache/$1" && shift && npm install --no-audit --no-fund "$@") >"$cache/$1.log" 2>&1 || fail "npm failed, see $cache/$1.log"
}

mkdir -p "$cache"
chromium=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$chromium" ]; then
    echo "installing Chromium" >&2
    debian chromium "chromium fonts-dejavu-core"
    chromium=$(command -v chromium)
fi
node24="$cache/node24/node_modules/node/bin"
if [ ! -x "$node24/node" ]; then
    echo "fetching Node 24" >&2
    npm_package node24 node@24
fi
if [ ! -d "$cache/driver/node_modules/playwright-core" ]; then
    npm_package driver "playwright-core@$playwright_version"
fi
code_server="$cache/code-server/node_modules/.bin/code-server"
if [ ! -f "$cache/code-server/.complete" ]; then
    echo "fetching and building code-server $code_server_version" >&2
    if ! { command -v g++ make python3 && pkg-config --exists krb5-gssapi x11 xkbfile libsecret-1; } >/dev/null 2>&1; then
        debian "a compiler with libraries" "build-essential pkg-config python3 libkrb5-dev libx11-dev libxkbfile-dev libsecret-1-dev"
    fi
    PATH="$node24:$PATH" FORCE_NODE_VERSION=24 npm_config_unsafe_perm=true \
        npm_package code-server "code-server@$code_server_version" --unsafe-perm
    PATH="$node24:$PATH" "$code_server" --version >/dev/null || fail "code-server does not start, see $cache/code-server.log"
    touch "$cache/code-server/.complete"
fi

# --- the client, packaged as for users --------------------------------------------------------------------------

client="$project/vscode-client"
vsix="$client/stackproof.vsix"
if [ ! -f "$vsix" ] || [ -n "$(find "$client" \( -name node_modules -o -name out \) -prune -o -type f -newer "$vsix" -print)" ]; then
    (cd "$client" && npm ci && npm run package) >"$cache/client.log" 2>&1 || fail "packaging failed, see $cache/client.log"
fi

# --- the trial --------------------------------------------------------------------------------------------------

trial=$(mktemp -d)
server=
cleanup() {
    # The extension host and the language server outlive the page; they are in code-server's process group.
    [ -z "$server" ] || kill -- "-$server" 2>/dev/null || true
    rm -rf "$trial"
}
trap cleanup EXIT

# A copy, because the workbench writes into it; the client finds the server in the copy's virtual environment.
cp -R "$project/tests/examples/cdktf-ts" "$trial/payments"
ln -s "$(dirname "$(dirname "$python")")" "$trial/payments/.venv"

mkdir -p "$trial/user/User" "$trial/user/Machine"
# The user's settings may arrive after the client has started, the machine's are there at once.
tee "$trial/user/User/settings.json" >"$trial/user/Machine/settings.json" <"$here/settings.json"

export EXTENSIONS_GALLERY='{"serviceUrl": ""}'
export XDG_CONFIG_HOME="$trial/config" XDG_DATA_HOME="$trial/data"
export PATH="$node24:$PATH"
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$code_server" --user-data-dir "$trial/user" --extensions-dir "$trial/extensions" --install-extension "$vsix" >"$cache/workbench.log" 2>&1 ||
    fail "the client cannot be installed, see $cache/workbench.log"
setsid "$code_server" --auth none --bind-addr "127.0.0.1:$port" --disable-telemetry --disable-update-check \
    --disable-workspace-trust --disable-getting-started-override \
    --user-data-dir "$trial/user" --extensions-dir "$trial/extensions" "$trial/payments" >>"$cache/workbench.log" 2>&1 &
server=$!

status=0
node "$here/trial.mjs" "$port" "$trial/payments" "$cache" "$chromium" "${STACKPROOF_PICTURES:-}" || status=$?
if [ "$status" = 0 ]; then
    echo "VERDICT: the client works in the workbench"
else
    echo "VERDICT: FAILED; see $cache/shots and $cache/workbench.log"
fi
exit "$status"
