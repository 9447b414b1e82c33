"""Statistical collection (统计调查): the life of a return, what is checked while it is filled in, and when somebody is reminded."""
