"""Many messages encoded at once, on all cores: for training."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from nlu.encoder.sentence_encoder import Clauses, E5Encoder, Vectors, write_encoder

_MESSAGES_OF_A_TASK = 16


def encode(messages: Sequence[Clauses]) -> list[Vectors]:
    """Return the vectors of each message, given as its clauses: first that of the whole, then those of the clauses.

    Each is encoded alone, as it is when somebody writes it; four together take half as long again.
    """
    with TemporaryDirectory() as folder:
        write_encoder(Path(folder))
        pool = ProcessPoolExecutor(
            os.cpu_count(), mp_context=get_context("spawn"), initializer=_open_encoder, initargs=(folder,)
        )
        with pool:
            return list(pool.map(_encode_alone, messages, chunksize=_MESSAGES_OF_A_TASK))


_encoders: list[E5Encoder] = []


def _open_encoder(folder: str) -> None:
    _encoders.append(E5Encoder(Path(folder)))


def _encode_alone(message: Clauses) -> Vectors:
    return _encoders[0].encode([message])[0]
