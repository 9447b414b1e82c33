"""Key tasks (重点任务): their life, how far they are, how late, what does not add up, and how a plan's tasks are followed."""
