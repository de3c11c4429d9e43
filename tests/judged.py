"""A page in pieces, for what judges lines."""

__all__ = ["FOOTER", "MENU", "STORY"]

MENU = [
    "Home",
    "News",
    "Politics",
    "Sport",
    "Weather",
    "Jobs",
    "Log in",
    "Search",
    "Newsletters",
    "E-paper",
    "Contact us",
]
STORY = [
    "The harbour of Lisse was closed on Friday after a storm damaged two piers, the council said. No ferry sails before Monday.",
    '"We have never seen such waves," the harbour master said. He asked owners of small boats to take them ashore by night.',
    "The town has asked the region for money to repair the piers, which were built in 1958 and have been renewed twice since.",
    "Fishermen who lost nets and traps can apply for help until the end of the month, and the forms are in the town hall.",
]
FOOTER = [
    "Five things to know about the new tram",
    "Mayor opens bakery in old mill",
    "Comments (12)",
    "Log in to comment",
    "Follow us on Facebook and Twitter",
    "About us | Contact | Privacy policy | Cookies",
    "© 2024 Lisse Ledger. All rights reserved.",
]
