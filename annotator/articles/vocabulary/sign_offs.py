"""Lines round an article that say who worked on it, or ask to sign up, in many languages."""

from __future__ import annotations

import re

__all__ = ["BOX_TITLE", "is_sign_off", "is_sign_up", "reported_by"]

_LONGEST = 320
_WORD = r"[^\W\d_a-zß-öø-ÿа-яё][^\s,;()]{0,30}"
_SMALL = (
    r"and|in|from|for|at|the|of|und|et|y|e|i|og|och|en|de|di|da|do|du|des|della|von|van|der|den|"
    r"al|el|bin|"
    r"aus|à|par|por|и|из|writers?|reporters?|correspondents?|journalists?|staff"
)
_NAMES = rf"(?:{_WORD}|&)(?:,? (?:{_WORD}|{_SMALL}|&)){{0,30}}"
# What somebody did, and the word that leads to the name.
_DONE = (
    r"(?:(?:additional|further|writing and|reporting and)\s)?(?:reporting|writing|editing|"
    r"compiled|translated|"
    r"edited|written|production|graphics)(?: and (?:reporting|writing|editing))? by|"
    r"(?:bericht|berichterstattung|mitarbeit|recherche)(?: von|:)|"
    r"(?:geschrieben|redigiert|bearbeitet|übersetzt|zusammengestellt) von|"
    r"(?:reportage|reportages|version française|rédigé|édité|traduit|écrit)(?: de| par|:)?|"
    r"(?:reporte|reportaje|información|redacción|escrito|editado|"
    r"traducido)(?: adicional)?(?: de| por|:)|"
    r"(?:reportagem|edição|texto|tradução)(?: adicional)?(?: de| por|:)|"
    r"(?:tradotto da|scritto da|in redazione|editing di|a cura di|editing)|"
    r"(?:bewerking|redactie|redigering|redigert av|oversettelse|redakcja|opracowanie|"
    r"oprac\.)(?: door| av|:)?|"
    r"(?:haberi yazan|yazan|derleyen|redaksiyon)\s?:|"
    r"(?:репортаж|редактор|перев[её]л\w?|подготовил\w?)\s?:?"
)
_WIRES = "dpa|DPA|afp|AFP|rtr|ap|AP|epd|kna|KNA|sid|SID|apa|APA|sda|reuters|Reuters|ots"
_CLAUSE = rf"(?i:{_DONE})\s?:?\s?{_NAMES}\.?"
_SIGN_OFF = re.compile(
    rf"[(\[]?\s?{_CLAUSE}(?:\s?[;,/.-]?\s?{_CLAUSE}){{0,6}}\s?[)\]]?\.?|"
    rf"(?:[—–-]\s?)?{_NAMES} (?:also )?contributed (?:additional )?(?:reporting|to (?:this|the) "
    r"(?:report|story|article)).{0,80}|"
    rf"{_NAMES} reported from {_NAMES}\.?|"
    rf"[(\[]?(?i:with (?:reporting|files|additional reporting) (?:by|from)) {_NAMES}[)\]]?\.?|"
    r"[(\[](?i:mit (?:material|informationen) (?:von|der)|mit agentur\w{0,10}|avec (?:l[’']|"
    r"les )?"
    r"(?:afp|agences?|reuters)|con informaci(?:ón|ones) de|"
    r"com informações d[eoa]s?)\s?[^()]{0,80}[)\]]\.?|"
    r"[(（]\s?(?:إعداد|تحرير|تغطية|شارك في التغطية)[^()]{3,200}[)）]\.?|"
    r"[(（](?=[^()（）]{0,60}(?:編集|翻訳|编译|編譯|审校|審校|译|譯|取材・文|"
    r"構成))[^()（）。]{4,80}[)）]|"
    # "cwo/fab (dpa, afp)", "dpa/cwo", "MRF (Felix Fahner)": who wrote, by letters, and whose it is.
    rf"[a-zäöü]{{2,5}}(?:/[a-zäöü]{{2,5}}){{0,3}}\s?"
    rf"\((?:{_WIRES})(?:(?:,\s?|/|\s)(?:{_WIRES})){{0,4}}\)|"
    rf"(?:(?:{_WIRES})/[a-zäöü]{{2,5}}|[a-zäöü]{{2,5}}/(?:{_WIRES}))(?:/[a-zäöü]{{2,5}}){{0,3}}|"
    rf"[A-ZÄÖÜ]{{2,5}} \({_WORD}(?: {_WORD}){{1,2}}(?:, {_WORD}(?: {_WORD}){{1,2}}){{0,3}}\)"
)
_REPORTED = re.compile(
    rf"[(\[]?\s?(?i:(?:additional )?reporting(?: and writing)? by|bericht von|reportage (?:de|"
    rf"par)|"
    rf"report(?:e|aje|agem) (?:de|por))\s(?P<names>{_NAMES})"
)
_FROM = re.compile(r" (?:in|from|aus|à|at) [^,;]{2,40}?(?=,| and | und | et | y | e |$)")

# Where none of these stands the slow look can be saved; a point is a space.
_NAMED = (
    "newsletter inbox whatsapp telegram телеграм google.news "
    "podcast infolettre boletín boletines boletim nieuwsbrief "
    "nyhetsbrev nyhedsbrev uutiskirje hírlevél bülten рассылк "
    "розсилк канал نشرت قناة واتساب تطبيق خبرنامه تلگرام 公众号 公眾號 "
    "微信 客户端 電子報 邮件 ニュースレター メルマガ 公式アカウント アプリ न्यूज़लेटर न्यूजलेटर "
    "व्हाट्सएप वॉट्सऐप टेलीग्राम 뉴스레터 카카오톡 จดหมายข่าว news.app "
    "new.posts facebook twitter instagram tiktok bluesky on.x"
)
_INVITES = tuple(word.replace(".", " ") for word in _NAMED.split())
_CALLS = (
    r".{4,240}\b(?:sign up|subscribe)(?: (?:here|now|today|for free|below))?\W{0,4}|"
    r"thanks for reading .{2,60}subscribe .{2,160}|"
    r"join (?:our|the) (?:\w+ ){0,2}(?:community|channel|group)\b.{0,280}|"
    r"sig(?:ue|a|uenos|an) (?:tod[ao]s? )?.{4,80} en (?:facebook|x|twitter|instagram)\b.{0,160}|"
    r"follow [^.!?]{2,80} on (?:facebook|x|twitter|instagram|tiktok|threads|whatsapp|telegram|"
    r"bluesky)\b.{0,260}|[^.!?。]{3,90}\s[—–-]?\s?[ву] (?:наш[еі]\w )?(?:telegram|"
    r"телеграм)[\w-]{0,12}\W{0,3}|"
    r"(?:(?:want|like|love|enjoy(?:ing|ed)?|looking for|need|for more|to (?:get|receive|stay)|"
    r"stay|keep up|"
    r"never miss|don[’']t miss|get|receive|join|follow|subscribe|sign up|register|download|"
    r"listen)\b"
    r"(?=.{0,200}\b(?:sign(?:ing)? up|subscribe|delivered|inbox|join|follow|click here|"
    r"our (?:free )?"
    r"(?:\w+ )?newsletters?|get our|download)\b).{4,240})|"
    r"[^.!?]{0,30}[.!?]?[^.!?]{0,60}newsletter abonnieren\W{0,4}|"
    r"(?:abonnieren|bestellen|melden|folgen) sie .{4,160}|(?:jetzt|hier|kostenlos|sie (?:wollen|"
    r"möchten)|"
    r"nichts mehr verpassen|keine? .{3,30} verpassen).{0,120}(?:newsletter|abonnieren|"
    r"whatsapp).{0,60}|"
    r"(?:recevez|recib[eí]|receba|ricevi|ontvang|få)\s(?=.{0,160}(?:letter|lettre|bolet|correo|"
    r"e-?mail|brief|"
    r"nyhe[td]sbrev)).{4,180}|"
    r"(?:inscrivez-vous|abonnez-vous|suivez|retrouvez) .{4,180}|"
    r"(?:suscr[ií]b\w+|apúntate|regístrate|síguenos|seguinos|únete|inscríbete) .{4,180}|"
    r"(?:assine|inscreva-se|cadastre-se|siga|acompanhe|participe|entre (?:no|em noss[oa]|"
    r"para o)) .{4,180}|"
    r"(?:iscriviti|abbonati|segui|seguici) .{4,180}|"
    r"(?:meld je|schrijf je|abonneer je|volg) .{4,160}|"
    r"(?:anmäl dig|prenumerera|meld deg|abonner|tilmeld dig|tilaa) .{4,140}|"
    r"(?:zapisz się|subskrybuj|dołącz|obserwuj) .{4,160}|"
    r"(?:подпи(?:шись|шитесь|сывайтесь|сывайся)|підпи(?:шіться|суйтесь|сатися)|читайте нас|"
    r"следите за|"
    r"присоединяйтесь) .{3,160}|"
    r".{0,80}(?:abone ol|kaydol|katıl|takip edin).{0,30}|"
    r"(?:اشترك\w{0,4}|تابعو?ن?ا?|انضم\w{0,3}) .{4,160}|.{0,90}(?:عضو شوید|دنبال کنید|"
    r"مشترک شوید).{0,30}|"
    r"(?:订阅|關注|关注|扫码|扫描|下载|點擊|点击|欢迎)[^。]{2,60}|"
    r".{0,60}(?:登録|ダウンロード|フォロー|購読)(?:はこちら|する|を|しよう)?\W{0,3}|"
    r".{0,120}(?:सब्सक्राइब करें|जुड़ें|फॉलो करें|डाउनलोड करें|क्लिक करें).{0,30}|"
    r".{0,60}(?:구독|친구 추가|가입)(?:하기|하세요|해 ?주세요)?\W{0,3}|"
    r"(?:ikuti|dapatkan|simak|berlangganan|gabung) .{4,140}|ติดตาม.{2,80}"
)
_SIGN_UP = re.compile(_CALLS, re.IGNORECASE)

# The heading of a box in which a newsroom sums its article up.
BOX_TITLE = re.compile(
    r"(?:\W{0,4})(?:(?:the )?key (?:points|takeaways|facts|findings)|(?:key )?takeaways|"
    r"at a glance|"
    r"(?:here[’']s )?what to know|(?:\d{1,2} )?things to know|what you need to know|in brief|"
    r"in short|"
    r"(?:story )?highlights|quick read|the gist|tl;?dr|(?:article )?summary|"
    r"das wichtigste (?:in kürze|im überblick|zum thema)|auf einen blick|"
    r"kurz (?:zusammengefasst|gesagt)|"
    r"zusammenfassung|in kürze|darum geht[’']?s|"
    r"l[’']essentiel|en bref|(?:ce qu[’']il faut|à) retenir|points? clés?|en résumé|"
    r"(?:las |los )?(?:puntos )?claves?|en síntesis|lo esencial|resumen|qué saber|"
    r"in sintesi|in breve|punti chiave|i punti chiave|em resumo|(?:os )?pontos[- ]chave|resumo|"
    r"in het kort|samenvatting|i korthet|sammanfattning|kort (?:oppsummert|fortalt|om)|"
    r"oppsummering|"
    r"det viktigaste|lyhyesti|najważniejsze informacje|w skrócie|коротко|главное|"
    r"ключевые моменты|головне|"
    r"öne çıkanlar|özet(?:le)?|أبرز النقاط|ملخص|النقاط الرئيسية|خلاصه|要点|本文要点|摘要|"
    r"核心提示|重點|"
    r"重點摘要|この記事のポイント|記事のポイント|ポイント|要約|요약|핵심 요약|मुख्य (?:बातें|"
    r"बिंदु)|हाइलाइट्स|ringkasan)"
    r"\s?[:：]?",
    re.IGNORECASE,
)  # fmt: skip


def is_sign_off(line: str) -> bool:
    """Whether a line says who reported, edited or translated, and nothing else.

    >>> is_sign_off("(Reporting by Ada Quill in Port Ayala; Editing by Cy Marsh)")
    True
    >>> is_sign_off("Bericht von Ada Quill, redigiert von Cy Marsh.")
    True
    >>> is_sign_off("Reporting by the commission showed that the bridge was unsafe.")
    False
    """
    line = line.strip()
    return 5 < len(line) <= _LONGEST and _SIGN_OFF.fullmatch(line) is not None


def reported_by(line: str) -> str:
    """Who reported, as such a line says; "" for nobody.

    >>> reported_by("Reporting by Ada Quill in Port Ayala and Jon Ferris; Editing by Cy Marsh")
    'Ada Quill and Jon Ferris'
    """
    found = _REPORTED.match(line.strip())
    return _FROM.sub("", found["names"]).strip(" .") if found else ""


def is_sign_up(line: str) -> bool:
    """Whether a line asks to sign up for a newsletter or a channel, and does nothing else.

    >>> is_sign_up("Get the day's headlines delivered to your inbox every morning.")
    True
    >>> is_sign_up("The newsletter that he sends to his voters calls the bridge a ruin.")
    False
    """
    line = line.strip()
    small = line.lower()
    if len(line) > _LONGEST or not any(map(small.__contains__, _INVITES)):
        return False
    return _SIGN_UP.fullmatch(line) is not None
