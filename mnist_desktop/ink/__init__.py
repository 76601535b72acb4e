"""What a hand drew, and the 28×28 that a model sees. Knows numpy and Pillow only."""
