"""What was drawn, predicted and said: kept on this machine. Knows no model and no window."""
