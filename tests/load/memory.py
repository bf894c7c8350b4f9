"""The messages that a browser keeps, so that the server may name them instead of sending them again."""

from __future__ import annotations

from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Memory:
    """Keep cacheable messages of the last runs of the script.

    Attributes
    ----------
    age : int
        For how many runs; the server says so when the session begins.
    """

    age: int = 2
    runs: int = 0
    kept: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)

    def resolve(self, message: ForwardMsg) -> ForwardMsg:
        """Return what a message stands for, and keep it if the server says it may be named again.

        Raises
        ------
        KeyError
            If the server names a message that was not kept.
        """
        if message.WhichOneof("type") == "ref_hash":
            named, metadata = self.kept[message.ref_hash][1], message.metadata
            message = ForwardMsg()
            message.CopyFrom(named)
            message.metadata.CopyFrom(metadata)
        if message.metadata.cacheable or message.hash in self.kept:
            self.kept[message.hash] = (self.runs, message)
        return message

    def finish_run(self) -> None:
        """Count a run that ended; forget what was last used too long ago."""
        self.runs += 1
        oldest = self.runs - self.age
        self.kept = {name: entry for name, entry in self.kept.items() if entry[0] >= oldest}

    @property
    def hashes(self) -> list[str]:
        """What the next run is told of."""
        return list(self.kept)
