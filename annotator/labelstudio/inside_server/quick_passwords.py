"""How the embedded Label Studio hashes passwords: once, since all of them are keys.

Only the tool signs in there, with passwords that it derives from its secret key and that nobody
types or could guess (`annotator.keys`): no number of rounds makes those safer, while fifty people
who begin at once would wait ten seconds for the rounds. People's own passwords are ours, hashed
with Argon2 (`annotator.workflow.passwords`).
"""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):  # type: ignore[misc]
    """Django's own form with one round: hashes made before are read, and made anew when used."""

    iterations = 1
