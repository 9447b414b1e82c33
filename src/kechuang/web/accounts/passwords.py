"""Rules for passwords (GB/T 22239-2019, identity authentication), and generated passwords."""

import secrets
import string

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from kechuang.web.words import say

_LOOK_ALIKE = "0O1lI"


class LongEnough(MinimumLengthValidator):
    """As many characters as a password has to have."""

    def get_error_message(self):
        """What is wrong, and how many there must be."""
        return say("password.too-short", least=self.min_length)


class UnlikeTheUserName(UserAttributeSimilarityValidator):
    """Nothing that is much like the user name."""

    def get_error_message(self):
        """What is wrong, and what to do."""
        return say("password.too-similar")


class NotCommon(CommonPasswordValidator):
    """None of the passwords everybody uses."""

    def get_error_message(self):
        """What is wrong, and what to do."""
        return say("password.too-common")


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


class NoWordOfTheHouse:
    """Nothing that anybody would guess of this site: its name, the bureau's usual short forms, the person's organisation."""

    def validate(self, password, user=None):
        """Raise ValidationError for a password that holds such a word."""
        words = [*settings.PASSWORD_WORDS, *_organisation_of(user)]
        folded = password.casefold()
        found = next((word for word in words if len(word) > 1 and word.casefold() in folded), None)
        if found is not None:
            raise ValidationError(say("password.house-word", word=found), code="password_house_word")

    def get_help_text(self):
        """What to tell somebody who chooses a password."""
        return say("password.no-house-word")


def _organisation_of(user):
    if user is None or getattr(user, "organisation_id", None) is None:
        return ()
    return user.organisation.code, user.organisation.name


class NotOneOfTheLast:
    """None of the passwords somebody has or had lately."""

    def validate(self, password, user=None):
        """Raise ValidationError for a password that comes again."""
        if user is None or user.pk is None:
            return
        kept = user.past_passwords.order_by("-until", "-pk").values_list("password", flat=True)
        if any(check_password(password, had) for had in (user.password, *kept[: settings.PASSWORDS_KEPT])):
            raise ValidationError(self.get_help_text(), code="password_again")

    def get_help_text(self):
        """What to tell somebody who chooses a password."""
        return say("password.again", count=settings.PASSWORDS_KEPT)


def generate_password():
    """A password to give out: 14 characters nobody confuses, of all four kinds."""
    letters = "".join(sorted(set(string.ascii_letters + string.digits) - set(_LOOK_ALIKE)))
    while True:
        body = "".join(secrets.choice(letters) for _ in range(13)) + "-"
        if all(any(map(kind, body)) for kind in (str.islower, str.isupper, str.isdigit)):
            place = secrets.randbelow(11) + 1
            return body[:place] + "-" + body[place:-1]
