"""People's names in letters without capitals: told by the commonest family names."""

from __future__ import annotations

import re

__all__ = ["NO_PERSON", "is_common_name"]

# What ends an outlet's, a section's or a place's name, and no person's.
NO_PERSON = re.compile(
    r"(?:新聞|新闻|通信|通訊|通讯|社|網|网|報|报|台|部|版|面|県|市|省|区|區|局|配信|更新|公開|記事|日|時|"
    r"时|时间|時間|"
    r"县|镇|村|路|街|岛|島|河|湖|港|州|国|國|组|組|会|會|報道|报道|观察|觀察|评论|評論|频道|頻道|快讯|财经|"
    r"財經|体育|體育|文化|科技|娱乐|娛樂|社会|社會|国际|國際|时政|教育|健康|旅游|旅遊|生活|专题|專題|专栏|"
    r"專欄|首页|首頁|中心|公司|集团|集團|大学|大學|医院|醫院|政府|来源|來源|编辑|編輯|正文|字号|字號)$"
)
_CHINESE = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱林何郭罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾萧蕭蔡潘袁"
    "董余苏蘇叶葉吕呂魏蒋蔣杜丁沈姜范傅钟鍾卢盧汪戴崔陆陸廖姚邹鄒熊郝邵侯孟龙龍段雷钱錢汤湯尹黎武贺賀赖賴龚龔"
)
# A family name that begins other words too often for two letters to tell a person.
_LONE_CHINESE = (
    "王李张張刘劉陈陳杨楊赵趙吴吳徐孙孫郭罗羅郑鄭谢謝许許韩韓冯馮邓鄧曹彭蔡潘袁董吕呂魏蒋蔣"
)
_JAPANESE = (
    "佐藤|鈴木|高橋|髙橋|田中|伊藤|渡辺|渡邉|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|"
    "斎藤|斉藤|齋藤|清水|山崎|池田|橋本|阿部|石川|山下|中島|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|"
    "遠藤|青木|坂本|福田|太田|西村|藤井|岡本|三浦|金子|藤原|中野|中川|原田|松田|竹内|小野|田村|中山|和田|石田|"
    "森田|上田|柴田|酒井|工藤|横山|宮本|内田|高木|安藤|谷口|大野|丸山|今井|高田|藤本|河野|小島|村田|武田|上野|"
    "杉山|増田|平野|菅原|小山|久保|大塚|松井|岩崎|木下|松尾|野口|野村|佐野|菊地|菊池|渡部|新井|古川|大西|浜田|"
    "市川|水野|小松|島田|吉川|荒木|北村|秋山|川口|桜井|永井|星野|大島|熊谷|本田|川上|松浦|飯田|中田|堀内|川崎"
)
_HINDI_NAMES = (
    "शर्मा सिंह सिन्हा कुमार कुमारी वर्मा गुप्ता मिश्रा मिश्र यादव "
    "पांडे पांडेय पाण्डेय तिवारी त्रिपाठी शुक्ला शुक्ल दुबे द्विवेदी "
    "त्रिवेदी चतुर्वेदी झा चौधरी चौहान राठौर राठौड़ ठाकुर पटेल जोशी "
    "भट्ट बनर्जी मुखर्जी चटर्जी घोष दास खान ख़ान अहमद अली हुसैन अंसारी "
    "कुरैशी सिद्दीकी राय राव रेड्डी नायर मेनन मेहता शाह जैन अग्रवाल "
    "बंसल गोयल मित्तल कपूर खन्ना मल्होत्रा अरोड़ा भाटिया चोपड़ा बिष्ट "
    "रावत नेगी पंत मीणा सैनी प्रजापति विश्वकर्मा मौर्य कुशवाहा सोनी "
    "श्रीवास्तव सक्सेना माथुर भारद्वाज कौशिक दीक्षित उपाध्याय पाठक ओझा "
    "वाजपेयी बाजपेयी अवस्थी भट्टाचार्य पाटिल देशमुख कुलकर्णी देशपांडे"
)
_HINDI = frozenset(_HINDI_NAMES.split())
_IS_CHINESE = re.compile(rf"[{_CHINESE}][\u4e00-\u9fff]{{2}}|[{_LONE_CHINESE}][\u4e00-\u9fff]")
_IS_JAPANESE = re.compile(rf"(?:{_JAPANESE})[ \u3000]?[\u3041-\u30fe\u4e00-\u9fff々]{{1,4}}")
_IS_DEVANAGARI = re.compile(
    r"[\u0900-\u0963\u0970-\u097f]{2,15}(?: [\u0900-\u0963\u0970-\u097f.]{1,15}){1,3}"
)


def is_common_name(text: str) -> bool:
    """Whether a short text is a family name of many, as Chinese, Japanese or Hindi write it, with
    a given name.

    >>> is_common_name("王小明"), is_common_name("山田 太郎"), is_common_name("राकेश शर्मा")
    (True, True, True)
    >>> is_common_name("国际新闻"), is_common_name("石川県"), is_common_name("ताज़ा खबर")
    (False, False, False)
    """
    if NO_PERSON.search(text):
        return False
    if _IS_CHINESE.fullmatch(text) or _IS_JAPANESE.fullmatch(text):
        return True
    return _IS_DEVANAGARI.fullmatch(text) is not None and text.split()[-1] in _HINDI
