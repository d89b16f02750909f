"""What the window is ruled by: values in, values out."""
