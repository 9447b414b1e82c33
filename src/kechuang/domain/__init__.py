"""What an innovation plan is and what may be concluded from it: pure values and functions, no files, no clock, no chance."""
