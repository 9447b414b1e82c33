"""The words that take a sentence apart (分句词表), compiled once: verbs, levels, what leads to a number."""

import re
from functools import lru_cache

from kechuang.domain.vocabulary import Vocabulary


class ClauseWords:
    """The patterns of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        time = r"“?十?[一二三四五六七八九十]五”?(?:期间|时期|期内|末|以来)?|(?:到|至|截至|力争到)? ?20\d{2} ?年(?:底前|年底前|年底|年末|底|末|以前|前)?|截至目前|目前"
        assigned = rf"[(（][^()（）]{{0,120}}(?:{words('clauses.assignments')})[^()（）]{{0,120}}[)）]"
        payer = r"[^,;。、\d]{0,6}财政(?=每年)"
        lead = rf"(?:{assigned}|{payer}|{words('clauses.adverbs', 'clauses.territories')}|{time}|[ \t　\-—·•●*#①-⑳⑴-⒛㈠-㈩]|\d{{1,2}}[.、)](?!\d)|[(（]\d{{1,2}}[)）]|[一二三四五六七八九十]是)"
        verbs = words("commitments.increments", "commitments.weak_increments")
        self.lead = re.compile(rf"(?:(?!{verbs})(?:{lead}|重点(?={verbs})))*")
        self.adverbs = re.compile(rf"(?:{words('clauses.adverbs')}| )+$")
        nouns = words("commitments.not_verbs")
        self.head = re.compile(
            rf"(?P<noun>{nouns})|(?P<verb>{words('commitments.increments', 'commitments.weak_increments')})"
        )
        self.verb = re.compile(rf"(?P<noun>{nouns})|(?P<verb>{words('commitments.increments')})")
        self.uncounted = frozenset(
            w for name in ("shares", "multiples", "durations") for w in vocabulary.words(f"units.{name}")
        )
        self.shares = frozenset(vocabulary.words("units.shares"))
        self.plain_units = frozenset(
            w for name in ("counting", "people", "shares", "multiples") for w in vocabulary.words(f"units.{name}")
        )
        self.money = frozenset(vocabulary.words("units.money"))
        self.plain_entity = re.compile(rf" ?[^,。;、的]{{0,8}}?(?:{words('commitments.entities')})")
        self.condition = re.compile(rf"(?!对[标接外口])(?:{words('commitments.conditions')})")
        self.predicate = re.compile(words("commitments.predicates"))
        self.promotes = re.compile(rf"(?:{words('commitments.promotes')})[了]?$")
        self.described = re.compile(rf"[^,;。]{{0,40}}?的[^,;。]{{0,12}}?(?:{words('commitments.entities')})")
        self.realises = re.compile(rf"(?:{words('commitments.realise', 'clauses.adverbs')}| )*")
        self.level = re.compile(
            rf"(?:(?:{words('commitments.levels', 'commitments.growths', 'commitments.annual_growth')})了?[ ]{{0,2}}){{1,4}}(?:20\d{{2}} ?年[底末]?的? ?)?$"
        )
        self.adds = re.compile(rf"(?:{words('commitments.new_words')}) {{0,2}}$")
        self.weak = re.compile(rf"(?:{words('commitments.weak_increments')})了? {{0,2}}$")
        self.entity = re.compile(rf" ?的(?:[^,。;、]{{0,12}}?(?:{words('commitments.entities')})|[,。;、]|$)")
        self.growth_noun = re.compile(rf" ?的[^,。;]{{0,6}}?(?:{words('commitments.growth_nouns')})")
        self.follows = re.compile(
            rf" ?(?:{words('clauses.after_number', 'statements.to_words', 'statements.change_words')})"
        )


@lru_cache(maxsize=8)
def clause_words(vocabulary: Vocabulary) -> ClauseWords:
    """The patterns of a vocabulary, compiled once."""
    return ClauseWords(vocabulary)
