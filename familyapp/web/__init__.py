"""What every page shares with the browser: the visit, forms, answers, headers, languages. No family's word."""
