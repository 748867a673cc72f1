#!/bin/bash
# Unpacks a newer Neovim than Debian bookworm has beside the system, without installing anything.
#
#   tests/editors/install_neovim.sh [SUITE]      trixie (0.10) unless told otherwise
#
# The packages come from the mirror this machine's apt is set up with and are checked against Debian's archive
# keys. Everything, the C library included, goes to .cache/neovim/SUITE of the project; the last line printed is
# the command to run.
set -euo pipefail

suite=${1:-trixie}
project=$(cd "$(dirname "$0")/../.." && pwd)
home="$project/.cache/neovim/$suite"
command="$home/nvim"

if [ -x "$command" ] && "$command" --version >/dev/null 2>&1; then
    echo "$command"
    exit 0
fi

mirror=$(apt-get indextargets --format '$(REPO_URI)' | { grep -v -i security || true; } | head -n 1)
if [ -z "$mirror" ]; then
    echo "apt knows no mirror; run 'apt-get update' or set one up first" >&2
    exit 1
fi

rm -rf "$home"
apt="$home/apt"
mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$home/root"
# An empty list of installed packages makes apt fetch all that Neovim needs, so that nothing is mixed with
# the older libraries of the system.
: >"$apt/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
options=(
    -o Dir::Etc::sourcelist="$apt/sources.list"
    -o Dir::Etc::sourceparts=-
    -o Dir::State::lists="$apt/lists"
    -o Dir::State::status="$apt/status"
    -o Dir::Cache::archives="$apt/archives"
    -o Dir::Cache::pkgcache=
    -o Dir::Cache::srcpkgcache=
    -o APT::Install-Recommends=0
    -o APT::Sandbox::User=
    -o Debug::NoLocking=1
)
apt-get "${options[@]}" update -qq >&2
apt-get "${options[@]}" install -y -qq --download-only neovim >&2
for package in "$apt"/archives/*.deb; do
    dpkg --extract "$package" "$home/root"
done
rm -rf "$apt"

# The unpacked program needs the unpacked C library; only the loader is told, so that programs which Neovim starts
# keep those of the system.
loader=$(find "$home/root" -name 'ld-linux*.so*' -print -quit)
libraries=$(find "$home/root" -name 'libc.so.6' -print -quit)
cat >"$command" <<WRAPPER
#!/bin/sh
VIMRUNTIME='$home/root/usr/share/nvim/runtime'
export VIMRUNTIME
exec '$loader' --library-path '$(dirname "$libraries")' '$home/root/usr/bin/nvim' "\$@"
WRAPPER
chmod +x "$command"
"$command" --version >&2
echo "$command"
