"""How right and how honest the models are on labelled drawings. No scikit-learn, no Qt."""
