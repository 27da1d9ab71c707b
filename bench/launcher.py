"""Run one command and say, as JSON, what it took: started afresh for each, to stay small.

The kernel lets a process inherit its parent's peak memory until it outgrows it, so the parent of
what is measured must be smaller than anything measured. Hence no import beyond what is needed.

    python -IS launcher.py SECONDS OUTPUT ERRORS COMMAND...
"""

import os
import signal
import sys
import time


def main(limit: str, output: str, errors: str, *command: str) -> None:
    started = time.monotonic()
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [(os.POSIX_SPAWN_OPEN, 1, output, write, 0o644)]
    files.append((os.POSIX_SPAWN_OPEN, 2, errors, write, 0o644))
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(process, signal.SIGKILL))
    signal.alarm(int(limit))
    _, status, usage = os.wait4(process, 0)
    signal.alarm(0)
    wall, cpu = time.monotonic() - started, usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    fields = f'"code": {code}, "wall_seconds": {wall:.4f}, "cpu_seconds": {cpu:.4f}'
    sys.stdout.write(f'{{{fields}, "peak_mb": {usage.ru_maxrss / 1024:.1f}}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
