"""Pure rules: periods, shares, forecasts, findings and the shapes of charts."""
