"""The command line: one file per command; every command does one thing and says where it failed."""
