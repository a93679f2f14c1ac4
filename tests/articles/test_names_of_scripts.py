"""A bare name in a plain box, in letters without capitals, is the author's; all pages invented."""

from __future__ import annotations

import pytest

from annotator.articles.files import read_file
from annotator.models import Article

CHINESE = (
    "市议会周一晚投票决定永久关闭旧桥，工程师在两根桥墩上发现了裂缝。",
    "市长说这一决定来得太晚，并承诺渡轮每十分钟一班。",
    "居民表示没有人征求过他们的意见，担心顾客会消失。",
)
JAPANESE = (
    "市議会は月曜日の夜、古い橋を恒久的に閉鎖することを決めた。技術者が二本の橋脚に亀裂を見つけたためだ。",
    "市長は決定が遅れたと述べ、渡し船を十分ごとに出すと約束した。",
    "住民は誰も意見を聞いてくれなかったと話している。",
)
HINDI = (
    "नगर परिषद ने सोमवार रात पुराने पुल को हमेशा के लिए बंद करने का फैसला किया, क्योंकि दो खंभों में दरारें मिली हैं।",
    "मेयर ने कहा कि यह फैसला देर से आया और हर दस मिनट में नाव चलाने का वादा किया।",
    "लोगों का कहना है कि किसी ने उनसे राय नहीं मांगी।",
)
BODIES = {"zh": CHINESE, "ja": JAPANESE, "hi": HINDI}
TITLES = {
    "zh": "市议会投票关闭旧桥",
    "ja": "市議会が旧橋の閉鎖を決定",
    "hi": "पुराना पुल बंद करने का फैसला",
}


def read(language: str, above: str) -> Article:
    text = "".join(f"<p>{one}</p>" for one in BODIES[language])
    title = TITLES[language]
    (article,) = read_file(
        "a.html",
        f"<html lang={language}><head><meta charset=utf-8><title>{title}</title></head><body>"
        f"<div><h1>{title}</h1>{above}<div>{text}</div></div></body></html>".encode(),
    ).articles
    assert article.text.split("\n\n") == list(BODIES[language])
    return article


@pytest.mark.parametrize(
    ("language", "above", "author", "day"),
    [
        (
            "zh",
            "<div><span>2024-03-11 09:20</span><b>来源：马尔日报</b><span>王小明</span></div>",
            "王小明",
            "2024-03-11",
        ),
        ("zh", "<p>李娜</p>", "李娜", ""),
        ("zh", "<div><div>国际新闻</div><div>陈志远</div></div>", "陈志远", ""),
        ("zh", "<div>国际新闻</div><div>高雄</div><div>江苏</div>", "", ""),
        (
            "ja",
            "<div><p>2024年3月11日 9時20分</p><p>山田 太郎</p></div>",
            "山田 太郎",
            "2024-03-11",
        ),
        ("ja", "<div>佐々木花子</div>", "佐々木花子", ""),
        ("ja", "<div>社会</div><div>石川県</div>", "", ""),
        ("hi", "<div>राकेश शर्मा</div><div>11 मार्च 2024, 09:20</div>", "राकेश शर्मा", "2024-03-11"),
        ("hi", "<div>ताज़ा खबर</div><div>प्रिया सिंह</div>", "प्रिया सिंह", ""),
        ("hi", "<div>ताज़ा खबर</div>", "", ""),
    ],
)
def test_a_bare_name_is_the_author(language: str, above: str, author: str, day: str) -> None:
    article = read(language, above)
    assert (article.author, article.published) == (author, day)
