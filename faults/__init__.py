"""Break things under the running product, and check that nothing promised was lost."""
