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

# Other versions of the same libraries, for what differs between versions; only the parts that declare things.
declared_packages=(
  @cdktf/provider-aws@19.47.0
  @cdktf/provider-aws@19.48.0
  aws-cdk-lib@2.175.1
  @pulumi/aws@6.83.3
  @pulumi/awsx@3.9.0
)
declared_wheels=("pulumi-aws==6.83.2")

# install_declarations: unpacks them side by side, each version in a folder of its own.
install_declarations() {
  local list="$home/versions/installed.txt" packed="$home/versions/packed" python="$home/python/bin/python"
  local versions folder spec
  versions="$(printf '%s\n' "${declared_packages[@]}" "${declared_wheels[@]}")"
  if [ -f "$list" ] && [ "$(cat "$list")" = "$versions" ]; then
    echo "the other versions are up to date"
    return
  fi
  echo "unpacking the declarations of other versions"
  rm -rf "$home/versions"
  mkdir -p "$packed"
  for spec in "${declared_packages[@]}"; do
    folder="$home/versions/${spec//\//+}/node_modules/${spec%@*}"
    mkdir -p "$folder"
    "$python" tests/toolchains/unpack.py \
      "$packed/$(npm pack --silent --pack-destination "$packed" "$spec")" "$folder"
  done
  for spec in "${declared_wheels[@]}"; do
    folder="$home/versions/${spec/==/@}/site-packages"
    mkdir -p "$folder"
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$packed" "$spec"
    "$python" tests/toolchains/unpack.py "$(ls "$packed"/*.whl)" "$folder"
    # It needs this to be imported.
    "$python" -m pip install --quiet --disable-pip-version-check --target "$folder" parver
    rm "$packed"/*.whl
  done
  rm -rf "$packed"
  printf '%s\n' "$versions" >"$list"
}

wanted="$(printf '%s\n' "${node_packages[@]}" "${python_packages[@]}")"
stamp="$home/installed.txt"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  echo "toolchains are up to date"
  install_declarations
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
install_declarations
