"""What stands round an article on a page: share bars, captions, credits, invitations to subscribe.

Every test looks at one whole line and answers only when the line holds nothing else, so that a
sentence of the article is never cut. What is found is moved to `Article.removed`, not lost.
"""

from __future__ import annotations

import re

from annotator.articles.vocabulary.sign_offs import is_sign_off, is_sign_up

_BAR_LIMIT = 250
_LIMIT = 600  # no caption or button is longer, and regular expressions stay quick

_NETWORKS = (
    r"facebook|twitter|x|linkedin|whatsapp|reddit|telegram|pinterest|e-?mail|messenger|flipboard|"
    r"pocket|tumblr|bluesky|threads|mastodon|instagram|sms|copy link|print|xing|gab|parler|"
    r"truth social"
)
_BUTTONS = (
    rf"(?:click to )?(?:share|post|tweet|pin|send)(?: this)?(?: (?:article|story|page|post))?"
    rf"(?:(?: on| via| to| by| with)? (?:{_NETWORKS}))?(?: \(opens in new window\))?",
    rf"(?:share|follow us|follow|teilen|partager|compartir)[:\s|"
    rf"•·,-]*(?:(?:on )?(?:{_NETWORKS})[\s|•·,/-]*)+",
    r"tweet|retweet|like|pin it|share|shares?|\d[\d.,]*[km]? (?:shares?|likes?|views?|reads?)",
    r"print(?: this)?(?: (?:article|story|page))?|print friendly|printer[- ]friendly version",
    r"e-?mail(?: this)?(?: (?:article|story|page))?(?: to a friend)?|copy link|link copied!?|"
    r"copied!?",
    r"save(?: this)?(?: (?:article|story|for later))?|bookmark|gift(?: this)? article|"
    r"give this article",
    r"listen(?: to (?:this )?(?:article|story))?(?:\s*[·•|"
    r"-]?\s*\d+(?::\d\d)?(?: min(?:utes?)?)?)?",
    r"ad feedback|\[?pr\]?|key events|other news|other stories|"
    r"(?:new\s?)?you can now listen to .{3,40}|"
    r"(?:lesezeit|lesedauer|temps de lecture|tempo di lettura|tiempo de lectura|tempo de leitura|"
    r"leestijd|lästid|lesetid|czas czytania|время чтения|"
    r"okuma süresi)\s?:?\s?(?:ca\.\s)?\d.{0,20}|"
    r"advertis(?:e)?ments?|ad|advertisement - scroll to continue|"
    r"story continues below(?: advertisement)?|"
    r"article continues (?:below|after)(?: (?:this|the))?(?: (?:ad|advertisement))?|"
    r"sponsored(?: content)?|"
    r"anzeige|publicidad|publicité|continue reading(?: the main story)?|skip (?:ad|"
    r"advertisement)|"
    r"skip to (?:main )?content|scroll to continue",
    r"subscribe(?: (?:now|today|here|for free))?|sign up(?: (?:now|here|today))?|sign in|log in|"
    r"register(?: now)?|"
    r"subscribe to (?:our|the) (?:daily |weekly |free )?newsletter|sign up for (?:our|"
    r"the) [\w\s]{0,30}newsletters?|"
    r"(?:article|contenu) réservé (?:aux|à nos) abonnés|nur für abonnenten|"
    r"exclusivo para suscriptores|riservato agli abbonati|subscribers only|"
    r"《\s?[^《》]{2,12}\s?》\s?[（(]\s?\d{4}年[^（()）]{4,30}版\s?[)）]|"
    r"become a member|donate(?: now)?|support (?:us|our work|our journalism)|"
    r"already a subscriber\??[\w\s]{0,20}",
    r"(?:view |show |read |see |load )?(?:all )?\(?\d[\d,.]*\)? ?comments?|"
    r"comments? ?\(?[\d,.]*\)?|"
    r"(?:view|show|read|see|load|hide|leave|post|add|write)(?: a| all| the)? comments?|"
    r"join the (?:conversation|discussion)|"
    r"no comments(?: yet)?|comments are closed\.?|be the first to comment\.?",
    r"\d+[- ]min(?:ute)?s?(?: read)?|reading time:?\s*\d+ min(?:ute)?s?\.?|"
    r"est(?:imated)?\.? reading time:?.{0,20}",
    r"back to top|top|next(?: article)?|previous(?: article)?|close|menu|home|search|show more|"
    r"load more|/?انتهای پیام/?|jetzt weiterlesen.{0,40}|(?:people|others) are also reading|"
    r"more from .{1,40}|most read|most popular|trending(?: now)?|related (?:articles?|stories|"
    r"topics|content|links)|"
    r"more on this story|recommended(?: for you| stories| reading)?|you may also like|"
    r"editors?['’] picks?|"
    r"read (?:more|next|also)|see also|also read|watch(?: live| more| now)?|tags|topics",
    r"view (?:image|photo|photos) in fullscreen|enlarge(?: (?:this )?image)?|hide caption|"
    r"toggle caption|"
    r"play video|open (?:image|gallery)(?: modal)?|image source|view gallery|photos?|file|image",
    r"(?:article )?(?:font|text) size.{0,12}|a-|a\+|aa|more options?|options",
)
_BUTTON = re.compile("(?:" + "|".join(_BUTTONS) + r")[\s:…>»›→]*", re.IGNORECASE)
_NETWORK = re.compile(_NETWORKS, re.IGNORECASE)
# A separator, a mark or a symbol font's character between the buttons of a bar.
_BAR = re.compile(r"\s*[|•·/►▶»›→↗⇨⤴✉☰]\s*|\s{2,}|[\ue000-\uf8ff]+")
_MARK = re.compile(r"[|•·/►▶»›→↗⇨⤴✉☰\ue000-\uf8ff]")

_POINTER = re.compile(
    r"(?:read more|read next|read also|also read|see also|more|related(?: (?:article|story|"
    r"coverage))?|recommended|"
    r"watch|listen|don['’]t miss|up next|further reading|opinion\s*\|)\s*:\s*\S.{0,220}",
    re.IGNORECASE,
)
_POINTER_UPPER = re.compile(
    r"(?:(?:READ MORE|READ NEXT|ALSO READ|SEE ALSO)\s*[|:–—-]?|(?:RELATED|MORE)\s*[|"
    r":–—-])\s*\S.{0,200}"
)
_INVITATION = re.compile(
    r"(?:sign up (?:for|to)|subscribe (?:to|now)|register (?:to|now|for free)|download (?:our|"
    r"the)|"
    r"follow us on|click here (?:to|for))\b.{0,160}(?:newsletters?|inbox|app|free trial|alerts?|"
    r"podcast|for free|"
    r"facebook|twitter|telegram|instagram|whatsapp|read more|subscribe)\b.{0,40}",
    re.IGNORECASE,
)

# Agencies that only ever sell pictures; the others also sign texts, so "(AP)" alone proves nothing.
_PICTURES = (
    r"(?:Getty(?: Images)?|Shutterstock|Alamy(?: Stock Photo)?|iStock(?:photo)?|Z(?:uma|"
    r"UMA)(?: Press)?|"
    r"Sipa(?: USA)?|imago(?: images)?|Imago|Keystone|picture[- ]alliance|Magnum(?: Photos)?|"
    r"NurPhoto|Redux|Polaris|"
    r"Unsplash|Wikimedia(?: Commons)?|Flickr)"
)
_AGENCY = (
    rf"(?:{_PICTURES}|AP|Reuters|REUTERS|AFP|EPA(?:-EFE)?|EFE|dpa|DPA|PA(?: Wire| Media|"
    rf" Images)?|ANSA|TASS|Xinhua|"
    r"Bloomberg|UPI|Associated Press|Agence France-Presse|Anadolu(?: Agency)?|"
    r"USA TODAY(?: Sports)?|Handout)"
)
_NAMES = r"[^()\n]{0,90}"
_BY = (
    r"(?:Photo(?:graph)?|Image|Picture|Foto|Credit|Photo credit|Image credit|Illustration|"
    r"File photo|Bild|Bilder|Imagen|Imagem|Immagine|Crédit|Zdjęcie|Kuva|Фото)s?"
)
_CREDIT = re.compile(
    # "... (AP Photo/Jane Doe)", "... (Photo by Jane Doe/Getty Images)", "... (Jane Doe/Reuters)"
    rf"[(\[]\s*(?:{_AGENCY}\s+(?:Photo|photo|PHOTO|Images?)\b{_NAMES}|{_BY}(?:\s*[:/©]|\s+by\b|"
    rf"\s+courtesy\b){_NAMES}|"
    rf"{_NAMES}(?:[/|©]|\bvia\b)\s*(?:{_AGENCY}|[Ff]ile){_NAMES}|REUTERS/{_NAMES}|{_PICTURES}|"
    rf"[Ff]ile photo)\s*[)\]][.\s]*$"
    # "... | Reuters", "... AFP via Getty Images", "... Jane Doe/Getty Images", "... © AFP"
    rf"|(?:\s\|\s*|\w\s?/\s?|\bvia\s+|©\s*){_AGENCY}(?:\s*[/|]\s*[\w .'’-]{{1,40}})?$"
    rf"|\b(?:REUTERS|AP Photo|AFP PHOTO)\s?/\s?[^.()\n]{{2,60}}$"
    # "... in the harbour. Getty Images", but not "she sold it to Getty Images"
    r"|(?<!\bto)(?<!\bby)(?<!\bof)(?<!\bat)(?<!\bfor)(?<!\bfrom)(?<!\bwith)(?<!\band)"
    rf"\s{_PICTURES}$"
    # "... Photo: Jane Doe", "... Photograph: Jane Doe/The Post", "... Credit: Jane Doe"
    rf"|(?:^|[.!?”\"’)]\s*){_BY}(?:\s*:|\s+(?:by|courtesy(?: of)?)\b)\s*[^.:!?\n]{{2,80}}\.?$"
    r"|[.!?”\"’)]\s*©\s*[^.!?\n]{2,60}$|^©[^.!?\n]{2,80}$"
)
# Without one of these a line is no credit, and the slow look at it can be saved.
_CREDIT_HINT = re.compile(rf"\b(?:{_AGENCY}|{_BY}|[Ff]ile|[Ss]tock)\b|©")
_CREDIT_ALONE = re.compile(
    rf"\(? ?(?:{_AGENCY}) ?\)?|(?:file|stock) (?:photo|image|picture)s?\.?", re.IGNORECASE
)
_LABELLED_CAPTION = re.compile(
    r"(?:image|photo|picture) caption,?:?\s.{0,400}|caption:\s.{0,400}", re.IGNORECASE
)
_PHOTO_LINE = re.compile(
    r"(?:[\w.'’&/-]+ ){0,6}(?:photo|photos|profile picture|headshot|avatar)|(?:photo|"
    r"picture) of (?:[\w.'’-]+ ?){1,5}",
    re.IGNORECASE,
)


_EAST_ASIAN = re.compile(
    r".{2,160}(?:(?:(?:记者|記者)\s?|[。！？\s])[^\s。]{2,8}\s?[摄攝]|[（(][^（）()。]{2,15}[摄攝][）)]|"
    r"[＝=][^。＝=]{2,40}(?:撮影|提供))"
)

# Small print: whose text it is, where it was printed, what the page did to itself.
_SMALL_PRINT = re.compile(
    r"(?:the )?(?:views|opinions) expressed (?:in this|here|by the author)[^.]{0,120}"
    r"\b(?:author|own|not|his|her|their)\b.{0,200}|"
    r"les (?:opinions|propos) exprimée?s dans (?:cet article|cette tribune) .{0,200}|"
    r"las opiniones (?:expresadas|vertidas) en est[ea] .{0,200}|"
    r"as opiniões expressas n[oe]st[ea] .{0,200}|"
    r"الآراء (?:الواردة|المنشورة) [^.]{0,60}لا تعبر .{0,200}|"
    r"(?:copyright|©|ⓒ|\(c\))\s{0,3}(?:©|ⓒ|\(c\)|(?:19|20)\d\d|by\b|"
    r"[^\s.]{1,30}[.,]? all rights).{0,300}|"
    r"a version of this article appear(?:s|ed) in print .{0,300}|"
    r"this (?:article|story|report|column|piece|post) (?:(?:was )?(?:originally|first|also) "
    r"(?:appeared|published|ran)|(?:was |is )republished)(?: in print)?"
    r"(?: (?:on|in|at|by|here|with)\b[^!?]{0,300}| [a-z]{3,9}\.? \d[^!?]{0,60}|\s?\.?)|"
    r"published in [^.!?]{2,60}\b(?:19|20)\d\d\.?|(?:jetzt )?weiterlesen mit .{2,40}|"
    r"(?:jetzt )?testen sie .{2,80}(?:euro|€|kostenlos|gratis|monat).{0,120}|"
    r"the post .{4,250} (?:appeared first|first appeared) on .{2,100}|"
    r".{0,60}(?:enable|requires?|turn on|aktivieren sie|activez|activer|active) (?:your )?"
    r"javascript\b.{0,120}|"
    r"[^.!?]{0,80}(?:réservée?s?|reservad[oa]s?|riservat[oaie]) (?:aux|à nos|a los|aos|agli) "
    r"(?:abonné|suscriptor|assinante|abbonat)\w{0,3}\.?|"
    r"(?:skip past|after) (?:the )?newsletter promotion|"
    r"(?:list|item) (?:\d{1,2} )?of \d{1,2}(?: items?)?|"
    r"[（(【\[]?\s?(?:责编|责任编辑|責任編輯|编辑|編輯|校对|审核|监制|"
    r"值班编辑)\s?[:：／/].{1,40}|"
    r"(?:图注|图说|图片说明|原标题|原題)\s?[:：].{1,160}|出品\s?[:：︱｜丨|].{1,40}|"
    r"[\w.+-]{2,40}@[\w-]{2,40}\.[\w.]{2,20}|"
    r"(?:【|\[)?この記事は(?:有料|会員限定|無料会員).{0,90}|残り\d{1,6}文字.{0,60}|"
    r"(?:we|we and our partners|this (?:web)?site) uses? cookies\b.{0,400}|"
    r"wir verwenden cookies\b.{0,400}|"
    r"nous utilisons des cookies\b.{0,400}|"
    r"loading\b[\w ]{0,30}(?:\.{3}| \.\.\.|…)|sponsored (?:ads|links|content)|"
    r"end of list|list of \d{1,2} itemsend of list|find this article at:?.{0,300}|https?://\S{1,300}|(?:有料|無料|会員限定)記事|有料会員になると.{0,60}|"
    r"(?:المصدر|sources?|quellen?|font[ei]|fuente|sumber|kaynak|источник)\s?[:：]\s?"
    r"(?:[^.!?。]{2,60}|(?:[^\W\d_]\.){2,6})",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"all rights reserved|版权所有|版權所有|無断転載|무단\s?전재|todos los derechos reservados|"
    r"tous droits réservés|alle rechte vorbehalten",
    re.IGNORECASE,
)
_RESERVING = ("reserved", "reservados", "réservés", "vorbehalten", "版权", "版權", "無断", "무단")
_BEFORE_RESERVED, _BEHIND_RESERVED = 200, 60  # characters of such a line


def is_small_print(line: str) -> bool:
    """Whether a line says whose the text is, or where it came from, and nothing else.

    >>> is_small_print("Copyright © 2024 Harbour News"), is_small_print("Copyright law is old.")
    (True, False)
    >>> is_small_print("© Harbour News. All rights reserved.")
    True
    """
    line = line.strip()
    if len(line) > _LIMIT:
        return False
    is_reserving = any(map(line.lower().__contains__, _RESERVING))  # sooner done than the pattern
    found = _RESERVED.search(line) if is_reserving else None
    if found and found.start() <= _BEFORE_RESERVED and len(line) - found.end() <= _BEHIND_RESERVED:
        return True
    return _SMALL_PRINT.fullmatch(line) is not None


def is_button(line: str) -> bool:
    """Whether a line is nothing but buttons: one, or a bar of them.

    >>> is_button("Share on Facebook"), is_button("Tweet | Print | Email this article")
    (True, True)
    >>> is_button("Print is not dead"), is_button("1,204 Comments")
    (False, True)
    """
    line = line.strip()
    if not line or len(line) > _LIMIT:
        return False
    plain = " ".join(line.split())
    if _BUTTON.fullmatch(plain):  # runs of spaces would make it slow
        return True
    if len(line) > _BAR_LIMIT or (plain == line and not _MARK.search(line)):
        return False
    parts = [part.strip(" \t-–,") for part in _BAR.split(line)]
    named = [part for part in parts if part]
    return len(named) > 1 and all(
        _BUTTON.fullmatch(part) or _NETWORK.fullmatch(part) for part in named
    )


def is_network(line: str) -> bool:
    """Whether a line is the name of a network or a way to share: "Facebook", "Email"."""
    return _NETWORK.fullmatch(line.strip()) is not None


def is_pointer(line: str) -> bool:
    """Whether a line only points elsewhere: "Read more: ...", "Sign up for our newsletter ...".

    >>> is_pointer("Read more: Ferry firm asks for time"), is_pointer("More than 200 people came.")
    (True, False)
    """
    line = line.strip().lstrip("•-*►▶ ")
    if len(line) > _LIMIT:
        return False
    return any(p.fullmatch(line) for p in (_POINTER, _POINTER_UPPER, _INVITATION))


def is_caption(line: str) -> bool:
    """Whether a line is an image caption or a credit: it ends in an agency's or a photographer's.

    >>> is_caption("The bridge on Monday. (AP Photo/Ada Quill)"), is_caption("Boats | Reuters")
    (True, True)
    >>> is_caption("She confirmed the plan to Reuters"), is_caption("He works for Getty Images")
    (False, False)
    """
    line = line.strip()
    if not line or len(line) > _LIMIT or line.startswith(("•", "- ", "* ")):
        return False
    if not _CREDIT_HINT.search(line) and "aption" not in line[:16]:
        return False
    alone = _CREDIT_ALONE.fullmatch(" ".join(line.split())) or _LABELLED_CAPTION.fullmatch(line)
    return alone is not None or _CREDIT.search(line) is not None


def is_east_asian_caption(line: str) -> bool:
    """Whether a line is a picture's as China's and Japan's agencies sign them.

    >>> is_east_asian_caption("3月10日，人们经过旋转桥。新花社记者 李娜 摄")
    True
    """
    return (
        len(line) <= 200 and line[-1:] in "摄攝影供)）" and _EAST_ASIAN.fullmatch(line) is not None
    )


def is_photo_line(line: str) -> bool:
    """Whether a line stands for a picture: "Ada Quill's Photo", "AP Photo". Tried in headers only.

    >>> is_photo_line("Ada Quill's Photo"), is_photo_line("It shows in a photo we have.")
    (True, False)
    """
    line = line.strip()
    return len(line) <= 80 and _PHOTO_LINE.fullmatch(line) is not None


def is_furniture(line: str) -> bool:
    """Whether a line anywhere on a page is no part of the article's text."""
    if is_button(line) or is_pointer(line) or is_caption(line) or is_small_print(line):
        return True
    return is_sign_off(line) or is_sign_up(line) or is_east_asian_caption(line)
