"""What a password must be (GB/T 22239-2019, identity authentication), and passwords that are given out."""

import secrets
import string

from django.core.exceptions import ValidationError

from kechuang.web.words import say

_LOOK_ALIKE = "0O1lI"


class ThreeOfFourClasses:
    """Three of: small letters, capitals, digits, other characters."""

    def validate(self, password, user=None):
        """Raise ValidationError for a password of fewer kinds."""
        kinds = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())
        if sum(any(map(kind, password)) for kind in kinds) < 3:
            raise ValidationError(say("password.three-classes"), code="password_classes")

    def get_help_text(self):
        """What to tell somebody who chooses a password."""
        return say("password.three-classes")


def generate_password():
    """A password to give out: 14 characters nobody confuses, of all four kinds."""
    letters = "".join(sorted(set(string.ascii_letters + string.digits) - set(_LOOK_ALIKE)))
    while True:
        body = "".join(secrets.choice(letters) for _ in range(13)) + "-"
        if all(any(map(kind, body)) for kind in (str.islower, str.isupper, str.isdigit)):
            place = secrets.randbelow(11) + 1
            return body[:place] + "-" + body[place:-1]
