"""How the sharing goes: what its listener is told."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SharingState:
    """What is known of the shared log.

    Attributes:
        waiting: drawings and labels that the server has still to get.
        set_aside: those that it will never take as they are.
        sent: those that it got since the program started.
        trouble: one sentence why nothing can be sent now; else empty.
        connected: the last attempt reached the server.
    """

    waiting: int = 0
    set_aside: int = 0
    sent: int = 0
    trouble: str = ""
    connected: bool = False


class SharingListener(Protocol):
    """Hears how the sharing goes; called on the sender's thread."""

    def sharing(self, state: SharingState) -> None:
        """Something changed."""
        ...
