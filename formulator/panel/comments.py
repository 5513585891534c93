"""Read wishes from free comments; what is not understood is kept and shown, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from formulator.panel.lexicon import ENGLISH, KOREAN, Word
from formulator.panel.spelling import corrected
from formulator.panel.wishes import DIRECTIVES, directive_for

MORE, LESS, NONE = 1, -1, 0
ABSENT = 2
"""Said to be hardly there: a wish for more of what is wanted, praise for what is not."""
BEYOND = 3
"""Compared with what was expected: "sweeter than I like" is too sweet."""
SHORT = 4
"""Less of it than elsewhere, "not as thick as milk": a wish for more, unless it is unwanted."""
WANTED: Final = frozenset(
    {"sweetness", "creaminess", "smoothness", "nutty", "dairy_note", "flavour_strength"}
)
"""Attributes whose absence people complain of; of the others it may be meant either way."""
ALLOWED = 5
"""Not too much of it: praise, or nothing."""
HEDGE = 6
"""A little of it said without a wish: "a touch salty" complains of what nobody asks for."""
QUALITIES: Final = frozenset({"creaminess", "smoothness"})
"""Attributes of which even a plain "not" complains: "it is not smooth"."""
SPOILS: Final = frozenset({"saltiness", "sourness", "oiliness"})
"""Attributes of which a hedged mention complains, beside the words that always do."""
Operator = tuple[re.Pattern[str], int]

_THAN: Final = (
    r"than (?:(?:my|the) )?(?:i|it|they|we|milk|cheese|yogh?urt|cream|usual|expected|necessary)"
)
_NEED_NOT: Final = r"(?:not|\w+n't) (?:need|want|require)"
_EN_OPERATORS: Final[tuple[Operator, ...]] = tuple(
    (re.compile(rf"\b(?:{words})\b"), op)
    for words, op in (
        (r"(?:not|\w+n't) (?:\w+ ){0,3}?enough", MORE),
        (r"(?:needs|has|have|ought) to go|should go|(?:come|go) down", LESS),
        (r"no (?:\w+ ){1,3}?(?:at all|whatsoever)", ABSENT),
        (r"(?:does not|doesn't|did not|didn't) taste (?:\w+ ){0,2}?(?:like|of)", ABSENT),
        (r"(?:hardly|barely|scarcely)(?: any)?|(?:can't|cannot|couldn't|could not) taste", ABSENT),
        (r"(?:do|live|be happy|be better) without|(?:a bit|a little|rather|kind of) much", LESS),
        (r"not (?:that |very )?(?:much|a lot of)", ABSENT),
        (rf"{_NEED_NOT} (?:it )?(?:this|so|that|as|to be)(?: much| many)?", LESS),
        (rf"{_NEED_NOT}(?: any| more| extra)*", NONE),
        (rf"more(?= \w+ {_THAN})", LESS),
        (_THAN, BEYOND),
        (r"not (?:nearly |quite |half )?as", SHORT),
        (r"not (?:too|so|overly)|isn't too|without being", ALLOWED),
        (r"not (?:very|that|at all|really)|isn't|never|don't|do not|no|not|without", NONE),
        (r"too (?:weak|low|faint|little|light|few)", MORE),
        (r"too (?:strong|high|intense|heavy|much|many|pronounced)|too", LESS),
        (r"(?:way|far|much|bit|little) to", LESS),
        (r"over(?:ly|load|powering|powers|whelming|whelms)|excessive(?:ly)?|sickly|way too", LESS),
        (r"dominat\w+|off-?putting|for (?:me|my (?:taste|liking))", LESS),
        (r"less|fewer|weaker|reduc\w+|cut|lower\w*|decreas\w+", LESS),
        (r"(?:ton|dial|turn|scal|bring)\w* (?:\w+ ){0,4}?(?:down|back)|cut back", LESS),
        (r"remove|get rid of|(?:eas[ey]|go eas[ey]|hold back)(?: up)? on|kill|hide|mask", LESS),
        (r"(?:dial|turn|bump|ramp|amp|crank|push|bring)\w* (?:\w+ ){0,4}?up", MORE),
        (r"more|increas\w+|boost|higher|stronger|raise|add|extra|needs?|lack\w*", MORE),
        (r"could (?:do with|use|take)|would (?:love|prefer|like|help)|closer to", MORE),
        (r"i miss|wish (?:it|there)", MORE),
        (r"insufficient|missing|short of|weak|faint", MORE),
        (r"(?:a )?(?:touch|tad|bit|little)", HEDGE),
    )
)
_PRODUCT: Final = re.compile(
    r"\b(?:cream cheese|ice cream|(?:as|than|for) (?:\w+ )?(?:milk|cream|yogh?urt|cheese))\b"
)
"""A product as a yardstick, not an attribute: "not as creamy as real milk"."""
_EN_PRAISE: Final = re.compile(
    r"\b(?:nice|good|great|perfect|lovely|love|pleasant|just right|fine|enjoy\w*|i like)\b"
)
_EN_SPLIT: Final = re.compile(r"([,.;!?\n]+|\bbut\b|\bthough\b|\balthough\b|\bwhile\b|\band\b|&)")

_KO_OPERATORS: Final[tuple[Operator, ...]] = tuple(
    (re.compile(words), op)
    for words, op in (
        (r"(?:너무|지나치게|많이)(?=\s?\S+지\s?않)", ALLOWED),
        (r"너무\s?안(?=\s)", MORE),
        (r"(?:하나도|전혀|별로|거의)\s?안(?=\s)|(?:하나도|전혀|별로)(?=\s?\S+지\s?않)", ABSENT),
        (r"(?:없|안\s?나)\S*\s?아[쉽쉬]\S*", MORE),
        (r"없(?:으면|었으면)|덜[하했]\S*면", LESS),
        (r"덜[하해함합했]", SHORT),
        (r"(?:거의|하나도|전혀)\s?없", ABSENT),
        (r"안\s?좋|(?:깔끔|좋)하?지\s?않", LESS),
        (
            r"(?:거의\s?)?(?:안\s?(?:느껴|나[요네고는]|난다|납니)|(?:느껴지|나지)\s?않|못\s?느[끼꼈])",
            ABSENT,
        ),
        (r"너무\s?(?:약|연|낮|적|부족)", MORE),
        (r"(?<![가-힣])더\s?(?:약|연|적|낮)", LESS),
        (r"(?<![가-힣])더\s?(?:강|진|높|많|세)\S*", MORE),
        (r"(?:약|적|연)하?게", LESS),
        (r"(?<![가-힣])덜|줄[이여였]|낮[추춰]|빼|없[애앴]|제거|자제", LESS),
        (r"않|(?<![가-힣])안\s|없[어고다네]", NONE),
        (r"거슬[려리린]|별로[예네다이였]|싫[어다습]|부담|기만\s?[하해]", LESS),
        (
            r"너무|지나치|과하|과[해합]|(?<!심)심[하해합]|강[해함합]|강하[다네]|세[요다]|높[아다네습]|많[아다네습]|남[아는네습]|튀[어네는]|튄다",
            LESS,
        ),
        (r"(?:높|많|강|세|심|과)(?:은|한|ㄴ)\s?편|센\s?편", LESS),
        (r"(?:낮|적|약|연)(?:은|한)\s?편", MORE),
        (
            r"(?<![가-힣])더(?![가-힣])|더[해하]|높[여이]|늘[려리]|추가|올[려리]|넣|필요|아[쉽쉬]",
            MORE,
        ),
        (r"(?<![가-힣])(?:좀|조금|약간)(?!\s?만?\s?더)", HEDGE),
        (r"부족|모자|약[해함합]|약하[다네]|낮[아다네습]|연[해합]|강하게|진하게", MORE),
    )
)
_KO_WISH: Final = re.compile(r"[았었했면]으?면?\s?(?:좋겠|$)|으면(?:\s?좋겠|$)")
_KO_PRAISE: Final = re.compile(r"(?<!안 )(?<!안)좋[아네습다은]|적당|딱|맛있|깔끔|알맞")
_KO_SPLIT: Final = re.compile(
    r"([,.;!?\n]+|그리고|하지만|지만|는데|(?<=[가-힣])고(?=\s)|(?<=[요다])\s+(?!너무|정말|진짜|좀))"
)
_HANGUL: Final = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with what was understood of it."""

    text: str
    directives: tuple[str, ...]
    """Keys of wishes, in the order of the text."""
    unparsed: tuple[str, ...]
    """Parts in which no wish was recognised; shown to people as they stand."""


@dataclass(frozen=True, slots=True)
class _Language:
    words: Sequence[Word]
    operators: Sequence[Operator]
    praise: re.Pattern[str]
    split: re.Pattern[str]


_ENGLISH: Final = _Language(ENGLISH, _EN_OPERATORS, _EN_PRAISE, _EN_SPLIT)
_KOREAN: Final = _Language(KOREAN, _KO_OPERATORS, _KO_PRAISE, _KO_SPLIT)


def parse_comment(text: str) -> Comment:
    """Find the wishes in a comment, English or Korean.

    Each part of the comment is searched for words of taste and for the nearest operator ("less",
    "too", "not enough", ...). Words that only ever complain ("beany") are wishes by themselves;
    praise, negation and plain mentions are not. A comment that asks for both directions of one
    attribute asks for neither.

    Parameters
    ----------
    text : str

    Returns
    -------
    Comment

    Examples
    --------
    >>> parse_comment("too sweet, but a bit watery. nice cup").directives
    ('less_sweet', 'thicker')
    >>> parse_comment("덜 달게, 콩비린내가 나요").directives
    ('less_sweet', 'less_beany')
    """
    language = _KOREAN if _HANGUL.search(text) else _ENGLISH
    found: list[tuple[str, int]] = []
    unparsed: list[str] = []
    carried: int | None = None
    for part, joint in _parts(text.lower().replace("’", "'"), language):
        if joint not in ("and", "&"):
            carried = None
        read = corrected(part) if language is _ENGLISH else part
        wishes, carried = _wishes(read, language, carried)
        found += wishes
        if not wishes and part.strip():
            unparsed.append(part.strip())
    return Comment(text, tuple(_keys(found)), tuple(unparsed))


def _parts(text: str, language: _Language) -> Iterable[tuple[str, str]]:
    """Parts of the text, each with the joint before it."""
    pieces = language.split.split(text)
    yield pieces[0], ""
    for i in range(1, len(pieces) - 1, 2):
        yield pieces[i + 1], pieces[i].strip()


def _keys(found: Sequence[tuple[str, int]]) -> Iterable[str]:
    both = {a for a, d in found if (a, -d) in found}
    for attribute, direction in dict.fromkeys(found):
        wish = directive_for(attribute, direction)
        if attribute not in both and wish is not None:
            yield wish.key


def _wishes(
    part: str, language: _Language, carried: int | None
) -> tuple[list[tuple[str, int]], int | None]:
    """Wishes of one part, and the operator that the next part may inherit."""
    operators = _operators(part, language)
    words = _words(part, language)
    if not operators and language is _KOREAN and _KO_WISH.search(part):
        operators = [(len(part), MORE)]
    found: list[tuple[str, int]] = []
    for start, end, word in words:
        op = _nearest(operators, start, end)
        if op is None and not word.is_complaint:
            op = carried
        direction = _direction(word, op, is_praised=bool(language.praise.search(part)))
        if direction:
            found.append((word.attribute, direction))
    last = operators[-1][1] if operators else carried
    return found, last


def _direction(word: Word, op: int | None, *, is_praised: bool) -> int:
    """Direction of the wish: 1 more of the attribute, -1 less, 0 none."""
    if op in (NONE, ABSENT, ALLOWED, SHORT):
        return _if_denied(word, op, is_praised=is_praised)
    if op == HEDGE:
        op = LESS if word.attribute in SPOILS and not is_praised else None
    if word.is_wish:
        return -word.sign if op == BEYOND else word.sign
    if op is not None and op != BEYOND:
        return op * word.sign
    return -word.sign if word.is_complaint and not is_praised else 0


def _if_denied(word: Word, op: int, *, is_praised: bool) -> int:
    """Direction where something is said to be absent, or less than elsewhere."""
    if word.is_complaint:
        return 0
    missed = {NONE: QUALITIES if not is_praised else frozenset(), ABSENT: WANTED}
    return word.sign if op == SHORT or word.attribute in missed.get(op, ()) else 0


def _operators(part: str, language: _Language) -> list[tuple[int, int]]:
    """(place, operator) pairs; earlier patterns take their text away from later ones."""
    found: list[tuple[int, int]] = []
    rest = part
    for pattern, op in language.operators:
        for match in pattern.finditer(rest):
            found.append((match.start(), op))
        rest = pattern.sub(lambda m: "\x00" * len(m[0]), rest)
    return sorted(found)


def _words(part: str, language: _Language) -> list[tuple[int, int, Word]]:
    found: list[tuple[int, int, Word]] = []
    rest = _PRODUCT.sub(lambda m: "\x00" * len(m[0]), part)
    for word in language.words:
        for match in word.pattern.finditer(rest):
            found.append((match.start(), match.end(), word))
        rest = word.pattern.sub(lambda m: "\x00" * len(m[0]), rest)
    named = [item for item in found if item[2].attribute != "flavour_strength"]
    # "a nuttier taste" is about nuts: taste in general counts only where nothing else is named
    general = [item for item in found if item[2].attribute == "flavour_strength"]
    kept = named + [item for item in general if not named or item[2].is_complaint]
    return sorted(kept, key=lambda item: item[:2])


def _nearest(operators: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """Operator nearest to the word; one before it wins over one after it."""
    outside = [(p, op) for p, op in operators if p < start or p >= end]
    strong = [(p, op) for p, op in outside if op != HEDGE] or outside
    before = [(start - place, op) for place, op in strong if place < start]
    if before:
        return min(before)[1]
    after = [(place - end, op) for place, op in strong if place >= end]
    return min(after)[1] if after else None


def all_directives(chips: Sequence[str], comment: str) -> tuple[str, ...]:
    """Wishes of a ballot: the chips tapped, then those read from the comment, each once.

    A chip outweighs a contrary reading of the comment.
    """
    asked = {DIRECTIVES[c].attribute for c in chips}
    read = (d for d in parse_comment(comment).directives if DIRECTIVES[d].attribute not in asked)
    return tuple(dict.fromkeys([*chips, *read]))
