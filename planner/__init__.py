"""School layout planning for rural counties: which schools stay, merge, grow or board."""

from __future__ import annotations

__version__ = "0.1.0"
