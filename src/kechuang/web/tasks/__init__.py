"""Key tasks (重点任务): who leads, by when, how far; and the yearly work plan."""
