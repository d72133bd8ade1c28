"""Speed, measured side by side in one run: ``make bench``. Figures are CPU seconds; ratios travel, seconds do not."""
