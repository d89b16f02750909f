"""What ./bench lists and runs: each module with a `main` is one benchmark, its first line is its description."""
