"""The allocation programme: how much is spent at which school on what."""
