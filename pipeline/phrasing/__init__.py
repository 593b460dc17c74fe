"""Events in words, Chinese and English, made from their figures."""
