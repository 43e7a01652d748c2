"""The tests, and what they need: the reference server, the demo, the benchmarks."""
