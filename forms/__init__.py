"""What is asked, checked, prefilled and printed: values in, values out, no web and no database."""
