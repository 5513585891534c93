"""Words of the tasters' screens in English and Korean.

Staff screens are English; only what a taster reads is translated, because a misread word on
a ballot changes a score.
"""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT = "en"
TEXTS: Mapping[str, Mapping[str, str]] = {
    "welcome": {"en": "Welcome to the tasting", "ko": "시식에 오신 것을 환영합니다"},
    "enter_code": {
        "en": "Type the code on your card",
        "ko": "카드에 적힌 코드를 입력하세요",
    },
    "enter": {"en": "Begin", "ko": "시작"},
    "code_unknown": {
        "en": "This code opens nothing. Check it with the panel leader.",
        "ko": "사용할 수 없는 코드입니다. 진행자에게 확인하세요.",
    },
    "too_many": {
        "en": "Too many tries. Please wait a minute and try again.",
        "ko": "시도 횟수가 너무 많습니다. 1분 후에 다시 시도하세요.",
    },
    "how": {
        "en": "One cup at a time. Rinse with water before each cup. There are no wrong answers.",
        "ko": "한 번에 한 컵씩 맛보세요. 컵을 맛보기 전에 물로 입을 헹구세요. 틀린 답은 없습니다.",
    },
    "cup": {"en": "Cup {number} of {n}", "ko": "컵 {n}개 중 {number}번째"},
    "take_cup": {"en": "Take the cup marked {code}", "ko": "{code}번 컵을 맛보세요"},
    "warm_up": {
        "en": "This first cup is practice and is not analysed.",
        "ko": "첫 번째 컵은 연습용이며 결과에 포함하지 않습니다.",
    },
    "type_code": {
        "en": "Type the three digits on the cup",
        "ko": "컵에 적힌 세 자리 숫자를 입력하세요",
    },
    "optional": {"en": "optional", "ko": "선택"},
    "cata": {"en": "Tick all that fit", "ko": "해당하는 것을 모두 고르세요"},
    "wishes": {"en": "What should change?", "ko": "무엇을 바꾸면 좋겠습니까?"},
    "comment": {"en": "In your own words", "ko": "자유 의견"},
    "send": {"en": "Send", "ko": "보내기"},
    "no_way_back": {
        "en": "After sending, this cup cannot be changed.",
        "ko": "보낸 후에는 이 컵의 답을 바꿀 수 없습니다.",
    },
    "code_missing": {
        "en": "Type the three digits on the cup.",
        "ko": "컵에 적힌 세 자리 숫자를 입력하세요.",
    },
    "code_wrong": {
        "en": "That is another cup. Please take the cup marked {code}.",
        "ko": "다른 컵입니다. {code}번 컵을 맛보세요.",
    },
    "answer_missing": {"en": "Please answer this one.", "ko": "이 질문에 답해 주세요."},
    "answer_out_of_range": {
        "en": "This answer is not on the scale.",
        "ko": "척도에 없는 답입니다.",
    },
    "comment_too_long": {
        "en": "Please keep the comment under {n} characters.",
        "ko": "의견은 {n}자 이내로 써 주세요.",
    },
    "problems": {
        "en": "Almost done: please look at the marked questions.",
        "ko": "거의 끝났습니다. 표시된 질문을 확인해 주세요.",
    },
    "already_sent": {
        "en": "This cup was already sent. The first answer counts.",
        "ko": "이 컵의 답은 이미 보냈습니다. 첫 번째 답이 유효합니다.",
    },
    "wrong_cup": {
        "en": "This form belongs to another cup. Here is the one to taste now.",
        "ko": "다른 컵의 답안입니다. 지금 맛볼 컵은 아래와 같습니다.",
    },
    "unavailable": {
        "en": "This could not be saved just now. Reload this page to send it again; "
        "nothing is kept twice.",
        "ko": "지금은 저장할 수 없습니다. 이 페이지를 새로고침하여 다시 보내 주세요. "
        "두 번 저장되지 않습니다.",
    },
    "closed": {
        "en": "This tasting is over. Thank you.",
        "ko": "시식이 끝났습니다. 감사합니다.",
    },
    "saved": {
        "en": "Saved. Rinse, then the next cup.",
        "ko": "저장했습니다. 입을 헹군 뒤 다음 컵을 맛보세요.",
    },
    "thanks": {"en": "Thank you!", "ko": "감사합니다!"},
    "all_done": {
        "en": "All {n} cups are saved. You can close this page or hand the tablet on.",
        "ko": "컵 {n}개의 답을 모두 저장했습니다. 창을 닫거나 태블릿을 다음 분께 건네주세요.",
    },
    "next_taster": {"en": "Next taster", "ko": "다음 참가자"},
    "triangle_heading": {
        "en": "Taste {codes} in this order",
        "ko": "{codes} 순서로 맛보세요",
    },
    "triangle_how": {
        "en": "Two of the three cups are alike. Rinse with water before each cup.",
        "ko": "세 컵 중 두 컵은 같은 것입니다. 컵을 맛보기 전에 물로 입을 헹구세요.",
    },
    "triangle_odd": {
        "en": "Which cup is the odd one? Choose one, even if you are not sure.",
        "ko": "나머지와 다른 컵은 어느 것입니까? 확실하지 않아도 하나를 고르세요.",
    },
    "no_way_back_three": {
        "en": "After sending, this answer cannot be changed.",
        "ko": "보낸 후에는 답을 바꿀 수 없습니다.",
    },
    "not_found": {"en": "This link opens nothing.", "ko": "사용할 수 없는 링크입니다."},
}


def translate(key: str, language: str, **values: object) -> str:
    """Return a text in a language, English where the language is unknown.

    Examples
    --------
    >>> translate("cup", "en", number=2, n=6)
    'Cup 2 of 6'
    """
    words = TEXTS[key]
    return words.get(language, words[DEFAULT]).format(**values)


def choose_language(wanted: str) -> str:
    """Return the first of our languages that an ``Accept-Language`` value or locale names.

    Examples
    --------
    >>> choose_language("ko-KR,ko;q=0.9,en;q=0.8"), choose_language("fr")
    ('ko', 'en')
    """
    for part in wanted.split(","):
        code = part.split(";")[0].strip().lower().split("-")[0].split("_")[0]
        if code in TEXTS["send"]:
            return code
    return DEFAULT
