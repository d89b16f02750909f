"""What ./run, ./check and ./bench are made of; only Python's own library, since it runs before anything is installed."""
