"""The words by which a whole pasted page shows what is no article, in many languages."""

from __future__ import annotations

import re

SHARE = re.compile(
    r"(?:xで(?:シェア|ポスト)(?:する)?|ツイート(?:する)?|シェアする|lineで送る|help|ヘルプ|"
    r"share|teilen|drucken|merken|"
    r"offrir|verschenken|compartir|partager|partage|condividi|compartilhar|delen|dela|"
    r"udostępnij|поделиться|شارك|مشاركة|分享|共有|साझा|save|speichern|guardar|enregistrer|salva|"
    r"salvar|"
    r"zapisz|сохранить|احفظ|收藏|保存|सहेजें|print|imprimir|imprimer|stampa|drukuj|печать|اطبع|"
    r"打印|印刷|प्रिंट|"
    r"anzeige|werbung|publicidad|publicidade|publicité|pubblicità|reklama|reklam|реклама|"
    r"advertisement|hirdetés|annonse|annons|annonce|mainos|διαφήμιση|publicitate|iklan|quảng cáo|"
    r"โฆษณา|แชร์(?:ข่าว|บทความ)?(?:นี้)?|หน้า(?:แรก|หลัก)|เมนู|ค้นหา|เข้าสู่ระบบ|พิมพ์|"
    r"פרסומת|تبلیغات|"
    r"إعلان|اعلان|广告|広告|विज्ञापन|menu|search|home|startseite|inicio|início|accueil|"
    r"strona główna|главная|"
    r"الرئيسية|首页|ホーム|मुखपृष्ठ|zur startseite|sign in|log in|anmelden|"
    r"show|more|\d{1,6})(?!\w).{0,30}",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"[【\[]?(?:suggested topics|اقرأ ايضا|আরও পড়ুন|lesen sie auch|mehr zum thema|"
    r"das könnte sie|auch interessant|"
    r"más información|lea también|"
    r"lee también|le puede interesar|lire aussi|[àa] lire|sur le même|leggi anche|leia também|"
    r"lees ook|läs mer|czytaj też|czytaj także|zobacz też|читайте также|по теме|"
    r"läs även|läs också|les også|læs også|lue myös|ilgili haberler|te puede interesar|"
    r"seguí leyendo|sigue leyendo|관련기사|관련 기사|διαβ[άα]στε|"
    r"читайте також|дивіться також|přečtěte si|čtěte také|citește și|"
    r"olvassa el|pročitajte|baca juga|xem thêm|קראו גם|بیشتر بخوانید|"
    r"(?:ข่าว|บทความ|แท็ก|เรื่อง)(?:ที่)?(?:เกี่ยวข้อง|ล่าสุด|ยอดนิยม|แนะนำ)|อ่าน(?:ข่าว)?เพิ่มเติม|อ่านต่อ|"
    r"ติดต่อเรา|"
    r"اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|यह भी पढ़ें|延伸阅读|相关阅读|相关新闻|関連記事|related|"
    r"more on|"
    r"en çok okunanlar|많이 본|mest läst|mest lest|meest gelezen|i più letti|"
    r"lo que se lee|lo más (?:leído|visto|compartido)|veja mais|vídeos?: tudo|डाउनलोड करें|"
    r"トップニュース|こんな特集も|most (?:viewed|"
    r"read|popular)|explore more|read more|see also|recommended|you may|trending|quick guide|"
    r"contact us|reuse this|topics|tags|follow|themen|schlagworte|etiquetas|temas|kommentare|"
    r"comments?|comentarios|comentários|commenti|komentarze|комментарии|commentaires|"
    r"تعليقات|टिप्पणियाँ|"
    r"评论|コメント)(?!\w).{0,120}",
    re.IGNORECASE,
)
# Of those the ones that stand between paragraphs as often as below the last.
_BETWEEN = (
    r"(?:lire.?:|la rédaction vous (?:conseille|recommande)|सम्बंधित ख़बरें|संबंधित ख़बरें|"
    r"материалы по теме|přečtěte si také|lesen sie auch|mehr zum thema|más información|"
    r"le[ae] también|اقرأ ايضا|"
    r"আরও পড়ুন|lee también|lire aussi|"
    r"[àa] lire|leggi anche|leia também|lees ook|läs mer|czytaj też|czytaj także|zobacz też|"
    r"läs även|läs också|les også|læs også|lue myös|ilgili haberler|te puede interesar|"
    r"seguí leyendo|sigue leyendo|관련기사|관련 기사|"
    r"διαβ[άα]στε(?: (?:επ[ίι]σης|ακ[όο]μ[αη]|περισσ[όο]τερα))?|δε[ίι]τε (?:επ[ίι]σης|ακ[όο]μ[αη])|"
    r"читайте також|дивіться також|přečtěte si|čtěte také|citește și|"
    r"olvassa el|pročitajte|baca juga|xem thêm|קראו גם|بیشتر بخوانید|"
    r"читайте также|по теме|اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|यह भी पढ़ें|延伸阅读|相关阅读|"
    r"相关新闻|"
    r"関連記事|related|more(?: on)?:?|read more|see also)(?!\w)"
)
BETWEEN = re.compile(_BETWEEN + ".{0,120}", re.IGNORECASE)
BETWEEN_ALONE = re.compile(_BETWEEN, re.IGNORECASE)
PROMOTES = re.compile(
    r"newsletter|sign up|abone ol|letters to the editor|"
    r"sign in or|subscri|abonn|suscr|boletín|inbox|your email|e-mail address|"
    r"рассылк|подпишитесь|اشترك|نشرتنا|订阅|ニュースレター|सदस्यता|"
    r"privacy|cookie|all rights reserved|alle rechte|tous droits|todos los derechos|"
    r"tutti i diritti|"
    r"todos os direitos|wszelkie prawa|все права|جميع الحقوق|सर्वाधिकार|版权所有|無断転載|©|"
    r"นโยบาย(?:ความเป็นส่วนตัว|คุกกี้)|สงวนลิขสิทธิ์|จดหมายข่าว|"
    r"有料会員|会員限定|会員登録|无料登録|転載此文|转载此文|版权声明|our standards:|sign up here|"
    r"acquire licensing|purchase licensing|il vous reste \d|"
    r"not responsible for|support (?:us|the)|fund independent|skip (?:to|past)|"
    r"prefer the .{1,30} on google|create .{1,30} account|download .{0,20}app|get our|"
    r"follow .{1,40} on|whatsapp|registr|terms of",
    re.IGNORECASE,
)
# Headings of what stands below a page's article, and never inside one.
ENDING = re.compile(
    r"(?:【|\[|■|▼|・)?(?:この記事を書いた人|関連(?:記事|ニュース|リンク)|あわせて読みたい|"
    r"アクセスランキング|"
    r"おすすめ(?:記事)?|人気記事|相关(?:新闻|阅读|推荐)|延伸(?:阅读|閱讀)|"
    r"相關(?:新聞|閱讀)|热门推荐|관련(?:\s?기사|\s?뉴스)|많이 본 뉴스|"
    r"baca juga|berita (?:terkait|lainnya|populer|terbaru)|artikel (?:terkait|lainnya)|"
    r"terpopuler|"
    r"tag(?:s| terkait)?|(?:ข่าว|บทความ|แท็ก)(?:ที่เกี่ยวข้อง|ล่าสุด|ยอดนิยม)|อ่านเพิ่มเติม|"
    r"tin liên quan|संबंधित (?:खबरें|ख़बरें|समाचार)|अन्य खबरें|"
    r"আরও পড়ুন|সম্পর্কিত খবর|اقرأ أيضًا?|مواضيع ذات صلة|أخبار ذات صلة|مطالب مرتبط|اخبار مرتبط|"
    r"our standards:.{0,80}|suggested topics|sobre (?:la firma|el autor|la autora)|archivado en|"
    r"veja também|mais lidas|"
    r"contribuer|à propos de l[’']auteure?|les plus lus|discussion about this post|"
    r"explore more on these topics|read more about|mest lest|mest läst|zum autor|zur autorin|"
    r"כתבות נוספות|תגובות|related (?:articles?|stories|news|topics|posts)|more on this story|"
    r"read next|you may also like|about the authors?|mehr zum thema|über (?:den autor|"
    r"die autorin)|"
    r"auch interessant|(?:verwandte|ähnliche) (?:artikel|nachrichten|beiträge|themen)|"
    r"weiterführende links|das (?:könnte|thema könnte) (?:sie|dich|euch) auch interessieren|"
    r"sur le même (?:sujet|thème)|[àa] lire aussi|dans la même rubrique|"
    r"más noticias|mais notícias|altre notizie|sullo stesso argomento|другие новости|meer nieuws|"
    r"fler nyheter|"
    r"noticias relacionadas|artículos relacionados|notícias relacionadas|leia também|leggi anche|"
    r"articoli correlati|похожие новости|читайте также|ilgili haberler)(?:】|\])?\s?[:：]?",
    re.IGNORECASE,
)
# What an agency or a paper says of itself below a text; "About the fire" is a heading inside one.
ABOUT = re.compile(
    r"about (?:us|the (?:agency|authors?|writers?|newspaper|publisher)|"
    r"(?:[\w’'&-]{2,20} ){0,3}(?:news|press|media|agency|wire|times|post|radio|"
    r"tv)(?: agency| service)?)|"
    r"über (?:uns|die agentur|den autor|die autorin|die redaktion)|"
    r"à propos (?:de nous|de l[’']auteure?|de l[’']agence)|"
    r"(?:sobre|acerca de) (?:nosotros|la agencia|el autor|la autora|a agência|o autor|a autora)|"
    r"chi siamo|об агентстве|об авторе|о нас|o agencji|o autorze|عن الوكالة|من نحن|"
    r"关于我们|會社概要|会社概要",
    re.IGNORECASE,
)
SKIP = re.compile(r"skip past .{0,60}promotion", re.IGNORECASE)
SKIPPED = re.compile(r"after .{0,60}promotion", re.IGNORECASE)
_AGENCIES = (
    r"(?:Getty Images|Reuters|REUTERS|AFP|AP|EFE|EPA|dpa|DPA|ANSA|PA Media|Shutterstock|"
    r"Alamy|imago|"
    r"picture alliance|Keystone|Xinhua|TASS|Anadolu)"
)
_ARAB_AGENCIES = "رويترز|الفرنسية|أسوشيتد برس|الأناضول|غيتي|الجزيرة|وكالات|فرانس برس"
AGENCY = re.compile(_AGENCIES)
_PICTURE = (
    r"(?:Quelle|Foto|Fotoğraf|Bild|Photo|Image|Imagen|Imagem|Immagine|사진|Φωτογραφία|Kuva|"
    r"Zdjęcie|Snímek|Ảnh|צילום|Photograph|Source|Crédit|Credit|Fuente|Fot\.|Фото|تصوير|صورة|"
    r"छायाचित्र|फोटो|摄影|图片|撮影|写真)"
)
CAPTION = re.compile(
    rf"^{_AGENCIES}\s[^\sa-zа-я].{{8,400}}|\({_PICTURE}\s?:.{{2,80}}\)$|"
    rf"\b[A-ZÀ-Þ]{{2,20}}(?:\s[A-ZÀ-Þ]{{2,20}}){{0,3}}\s\({_AGENCIES}\)$|"
    rf"^图为.{{4,80}}|.{{4,80}}\s?摄$|\((?:{_ARAB_AGENCIES})\)$|"
    r"\b[A-Z]{2,8}/[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{1,20}){1,2}(?: Purchase Licensing Rights)?$|"
    rf"(?:(?i:{_PICTURE})\s?[:：]|\bFot\.)\s?[^\s.。।][^.。।]{{1,60}}$"
)
# A picture's line by its last word: an agency without brackets, or Japan's and China's ways.
ENDS_AS_CAPTION = re.compile(
    rf"(?:[.…]|/|[A-ZÀ-Þ]{{3}})\s?{_AGENCIES}$|\s/\s?{_AGENCIES}$|(?:新华社|中新社)[发摄]?$|"
    r"[＝=][^。＝=]{2,40}$|(?:共同|時事|提供|撮影)[）)]?$"
)
ENLARGE = re.compile(
    r"view image in fullscreen|bild vergr(?:ößern|össern)|image source|enlarge|点击查看大图|"
    r"写真・図版|画像を拡大|拡大する|ampliar(?: foto| imagen)?|agrandir l[’']image|увеличить|"
    r"vergroot afbeelding|powiększ zdjęcie|ingrandisci",
    re.IGNORECASE,
)
AGO = re.compile(
    r"(?:published |updated )?\d{1,3} ?(?:m|h|d|min|hour|hr|day|week|month)\w{0,4} ago|"
    r"open in app|enter your e-?mail(?: address)?|your e-?mail|submit|listen|"
    r"vor \d{1,3} \w{3,8}|hace \d{1,3} \w{3,8}|il y a \d{1,3} \w{3,8}|yesterday|published|"
    r"updated|"
    r"gestern|ayer|hier|(?:reading time|lesezeit|lectura|lecture|temps de lecture|"
    r"tempo di lettura|"
    r"tiempo de lectura|tempo de leitura|leestijd|lästid|czas czytania|время чтения)\b.{0,20}|"
    r"\d{1,3} min.{0,12}",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"\d{1,6}\s?(?:comments?|kommentare?|comentarios?|comentários?|commentaires?|commenti|"
    r"reacties|"
    r"komentarz\w{0,4}|комментари\w{0,3}|yorum|kommentarer)|"
    r"(?:comments|kommentare|comentarios|comentários|commentaires|commenti|reacties|komentarze|"
    r"комментарии|yorumlar|تعليقات|التعليقات|टिप्पणियाँ|评论|コメント|"
    r"댓글)\s?(?:[(:]\s?\d{1,6}\)?)?",
    re.IGNORECASE,
)
CRUMBS = re.compile(r".{1,60}\s(?:>|»|›|/)\s.{1,120}|[^>＞»›]{1,15}(?:[>＞»›][^>＞»›]{1,15}){2,5}")
# In the header of a page whose text grows from its top, with a time above each part.
LIVE = re.compile(
    r"\blive\b|live ?(?:blog|ticker)|newsticker|as it happened|\ben (?:vivo|directo|direct)\b|"
    r"minuto a minuto|in diretta|ao vivo|онлайн|на живо|canlı|بث مباشر|لحظة بلحظة|速報|直播",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"(?:posted at |publi\w{2,8} (?:at|à|um|a las) |uhr )?\d{1,2}\s?[:.h]\s?\d\d\b.{0,30}",
    re.IGNORECASE,
)
