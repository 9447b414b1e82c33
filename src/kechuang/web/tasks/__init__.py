"""Key tasks (重点任务): leads, deadlines and progress; and the yearly work plan."""
