"""A LINE of the tests' own on this machine: it takes what the portal sends and tells what users do."""
