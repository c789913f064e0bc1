"""Links between reports of one happening: stands empty until reports of several articles are joined."""
