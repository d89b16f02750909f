"""What mailings are ruled by: values in, values out."""
