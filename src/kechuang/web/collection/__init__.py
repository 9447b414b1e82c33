"""Statistical collection (统计调查): rounds, the returns organisations file, their approval, reminders, and Excel both ways."""
