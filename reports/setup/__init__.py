"""What the coordinator sets before the year runs: dates, days off, milestones."""
