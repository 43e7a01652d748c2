"""Downloads: each part by itself, then faults, kills, full disks and restarts."""
