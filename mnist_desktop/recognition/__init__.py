"""Local inference: the 28×28 in, predictions out. onnxruntime and numpy only."""
