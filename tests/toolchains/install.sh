#!/usr/bin/env bash
# Installs the real libraries against which tests/toolchains checks what Stackproof writes and believes.
# It may be run any number of times: it does nothing while the lists below have not changed.
set -euo pipefail
cd "$(dirname "$0")/../.."

home=.cache/toolchains
node_packages=(
  typescript@5.9
  @types/node@22
  constructs@10
  cdktf@0.21.0
  @cdktf/provider-aws@21.22.1
  aws-cdk-lib@2.276.0
  @pulumi/pulumi@3
  @pulumi/aws@7
)
python_packages=(
  "cdktf==0.21.0"
  "cdktf-cdktf-provider-aws==21.22.1"
  "aws-cdk-lib>=2.275,<3"
  "constructs>=10,<11"
  "pulumi>=3,<4"
  "pulumi-aws>=7,<8"
  "pyright>=1.1.400"
)

wanted="$(printf '%s\n' "${node_packages[@]}" "${python_packages[@]}")"
stamp="$home/installed.txt"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  echo "toolchains are up to date"
  exit 0
fi

command -v npm >/dev/null || { echo "npm (Node.js 20 or newer) is needed" >&2; exit 1; }
mkdir -p "$home/node"
rm -f "$stamp"

echo "installing the TypeScript libraries"
[ -f "$home/node/package.json" ] || printf '{ "private": true }\n' >"$home/node/package.json"
npm install --prefix "$home/node" --no-audit --no-fund --no-progress --loglevel error "${node_packages[@]}"

echo "installing the Python libraries"
[ -x "$home/python/bin/python" ] || "${PYTHON:-python3}" -m venv "$home/python"
"$home/python/bin/python" -m pip install --quiet --disable-pip-version-check "${python_packages[@]}"

printf '%s\n' "$wanted" >"$stamp"
