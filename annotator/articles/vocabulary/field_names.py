"""What tables and JSON call an article's fields, in many languages."""

from __future__ import annotations

# Field -> its spellings, the best first: where a file has two of them, the first one wins.
SPELLED = {
    "text": (
        "text bodytext body article_text articletext full_text fulltext maintext main_text "
        "body_text article_body articlebody content contents content_text story_text story article "
        "document data inhalt volltext artikeltext artikel texto texte testo tekst szöveg text_de "
        "текст содержание نص المحتوى متن 正文 内容 本文 text_content raw_text plain_text "
        "content_elements selftext plaintext plain_text bodyhtml body_html content_html "
        "bodytextsummary paragraphs components haupttext cuerpo cuerpo_del_texto "
        "contenido "
        "corpo corpo_do_texto conteúdo conteudo corps contenu texte_intégral contenuto "
        "testo_completo treść tresc artykuł obsah text_článku tartalom brödtext innehåll brødtekst "
        "innhold teksti sisältö metin haber_metni içerik текст_статьи текст_новости "
        "полный_текст κείμενο "
        "النص نص_المقال متن_خبر טקסט תוכן 本文テキスト 记事 全文 內文 본문 내용 "
        "पाठ सामग्री เนื้อหา nội_dung isi konten"
    ),
    "title": (
        "title headline headlines heading article_title webtitle name titel titre titulo título "
        "titolo "
        "überschrift schlagzeile otsikko rubrik nadpis tytuł cím заголовок название العنوان عنوان "
        "标题 標題 タイトル 見出し titular encabezado manchete titolo_articolo intitulé kop "
        "nagłówek "
        "titulek naslov titlu overskrift tittel başlik заголовок_статьи τίτλος عنوان_المقال "
        "כותרת 제목 शीर्षक หัวข้อ หัวเรื่อง tiêu_đề judul"
    ),
    "author": (
        "author authors byline by writer journalist creator autor autoren autorin auteur auteurs "
        "autores autore verfasser journalista автор المؤلف الكاتب نویسنده 作者 著者 記者 "
        "autori autorzy giornalista firma periodista jornalista szerző forfatter författare "
        "kirjoittaja yazar авторы журналист συντάκτης מחבר 기자 लेखक ผู้เขียน tác_giả penulis"
    ),
    "published": (
        "published date date_published datepublished publish_date published_at "
        "publication_date published_date pub_date pubdate date_publish publishedat datum "
        "fecha data_publicacao timestamp date_time datetime pubdate publicationdate publish_time "
        "publishdate firstpublicationdate webpublicationdate erscheinungsdatum "
        "datum_veröffentlicht date_de_publication datetimepub pub_time "
        "дата التاريخ تاریخ 日期 发布时间 日付 veröffentlichungsdatum veröffentlicht "
        "fecha_de_publicación fecha_publicación data_de_publicação data_pubblicazione "
        "data_di_pubblicazione data_publikacji data_artykułu publicatiedatum dátum dato "
        "publicerad päivämäärä tarih yayin_tarihi дата_публикации ημερομηνία تاريخ_النشر תאריך "
        "display_date first_publish_date publishing_date firstpublished first_published "
        "created_at created_utc firstcreated versioncreated "
        "날짜 입력일 तारीख दिनांक วันที่ ngày tanggal data"
    ),
    "outlet": (
        "outlet source_hostname source publication publisher newspaper site sitename site_name "
        "source_name name_source media medium source_domain media_name "
        "source_title publication_title pubtitle domain clean_url "
        "hostname quelle zeitung fuente fonte journal_name источник المصدر 来源 媒体 "
        "medio periódico diario testata giornale veículo jornal journal krant bron gazeta źródło "
        "zdroj forrás källa tidning kilde avis lähde gazete kaynak сми издание πηγή מקור 媒體 出典 "
        "언론사 매체 출처 स्रोत แหล่งที่มา nguồn sumber"
    ),
    "url": (
        "url link address source_url article_url canonical_url web_url weburl uri href "
        "adresse enlace lien adres_url ссылка الرابط رابط 网址 リンク 링크 लिंक"
    ),
    "language": (
        "language lang language_code inlanguage locale sprache langue idioma lingua taal język "
        "jazyk språk kieli dil язык اللغة 语言 言語 언어"
    ),
}
SPELLED_STANDFIRST = (
    "standfirst trailtext trail_text dek deck subheadline sub_headline subhead subheading subtitle "
    "unterzeile untertitel vorspann chapo chapô chapeau entradilla bajada subtítulo subtitulo "
    "sottotitolo sommario occhiello ingress manchet подзаголовок лид"
)
