"""How well a reading agrees with hand-checked truth."""
