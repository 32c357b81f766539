#!/bin/sh
# Runs a Waylight command with the service's user, settings, secrets and data, as root: waylight staff list
# Do not use sudo, which writes the whole command into the journal; the description keeps systemd from doing so too.
# Install as /usr/local/sbin/waylight, mode 0755. Files that a command reads or writes must be in /var/lib/waylight.
set -eu
if [ -t 0 ] && [ -t 1 ]; then speak=--pty; else speak=--pipe; fi
# The unit's name makes systemd read waylight-.service.d/.
exec systemd-run --quiet --collect --wait $speak --unit="waylight-command-$$" --description="A command of Waylight" \
  /opt/waylight/.venv/bin/python -P -m bot "$@"
