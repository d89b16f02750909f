"""What the benchmarks are made of: servers to measure, a load to put on them, figures to print."""
