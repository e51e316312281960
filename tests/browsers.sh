#!/usr/bin/env bash
# Make sure that Chromium and Firefox are here; install Debian's where that is allowed.
set -euo pipefail

# The paths at which tests/browser looks.
declare -A places=([chromium]=/usr/bin/chromium [firefox-esr]=/usr/bin/firefox-esr)

missing() {
  local package
  for package in "${!places[@]}"; do
    [[ -x ${places[$package]} ]] || echo "$package"
  done
}

mapfile -t wanted < <(missing)
((${#wanted[@]})) || exit 0

if ! command -v apt-get >/dev/null; then
  as_root=none
elif ((EUID == 0)); then
  as_root=(env)
elif command -v sudo >/dev/null && sudo --non-interactive true 2>/dev/null; then
  as_root=(sudo --non-interactive)
else
  as_root=none
fi

if [[ ${as_root[0]} != none ]]; then
  echo "Installing ${wanted[*]} for the browser tests …" >&2
  log=$(mktemp)
  {
    "${as_root[@]}" apt-get update &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${wanted[@]}"
  } >"$log" 2>&1 </dev/null || tail -n 20 "$log" >&2
  rm -f "$log"
fi

mapfile -t wanted < <(missing)
if ((${#wanted[@]})); then
  {
    echo "The browser tests need ${wanted[*]}, and this user could not install them."
    echo "Debian: sudo apt-get install ${wanted[*]}"
    echo "They are looked for at:" "${places[@]}"
    echo "Without browsers: make check"
  } >&2
  exit 1
fi
