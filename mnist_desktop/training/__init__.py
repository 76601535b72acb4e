"""Fitting, calibrating and converting the models: scikit-learn in, ONNX graphs out."""
