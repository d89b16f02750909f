"""Charts as SVG: drawn here, read without a script, told apart by dash and hatching as well as by colour."""
