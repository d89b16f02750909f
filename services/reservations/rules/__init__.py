"""What is open, what a booking takes, what it costs and who may: values in, values out."""
