"""Plans (规划): what they hold and how they are read."""
