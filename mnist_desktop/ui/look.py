"""How ink looks on the canvas: the person's choice, which no model ever sees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Pen and paper.

    Attributes:
        pen_width: in canvas units, of which the canvas is 280 wide.
        pen_colour: ``#rrggbb``.
        paper_colour: ``#rrggbb``.
    """

    pen_width: float
    pen_colour: str
    paper_colour: str
