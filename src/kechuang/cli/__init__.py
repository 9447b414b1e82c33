"""The command line: one file a command; every command does one thing and says where it failed."""
