"""Read a large file in a process of its own, while this one gives a database what it has.

The other process gets its order on its standard input and writes chunks to its standard output.
It cannot outlive this one: nobody takes its next chunk then. What it does not give, for whatever
reason, is read here, and here an error is raised as the error it is.
"""

import gc
import marshal
import os
import pickle
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, Final

from cryptotracker.adapters.persistence.encoding import Chunk, Order

WORTHWHILE: Final = 2 << 20
"""Bytes; a smaller file is read before another process has started."""

PIPE_SIZE: Final = 1 << 20
LENGTH: Final = 8
FEW_COLLECTIONS: Final = 100_000


def chunks(order: Order, size: int) -> Generator[Chunk, None, None]:
    """Give what a file of a size holds, in its order."""
    read = 0
    if size >= WORTHWHILE:
        for chunk in elsewhere(order):
            if chunk is None:
                return
            read = chunk.read
            yield chunk
    yield from order.chunks(after=read)


def elsewhere(order: Order) -> Iterator[Chunk | None]:
    """Give what another process reads; after the last chunk None, unless it ended before."""
    try:
        message = pickle.dumps(order)
        process = Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            pipesize=PIPE_SIZE,
            process_group=0,  # Ctrl-C is for us
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except (pickle.PicklingError, AttributeError, TypeError, OSError):
        return
    with process:
        try:
            assert process.stdin
            assert process.stdout
            with suppress(BrokenPipeError), process.stdin as commands:
                commands.write(message)
            yield from received(process.stdout)
        finally:
            process.kill()


def received(stream: IO[bytes]) -> Iterator[Chunk | None]:
    while len(head := stream.read(LENGTH)) == LENGTH:
        size = int.from_bytes(head)
        if size == 0:
            yield None
            return
        message = stream.read(size)
        if len(message) < size:
            return
        read, entries, rows, remarks = marshal.loads(message)
        yield Chunk(read, entries, rows, pickle.loads(remarks))


def serve(commands: IO[bytes], answers: IO[bytes]) -> None:
    """Carry out an order as the other process."""
    gc.set_threshold(FEW_COLLECTIONS)  # a chunk is many objects and no cycles
    order: Order = pickle.load(commands)
    for read, entries, rows, remarks in order.chunks():
        message = marshal.dumps((read, entries, rows, pickle.dumps(remarks)))
        answers.write(len(message).to_bytes(LENGTH))
        answers.write(message)
        answers.flush()
    answers.write(bytes(LENGTH))
    answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
