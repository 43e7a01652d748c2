"""The UIDs of the series and the image that most tests ask for."""

from __future__ import annotations

from typing import Final

LUNG: Final = "1.3.6.1.4.1.9328.50.1.216116555221814778114703363464001196508"
"""A series of RIDER Pilot with 16 images."""
GATED: Final = "1.3.6.1.4.1.14519.5.2.1.6834.5010.322628904903035357840500590726"
"""A series of 4D-Lung."""
MOUSE: Final = "143.284188174537413748743284550513035752067"
"""A series of 8 images: 76,252 bytes, in an archive of about 46,000."""
MOUSE_IMAGE: Final = "143.53599064898089361503082484556513429004"
"""The first of them."""
