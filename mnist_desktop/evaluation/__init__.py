"""How right and how honest the models are on labelled drawings. numpy only, no scikit-learn."""
