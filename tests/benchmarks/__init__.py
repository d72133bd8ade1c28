"""Speed, measured side by side in one run: ``make bench``. Ratios travel, CPU seconds do not."""
