#!/bin/sh
# A command of Waylight with the service's user, settings, secrets and data, as root: waylight staff list
# Not by sudo, which writes the whole command into the journal; systemd would do so too, but for the description.
# Lies as /usr/local/sbin/waylight, mode 0755. Files that it reads or writes have to lie in /var/lib/waylight.
set -eu
if [ -t 0 ] && [ -t 1 ]; then speak=--pty; else speak=--pipe; fi
# The unit's name brings in waylight-.service.d/.
exec systemd-run --quiet --collect --wait $speak --unit="waylight-command-$$" --description="A command of Waylight" \
  /opt/waylight/.venv/bin/python -P -m bot "$@"
