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
  local list="$home/versions/installed.txt" versions packed folder name spec
  versions="$(printf '%s\n' "${declared_packages[@]}" "${declared_wheels[@]}")"
  if [ -f "$list" ] && [ "$(cat "$list")" = "$versions" ]; then
    echo "the other versions are up to date"
    return
  fi
  echo "unpacking the declarations of other versions"
  rm -rf "$home/versions"
  mkdir -p "$home/versions/packed"
  for spec in "${declared_packages[@]}"; do
    name="${spec%@*}"
    folder="$home/versions/${spec//\//+}/node_modules/$name"
    mkdir -p "$folder"
    packed="$(npm pack --silent --pack-destination "$home/versions/packed" "$spec")"
    # The generated bindings are a thousand folders; one of them is compared.
    case "$name" in
      @cdktf/*) tar -xzf "$home/versions/packed/$packed" -C "$folder" --strip-components 1 --wildcards \
        package/package.json package/.jsii 'package/lib/elasticache-replication-group/*.d.ts' ;;
      *) tar -xzf "$home/versions/packed/$packed" -C "$folder" --strip-components 1 --wildcards \
        package/package.json '*.d.ts' $([ "$name" = aws-cdk-lib ] && echo 'package/.jsii*' || echo '*.js') ;;
    esac
  done
  for spec in "${declared_wheels[@]}"; do
    "$home/python/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps \
      --dest "$home/versions/packed" "$spec"
    folder="$home/versions/${spec/==/@}/site-packages"
    mkdir -p "$folder"
    "$home/python/bin/python" - "$home/versions/packed" "$folder" <<'PYTHON'
import pathlib, sys, zipfile

# Everything at the top, and the modules that are compared.
modules = {"s3", "ecs", "lambda_", "ec2", "iam", "rds"}
for wheel in pathlib.Path(sys.argv[1]).glob("*.whl"):
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            parts = name.split("/")
            if len(parts) < 3 or parts[1] in modules:
                opened.extract(name, sys.argv[2])
PYTHON
  done
  rm -rf "$home/versions/packed"
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
