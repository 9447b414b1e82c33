"""Collection rounds (统计调查) and the returns (报表) that organisations file."""
