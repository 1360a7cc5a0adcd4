"""The vocabulary every page is written in: labels, buttons, fields, cards, lists, dialogs. Knows no page."""
